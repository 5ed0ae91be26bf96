package dev.imas.core.work;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** A unit of work was rolled back after it had claimed rows. */
public final class UnitFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * The first of the rows, which is the cause if it was the only one.
   *
   * @param attempts how often it was tried before
   * @param words key-value pairs that identify it in the log
   * @param putOff defers the row by that time, in a transaction of its own
   */
  public record Row(
      int attempts, Map<String, Object> words, Function<Duration, Future<Void>> putOff) {
    public Row {
      words = Map.copyOf(words);
    }
  }

  private final int rows;
  private final transient Row first;

  /**
   * @param rows how many rows it had claimed, 1 or more
   */
  public UnitFailed(int rows, Row first, Throwable cause) {
    super(cause.getMessage(), Objects.requireNonNull(cause), false, false);
    this.rows = rows;
    this.first = first;
  }

  int rows() {
    return rows;
  }

  Row first() {
    return first;
  }
}
