package dev.imas.core.password;

import dev.imas.core.platform.Fault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes one password at a time, on a thread of its own, so that log-ins never take more than one
 * processor. Work that would wait longer than a second is refused before it is begun. Devices that
 * are known go first, and strangers cannot fill their queue. May be called from any thread.
 */
final class HashBudget {

  private static final long LONGEST_WAIT = Duration.ofSeconds(1).toNanos();

  /** What a hash is taken to need before the first one was measured. */
  private static final double FIRST_GUESS = Duration.ofMillis(50).toNanos();

  private static final double WEIGHT_OF_THE_LAST = 0.2;

  private final class Piece<T> {
    private final Callable<T> work;
    private final Promise<T> done = Promise.promise();

    Piece(Callable<T> work) {
      this.work = work;
    }

    void run() {
      long begun = nanos.getAsLong();
      worker
          .executeBlocking(work, false)
          .onComplete(
              result -> {
                ended(nanos.getAsLong() - begun);
                done.handle(result);
              });
    }
  }

  private final WorkerExecutor worker;
  private final LongSupplier nanos;
  private final Counter refused;
  private final Deque<Piece<?>> known = new ArrayDeque<>();
  private final Deque<Piece<?>> strangers = new ArrayDeque<>();
  private double usual = FIRST_GUESS;
  private boolean isMeasured;
  private boolean running;

  /**
   * @param worker with one thread
   * @param nanos a monotonic clock
   */
  HashBudget(WorkerExecutor worker, LongSupplier nanos, MeterRegistry meters) {
    this.worker = worker;
    this.nanos = nanos;
    this.refused =
        Counter.builder("imas.login.refused")
            .description("Log-ins refused before a password was hashed")
            .tag("reason", "budget")
            .register(meters);
  }

  /**
   * Runs the work in turn.
   *
   * @param isKnown whether it goes before strangers
   * @return fails with TOO_MANY_REQUESTS if it would wait too long
   */
  <T> Future<T> run(boolean isKnown, Callable<T> work) {
    Piece<T> piece = new Piece<>(work);
    synchronized (this) {
      int before = (running ? 1 : 0) + known.size() + (isKnown ? 0 : strangers.size());
      if (before * usual > LONGEST_WAIT) {
        refused.increment();
        return Future.failedFuture(
            Fault.tooMany("too many people log in at this moment; try again in a second", 1));
      }
      if (running) {
        (isKnown ? known : strangers).add(piece);
        return piece.done.future();
      }
      running = true;
    }
    piece.run();
    return piece.done.future();
  }

  private void ended(long took) {
    Piece<?> next;
    synchronized (this) {
      usual = isMeasured ? usual + WEIGHT_OF_THE_LAST * (took - usual) : took;
      isMeasured = true;
      next = nextOrNull();
      running = next != null;
    }
    if (next != null) {
      next.run();
    }
  }

  private @Nullable Piece<?> nextOrNull() {
    Piece<?> next = known.poll();
    return next == null ? strangers.poll() : next;
  }
}
