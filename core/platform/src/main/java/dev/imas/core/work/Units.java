package dev.imas.core.work;

import dev.imas.core.platform.OncePerMinute;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Does work in units. Each unit is one transaction that claims rows and processes them. A unit that
 * fails is retried in halves. A row that fails alone is deferred with a growing back-off, so that
 * it does not block the others. Bound to the context of its loop.
 *
 * @param <D> the result of a unit
 */
public final class Units<D extends Units.Done> {

  /** The result of a unit. */
  public interface Done {

    /**
     * @return how many rows it had; 0 when there was nothing to do
     */
    int rows();

    /**
     * @return whether a unit of twice its rows might take too long
     */
    default boolean isLarge() {
      return false;
    }
  }

  private final Logger log;
  private final String sentence;
  private final Counter failures;
  private final Counter putOff;
  private final UnitSize size;
  private final OncePerMinute complaints = new OncePerMinute(System::nanoTime);

  /**
   * @param most the most rows in one unit
   * @param failures counts units that were rolled back, unless another transaction's commit was the
   *     reason
   * @param putOff counts deferred rows
   * @param sentence the log line about a deferred row, written at most once a minute
   */
  public Units(int most, Counter failures, Counter putOff, Logger log, String sentence) {
    this.size = new UnitSize(most);
    this.failures = failures;
    this.putOff = putOff;
    this.log = log;
    this.sentence = sentence;
  }

  /** How many rows the next unit may claim. */
  public int rows() {
    return size.rows();
  }

  /**
   * Runs one unit.
   *
   * @param unit takes up to the given number of rows; fails with {@link UnitFailed} if it had
   *     claimed some
   * @return empty if it failed and can be retried at once; a failed future if it has to wait
   */
  public Future<Optional<D>> run(IntFunction<Future<D>> unit) {
    return unit.apply(size.rows())
        .map(
            done -> {
              if (done.rows() > 0) {
                size.succeeded(done.isLarge());
              }
              return Optional.of(done);
            })
        .recover(this::failed);
  }

  private Future<Optional<D>> failed(Throwable failure) {
    Throwable cause =
        failure instanceof UnitFailed && failure.getCause() != null ? failure.getCause() : failure;
    int rows = failure instanceof UnitFailed unit ? unit.rows() : 0;
    UnitSize.Verdict verdict = size.failed(cause, rows);
    if (verdict != UnitSize.Verdict.AGAIN) {
      failures.increment();
      log.atDebug().setCause(cause).addKeyValue("rows", rows).log("A unit of work failed");
    }
    return switch (verdict) {
      case AGAIN, SMALLER -> Future.succeededFuture(Optional.empty());
      case LATER -> Future.failedFuture(cause);
      case PUT_OFF -> putOff(((UnitFailed) failure).first(), cause);
    };
  }

  private Future<Optional<D>> putOff(UnitFailed.Row row, Throwable cause) {
    Duration wait = Backoff.OF_A_ROW.after(row.attempts());
    return row.putOff()
        .apply(wait)
        .map(
            done -> {
              putOff.increment();
              size.culpritGone();
              complain(row, cause);
              return Optional.empty();
            });
  }

  private void complain(UnitFailed.Row row, Throwable cause) {
    if (complaints.dueAfterOneMore() > 0) {
      LoggingEventBuilder line = log.atError().setCause(cause);
      for (Map.Entry<String, Object> word : row.words().entrySet()) {
        line = line.addKeyValue(word.getKey(), word.getValue());
      }
      line.log(sentence);
    }
  }
}
