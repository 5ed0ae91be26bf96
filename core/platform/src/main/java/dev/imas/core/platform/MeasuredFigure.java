package dev.imas.core.platform;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value for a gauge that has to be queried, four times a minute. A failed query leaves the value
 * as it was, and one query runs at a time.
 */
public final class MeasuredFigure extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(MeasuredFigure.class);
  private static final long FIRST_MILLIS = 1_000;
  private static final long PERIOD_MILLIS = 15_000;

  private final String name;
  private final Supplier<? extends Future<? extends Number>> question;
  private volatile double value;
  private boolean measuring;

  /**
   * @param name the value's name in the log
   * @param before the value before the first answer
   */
  public MeasuredFigure(
      String name, double before, Supplier<? extends Future<? extends Number>> question) {
    this.name = name;
    this.value = before;
    this.question = question;
  }

  /** The last answer. */
  public double value() {
    return value;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(FIRST_MILLIS, PERIOD_MILLIS, timer -> measure());
    return Future.succeededFuture();
  }

  private void measure() {
    if (measuring) {
      return;
    }
    measuring = true;
    question
        .get()
        .onSuccess(answer -> value = answer.doubleValue())
        .onFailure(
            e ->
                log.atDebug()
                    .setCause(e)
                    .addKeyValue("figure", name)
                    .log("A metric " + "could not be measured"))
        .onComplete(done -> measuring = false);
  }
}
