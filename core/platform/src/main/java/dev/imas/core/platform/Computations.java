package dev.imas.core.platform;

import dev.imas.core.model.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs what computes on input that users wrote: recurrences, expressions, templates, translations.
 * It has few threads of its own, of which one tenant gets a half, and a bounded queue. Virtual
 * threads share the processors' carriers, so computing there would keep all others waiting.
 *
 * <p>What takes longer than the deadline is answered 503, and its thread is interrupted; loops that
 * take steps of a {@link dev.imas.core.model.StepBudget} then end. The thread counts as taken until
 * they do. May be called from any thread.
 */
public final class Computations {

  private static final int RETRY_SECONDS = 5;

  private final Vertx vertx;
  private final WorkerExecutor worker;
  private final Permits turns;
  private final Duration longest;
  private final AtomicInteger running = new AtomicInteger();
  private final Counter full;
  private final Counter late;

  /** What one tenant may have computed. */
  public final class Share {

    private final TenantId tenant;

    private Share(TenantId tenant) {
      this.tenant = tenant;
    }

    /**
     * Awaits the result. Only on a thread that may await.
     *
     * @throws Fault UNAVAILABLE if no thread is free in time, or if it takes too long
     */
    public <T> T call(Callable<T> work) {
      return Objects.requireNonNull(run(tenant, work).await());
    }
  }

  /**
   * @param name of its threads and meters, such as {@code computations}
   * @param threads at least 1
   * @param longest the deadline of one computation, without its wait for a thread
   */
  public Computations(
      Vertx vertx, String name, int threads, Duration longest, MeterRegistry meters) {
    this.vertx = vertx;
    this.longest = longest;
    this.worker = vertx.createSharedWorkerExecutor("imas-" + name, threads, 1, TimeUnit.MINUTES);
    this.turns =
        new Permits(
            vertx,
            threads,
            Math.max(1, threads / 2),
            "too many requests compute at once; try again in a moment");
    this.full = refused(meters, name, "full");
    this.late = refused(meters, name, "deadline");
    Gauge.builder("imas.computations.running", running, AtomicInteger::get)
        .description("Computations on input of users that run now")
        .tag("pool", name)
        .register(meters);
  }

  private static Counter refused(MeterRegistry meters, String name, String reason) {
    return Counter.builder("imas.computations.refused")
        .description("Computations on input of users that got no thread, or took too long")
        .tag("pool", name)
        .tag("reason", reason)
        .register(meters);
  }

  /** As many threads as processors, and at least two, so that no tenant has all of them. */
  public static int threads() {
    return Math.max(2, Runtime.getRuntime().availableProcessors());
  }

  public Share of(TenantId tenant) {
    return new Share(tenant);
  }

  /**
   * @param work runs on a thread that it may keep busy
   * @return a future that fails with a {@link Fault} of kind UNAVAILABLE if no thread is free in
   *     time, or if the work takes too long
   */
  public <T> Future<T> run(TenantId tenant, Callable<T> work) {
    return turn(tenant).compose(turn -> compute(tenant, work));
  }

  /**
   * Reads as soon as its turn comes, since what is read stays in memory until the computation ends.
   */
  public <F, T> Future<T> run(
      TenantId tenant, Supplier<Future<F>> read, Function<F, T> computation) {
    return turn(tenant)
        .compose(
            turn ->
                Future.<Void>succeededFuture()
                    .compose(now -> read.get())
                    .onFailure(unread -> turns.done(tenant))
                    .compose(facts -> compute(tenant, () -> computation.apply(facts))));
  }

  private Future<Void> turn(TenantId tenant) {
    return turns.take(tenant).onFailure(noTurn -> full.increment());
  }

  private <T> Future<T> compute(TenantId tenant, Callable<T> work) {
    Interruptible<T> piece = new Interruptible<>(work);
    Promise<T> answer = Promise.promise();
    running.incrementAndGet();
    long deadline =
        vertx.setTimer(
            longest.toMillis(),
            id -> {
              if (answer.tryFail(tooLong())) {
                late.increment();
                piece.interrupt();
              }
            });
    worker
        .executeBlocking(piece, false)
        .onComplete(
            ended -> {
              running.decrementAndGet();
              turns.done(tenant);
              vertx.cancelTimer(deadline);
              if (ended.succeeded()) {
                answer.tryComplete(ended.result());
              } else {
                answer.tryFail(ended.cause());
              }
            });
    return answer.future();
  }

  private Fault tooLong() {
    return Fault.unavailable(
        "the request takes longer to compute than "
            + longest.toSeconds()
            + " seconds; ask for less at once, or try again when fewer do",
        RETRY_SECONDS);
  }

  public Future<Void> close() {
    return worker.close();
  }

  /** Is interrupted while it runs, and never after: the thread does other work then. */
  private static final class Interruptible<T> implements Callable<T> {

    private final Callable<T> work;
    private @Nullable Thread thread;
    private boolean isOver;

    Interruptible(Callable<T> work) {
      this.work = work;
    }

    @Override
    public T call() throws Exception {
      synchronized (this) {
        if (isOver) {
          throw new InterruptedException("its deadline has passed");
        }
        thread = Thread.currentThread();
      }
      try {
        return work.call();
      } finally {
        synchronized (this) {
          thread = null;
          isOver = true;
          // Reading it clears the mark of an interruption that came too late.
          Thread.interrupted();
        }
      }
    }

    synchronized void interrupt() {
      if (thread != null) {
        thread.interrupt();
      }
      isOver = true;
    }
  }
}
