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
 * Does one kind of work in passes, one at a time: when a hint wakes it, and at each poll, so that a
 * lost hint costs latency only. Hints during a pass make one more pass. A pass that fails is made
 * again when something wakes the loop, at the next poll at the latest; from the second failure in a
 * row hints have to wait.
 *
 * <p>Passes run on the context that it is started on; on a virtual thread's they may await. Each
 * begins in an event of its own, so that a loop with much to do lets others have the thread. All
 * methods may be called from any thread.
 */
public final class WorkLoop {

  private final Duration poll;
  private final PassObserver observer;
  private final Supplier<Future<Next>> pass;
  private final LoopState state;
  private final AtomicBoolean isHinted = new AtomicBoolean();
  private volatile @Nullable Context context;

  /** Ends with the pass under way or the next one. */
  private Promise<Void> passEnds = Promise.promise();

  private @Nullable Timer restEnds;
  private long polls = -1;

  /**
   * @param poll how often to look without being told, at least a millisecond
   * @param pass looks for work and does it, or a part of it. Its future must end: what it waits for
   *     has limits of its own
   */
  public WorkLoop(Duration poll, PassObserver observer, Supplier<Future<Next>> pass) {
    this.poll = poll;
    this.observer = observer;
    this.pass = pass;
    this.state = new LoopState(poll);
  }

  /**
   * Makes a first pass, and polls from now on. Call it once.
   *
   * @param on where passes run
   */
  public void start(Context on) {
    context = on;
    on.runOnContext(
        now -> {
          if (!state.isStopped()) {
            polls = on.owner().setPeriodic(poll.toMillis(), tick -> wake());
            state.wake();
            proceed(on);
          }
        });
  }

  /** There may be work. Cheap to call often, harmless when there is none, or before the start. */
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
   * Ends with the pass under way, or else with the next one, which is asked for; however it went.
   * After a stop it ends at once.
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
   * No more passes. Ends with the one under way, or when the time is over: what it began is then
   * left to its transaction or its lease.
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
        .compose(now -> pass.get()) // what it throws is its failure
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
      if (!state.isStopped()) { // what a stop cuts off is no news
        observer.failed(
            failure == null ? new NullPointerException("a pass told nothing") : failure, nanos);
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
