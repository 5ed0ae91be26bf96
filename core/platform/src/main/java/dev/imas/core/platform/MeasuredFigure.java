package dev.imas.core.platform;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A figure for a gauge that has to be asked for, four times a minute. What cannot be answered
 * leaves it as it was; while an answer is waited for, it is not asked for again.
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
   * @param name for the log
   * @param before the first answer
   */
  public MeasuredFigure(
      String name, double before, Supplier<? extends Future<? extends Number>> question) {
    this.name = name;
    this.value = before;
    this.question = question;
  }

  /** As last answered. */
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
        .onFailure(e -> log.atDebug().setCause(e).addKeyValue("figure", name).log("Not measured"))
        .onComplete(done -> measuring = false);
  }
}
