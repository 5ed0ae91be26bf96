package dev.imas.core.work;

import dev.imas.core.platform.Transactions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How busy the database is, for work that nobody waits for. Such work looks here before each of its
 * units, so that posts and pages go first. The wait is bounded: the work gets on even in a storm
 * that does not end. Call it on a virtual thread.
 */
public final class DatabaseLoad {

  /**
   * So many other sessions may execute a statement. An idle installation has one now and then,
   * since its loops look for work. In a storm there are more at nearly each moment.
   */
  private static final int QUIET = 1;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final LoadRepository load = new LoadRepository();
  private final Vertx vertx;
  private final Transactions transactions;
  private final BooleanSupplier stopping;
  private final Duration longest;

  /**
   * @param stopping whether the process is about to stop, so that nothing should wait any more
   */
  public DatabaseLoad(Vertx vertx, Transactions transactions, BooleanSupplier stopping) {
    this(vertx, transactions, stopping, LONGEST);
  }

  /**
   * @param longest how long a wait may last
   */
  public DatabaseLoad(
      Vertx vertx, Transactions transactions, BooleanSupplier stopping, Duration longest) {
    this.vertx = vertx;
    this.transactions = transactions;
    this.stopping = stopping;
    this.longest = longest;
  }

  /** Returns once the database has little to do, or when the longest wait is over. */
  public void awaitQuiet() {
    long end = System.nanoTime() + longest.toNanos();
    while (!stopping.getAsBoolean() && isBusy() && System.nanoTime() < end) {
      vertx.timer(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS).await();
    }
  }

  private boolean isBusy() {
    return transactions.autocommit(load::busySessions).otherwise(unreachable -> 0).await() > QUIET;
  }
}
