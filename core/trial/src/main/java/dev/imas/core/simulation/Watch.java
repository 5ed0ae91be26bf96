package dev.imas.core.simulation;

import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks twice a second whether a simulation is still wanted while a statement of it may take long,
 * and has the statement ended if it is not. Safe from any thread.
 */
final class Watch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Watch.class);
  private static final long MILLIS_BETWEEN = 500;

  private final Vertx vertx;
  private final Executor threads;
  private final BooleanSupplier isWanted;
  private final Runnable end;
  private boolean isOver;

  private Watch(Vertx vertx, Executor threads, BooleanSupplier isWanted, Runnable end) {
    this.vertx = vertx;
    this.threads = threads;
    this.isWanted = isWanted;
    this.end = end;
  }

  /**
   * @param threads virtual threads
   * @param isWanted may await
   * @param end ends the statement; not called after {@link #close()}
   */
  static Watch begin(Vertx vertx, Executor threads, BooleanSupplier isWanted, Runnable end) {
    Watch watch = new Watch(vertx, threads, isWanted, end);
    watch.lookLater();
    return watch;
  }

  private void lookLater() {
    vertx.setTimer(MILLIS_BETWEEN, timer -> threads.execute(this::look));
  }

  private void look() {
    if (isOver()) {
      return;
    }
    boolean goesOn = true;
    try {
      goesOn = isWanted.getAsBoolean();
    } catch (RuntimeException e) {
      log.debug("Whether a simulation is still wanted could not be read", e);
    }
    if (goesOn) {
      lookLater();
    } else {
      endUnlessOver();
    }
  }

  private synchronized boolean isOver() {
    return isOver;
  }

  private synchronized void endUnlessOver() {
    if (!isOver) {
      end.run();
    }
  }

  /** The statement has ended. */
  @Override
  public synchronized void close() {
    isOver = true;
  }
}
