package dev.imas.core.work;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does one kind of work in passes, one at a time. A hint wakes it, and so does each poll, so a lost
 * hint only costs latency. Hints during a pass cause one more pass. A failed pass is retried at the
 * next hint or poll. From the second failure in a row, a back-off comes first.
 *
 * <p>Passes run on the context that the loop is started on; on a virtual thread's context they may
 * await. Each begins in an event of its own, so that a busy loop does not keep the thread from
 * others. All methods may be called from any thread.
 */
public final class WorkLoop {

  private final Poll poll;
  private final PassObserver observer;
  private final Supplier<Future<Next>> pass;
  private final LoopState state;
  private final AtomicBoolean isHinted = new AtomicBoolean();
  private volatile @Nullable Context context;

  /** Completes with the pass in progress, or with the next one. */
  private Promise<Void> passEnds = Promise.promise();

  private @Nullable Timer restEnds;
  private long polls = -1;

  /**
   * @param poll how often to look for work without a hint, at least a millisecond
   * @param pass looks for work and does it, or a part of it. Its future must complete, so
   *     everything that it waits for needs a timeout
   */
  public WorkLoop(Duration poll, PassObserver observer, Supplier<Future<Next>> pass) {
    this(Poll.every(poll), observer, pass);
  }

  /**
   * @param poll how it learns of work without a hint
   * @param pass as above
   */
  public WorkLoop(Poll poll, PassObserver observer, Supplier<Future<Next>> pass) {
    this.poll = poll;
    this.observer = observer;
    this.pass = pass;
    this.state = new LoopState(poll.rest());
    poll.follow(this::wake);
  }

  /**
   * Runs a first pass, and polls from now on. Call it once.
   *
   * @param on the context where passes run
   */
  public void start(Context on) {
    startResting(on);
    wake();
  }

  /** The same without a first pass, for a loop that another one wakes. */
  public void startResting(Context on) {
    context = on;
    on.runOnContext(
        now -> {
          if (!state.isStopped()) {
            polls = on.owner().setPeriodic(poll.every().toMillis(), tick -> wake());
          }
        });
  }

  /**
   * Says that there may be work. It is cheap to call often, and harmless without work or before the
   * start.
   */
  public void wake() {
    Context on = context;
    if (on != null && isHinted.compareAndSet(false, true)) {
      on.runOnContext(
          now -> {
            isHinted.set(false);
            state.wake();
            proceed(on);
          });
    }
  }

  /**
   * Completes with the pass in progress, or else requests the next one and completes with it,
   * whether it succeeds or fails. After a stop it completes at once.
   */
  public Future<Void> pass() {
    Context on = context;
    if (on == null) {
      return Future.succeededFuture();
    }
    Promise<Void> ended = Promise.promise();
    on.runOnContext(
        now -> {
          passEnds.future().onComplete(ended);
          if (!state.isRunning()) {
            state.wake();
            proceed(on);
          }
        });
    return ended.future();
  }

  /**
   * Starts no more passes. Completes with the one in progress, or after the given time. An
   * unfinished pass is then left to its transaction or its lease.
   */
  public Future<Void> stop(Duration longest) {
    Context on = context;
    if (on == null) {
      return Future.succeededFuture();
    }
    Promise<Void> stopped = Promise.promise();
    on.runOnContext(
        now -> {
          state.stop();
          on.owner().cancelTimer(polls);
          if (restEnds != null) {
            restEnds.cancel();
          }
          if (!state.isRunning()) {
            passEnds.tryComplete();
          }
          passEnds.future().onComplete(stopped);
        });
    return stopped
        .future()
        .timeout(Math.max(1, longest.toMillis()), TimeUnit.MILLISECONDS)
        .otherwiseEmpty();
  }

  private void proceed(Context on) {
    OptionalLong nanos = state.beginsIn(System.nanoTime());
    if (nanos.isEmpty() || restEnds != null) {
      return;
    }
    if (nanos.getAsLong() == 0) {
      begin(on);
      return;
    }
    Timer rest = on.owner().timer(Math.max(1, nanos.getAsLong() / 1_000), TimeUnit.MICROSECONDS);
    restEnds = rest;
    rest.onComplete(
        over -> {
          restEnds = null;
          proceed(on);
        });
  }

  private void begin(Context on) {
    state.begin();
    long begun = System.nanoTime();
    Future.<Void>succeededFuture()
        .compose(now -> pass.get()) // turns an exception into a failed future
        .onComplete(
            ended -> {
              Next next = ended.result();
              Throwable failure = ended.cause();
              on.runOnContext(event -> ended(on, System.nanoTime() - begun, next, failure));
            });
  }

  private void ended(Context on, long nanos, @Nullable Next next, @Nullable Throwable failure) {
    if (next != null) {
      state.ended(next, System.nanoTime());
      observer.passed(nanos);
    } else {
      state.failed(System.nanoTime());
      if (!state.isStopped()) { // a failure because of the stop is expected
        observer.failed(
            failure == null ? new NullPointerException("a pass returned null") : failure, nanos);
      }
    }
    Promise<Void> ended = passEnds;
    if (!state.isStopped()) {
      passEnds = Promise.promise();
    }
    ended.tryComplete();
    proceed(on);
  }
}
