package dev.imas.core.scheduler;

import dev.imas.core.platform.Transactions;
import dev.imas.core.scheduler.TimerClaimRepository.FoundLease;
import dev.imas.core.scheduler.TimerClaimRepository.Leased;
import dev.imas.core.scheduler.TimerClaimRepository.Turn;
import dev.imas.core.work.InFlight;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.WorkLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Runs housekeeping whose work uses transactions of its own. Several timers run at once, each under
 * a lease that is renewed while it works. If a process dies, its lease expires and another process
 * repeats the work. Bound to the virtual-thread context of its verticle, where it awaits.
 */
final class LeasedTimers {

  /** Timers that run at once, so that a long one does not block the others. */
  static final int SLOTS = 4;

  /**
   * Longer work counts as stuck: its lease is no longer renewed, and another process repeats it.
   */
  private static final Duration LONGEST_RUN = Duration.ofHours(1);

  private final Map<String, TimerKind> kinds;
  private final String leasing;
  private final Duration lease;
  private final InstantSource clock;
  private final Transactions transactions;
  private final TimerClaimRepository claims = new TimerClaimRepository();
  private final TimerRepository timers = new TimerRepository();
  private final TimerMeters meters;
  private final TimerTrouble trouble;
  private final PassObserver observer;
  private final WorkLoop loop;
  private final NextLook next;
  private final Vertx vertx;
  private final Context context;
  private final Map<UUID, Run> running = new HashMap<>();
  private final InFlight slots = new InFlight(SLOTS);
  private final long renewal;
  private Turn turn = Turn.START;
  private boolean stopping;

  /**
   * @param begun when it began, by System.nanoTime
   */
  private record Run(Leased leased, long begun) {

    boolean isStuck() {
      return System.nanoTime() - begun > LONGEST_RUN.toNanos();
    }
  }

  /**
   * @param context the context of its verticle
   * @param kinds the kinds by name; all have leased work
   * @param lease the time after which a run without renewal counts as dead
   * @param observer learns of each pass
   */
  LeasedTimers(
      Vertx vertx,
      Context context,
      Map<String, TimerKind> kinds,
      Duration poll,
      Duration lease,
      Transactions transactions,
      InstantSource clock,
      TimerMeters meters,
      TimerTrouble trouble,
      PassObserver observer) {
    this.vertx = vertx;
    this.context = context;
    this.kinds = Map.copyOf(kinds);
    this.leasing = TimerClaimRepository.leasing(waits(kinds));
    this.lease = lease;
    this.clock = clock;
    this.transactions = transactions;
    this.meters = meters;
    this.trouble = trouble;
    this.observer = observer;
    this.loop = new WorkLoop(poll, observer, this::pass);
    this.next = new NextLook(vertx, poll, this::wake);
    this.renewal = vertx.setPeriodic(Math.max(1, lease.toMillis() / 3), id -> renew());
  }

  private static Map<String, String> waits(Map<String, TimerKind> kinds) {
    Map<String, String> waits = new HashMap<>();
    for (TimerKind kind : kinds.values()) {
      String condition = ((TimerKind.Work.Leased) kind.work()).waits();
      if (condition != null) {
        waits.put(kind.name(), condition);
      }
    }
    return waits;
  }

  void start() {
    loop.start(context);
  }

  void wake() {
    loop.wake();
  }

  void wakeIn(Duration wait) {
    next.in(wait);
  }

  /** Starts no new runs. Completes with those in progress, or after the given time. */
  Future<Void> stop(Duration longest) {
    stopping = true;
    next.stop();
    return loop.stop(longest)
        .compose(stopped -> slots.drain())
        .timeout(longest.toMillis(), TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .onComplete(done -> vertx.cancelTimer(renewal));
  }

  private Future<Next> pass() {
    if (slots.room() == 0) {
      return Future.succeededFuture(Next.IDLE); // the next run that ends wakes it
    }
    return transactions
        .autocommit(tx -> claims.lease(tx, leasing, kinds.keySet(), turn, lease, clock.instant()))
        .map(this::begin);
  }

  private Next begin(FoundLease found) {
    Leased leased = found.leased();
    if (leased != null) {
      turn = new Turn(leased.tenant(), leased.timer().kind());
      running.put(leased.claim(), new Run(leased, System.nanoTime()));
      slots.begin();
      context.runOnContext(event -> run(leased));
      return Next.MORE;
    }
    Duration until = found.untilNext();
    if (until != null && !stopping) {
      // Rounded up, since a pass that comes a moment too early finds nothing.
      next.in(until.isPositive() ? until.plusMillis(1) : TransactionQueue.OTHERS_ARE_AT_IT);
    }
    return Next.IDLE;
  }

  private void run(Leased leased) {
    DueTimer timer = leased.timer();
    TimerKind kind = Objects.requireNonNull(kinds.get(timer.kind()));
    long begun = System.nanoTime();
    try {
      end(leased, ((TimerKind.Work.Leased) kind.work()).sweep(), kind).await();
    } catch (Exception e) { // with InterruptedException, which await throws undeclared at a stop
      if (!stopping || e instanceof RuntimeException) {
        observer.failed(
            e, System.nanoTime() - begun); // the timer stays leased until the lease expires
      }
    } finally {
      running.remove(leased.claim());
      slots.end();
      loop.wake();
    }
  }

  private Future<Boolean> end(Leased leased, TimerKind.Sweep sweep, TimerKind kind) {
    DueTimer timer = leased.timer();
    IllegalStateException unread = timer.unread();
    if (unread != null) {
      trouble.unread(timer, unread);
      return putOff(leased, kind, unread);
    }
    meters.ran(timer);
    try {
      String outcome = sweep.run(leased.tenant()).await();
      trouble.worked(timer.kind());
      return transactions.run(
          leased.tenant(), tx -> timers.finish(tx, timer, leased.claim(), outcome));
    } catch (RuntimeException e) {
      trouble.failed(timer.kind(), e);
      return putOff(leased, kind, e);
    }
  }

  private Future<Boolean> putOff(Leased leased, TimerKind kind, RuntimeException cause) {
    DueTimer timer = leased.timer();
    Duration wait = kind.retry().after(timer.attempts());
    return transactions.run(
        leased.tenant(),
        tx -> timers.fail(tx, timer, leased.claim(), wait, TimerTrouble.words(cause)));
  }

  private void renew() {
    List<Leased> alive =
        running.values().stream().filter(run -> !run.isStuck()).map(Run::leased).toList();
    if (!alive.isEmpty()) {
      transactions
          .runUnbound(tx -> claims.renew(tx, alive, lease))
          .onFailure(e -> observer.failed(e, 0));
    }
  }
}
