package dev.imas.core.scheduler;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.TimerClaimRepository.Found;
import dev.imas.core.scheduler.TimerClaimRepository.Turn;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.core.work.WorkLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a lane's timers whose work is done in the transaction that ends them. A unit is one
 * transaction for some timers of one tenant and kind. The first loop polls, and wakes the others
 * when it finds timers. A failed unit is retried timer by timer, and a timer that fails alone is
 * deferred. Bound to the virtual-thread context of its verticle, where it awaits.
 */
final class TransactionQueue {

  private static final Logger log = LoggerFactory.getLogger(TransactionQueue.class);

  /** The most timers of one transaction. */
  static final int MOST = 100;

  /** The wait if other processes have claimed all that is due. */
  static final Duration OTHERS_ARE_AT_IT = Duration.ofMillis(20);

  private static final int MOST_CONFLICTS = 5;
  private static final Poll WOKEN_BY_THE_FIRST = Poll.every(Duration.ofMinutes(1));

  private final Map<String, TimerKind> kinds;
  private final Transactions transactions;
  private final TimerClaimRepository claims = new TimerClaimRepository();
  private final TimerRepository timers = new TimerRepository();
  private final TimerMeters meters;
  private final TimerTrouble trouble;
  private final List<WorkLoop> loops = new ArrayList<>();
  private final NextLook next;
  private Turn turn = Turn.START;
  private boolean stopping;

  /**
   * @param kinds the kinds by name; all work in a transaction
   * @param poll how it learns of timers that other processes set
   * @param units how many units run at once
   * @param observer learns of each pass
   */
  TransactionQueue(
      Vertx vertx,
      Map<String, TimerKind> kinds,
      int units,
      Poll poll,
      Transactions transactions,
      TimerMeters meters,
      TimerTrouble trouble,
      PassObserver observer) {
    this.kinds = Map.copyOf(kinds);
    this.transactions = transactions;
    this.meters = meters;
    this.trouble = trouble;
    for (int i = 0; i < units; i++) {
      loops.add(new WorkLoop(i == 0 ? poll : WOKEN_BY_THE_FIRST, observer, this::pass));
    }
    this.next = new NextLook(vertx, poll.every(), this::wake);
  }

  /**
   * @param held the timers that were neither cancelled nor moved since they were claimed
   */
  private record Done(Found found, List<DueTimer> held, @Nullable Runnable committed) {}

  /** A unit failed after it had claimed timers. */
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final transient Found found;

    Failed(Found found, Throwable cause) {
      super(cause.getMessage(), cause, false, false);
      this.found = found;
    }
  }

  void start(Context context) {
    loops.getFirst().start(context);
    // The others would only open a connection each, to find nothing.
    loops.stream().skip(1).forEach(loop -> loop.startResting(context));
  }

  /** Wakes the first loop. */
  void wake() {
    loops.getFirst().wake();
  }

  /** Requests a pass after that time. */
  void wakeIn(Duration wait) {
    next.in(wait);
  }

  /** Starts no new units. Completes with those in progress, or after the given time. */
  Future<Void> stop(Duration longest) {
    stopping = true;
    next.stop();
    return Future.join(loops.stream().map(loop -> loop.stop(longest)).toList()).mapEmpty();
  }

  private Future<Next> pass() {
    if (kinds.isEmpty()) {
      return Future.succeededFuture(Next.IDLE);
    }
    Found found = unit();
    if (found.tenant() != null) {
      return Future.succeededFuture(Next.MORE);
    }
    Duration until = found.untilNext();
    if (until != null && !stopping) {
      // Rounded up, since a pass that comes a moment too early finds nothing.
      next.in(until.isPositive() ? until.plusMillis(1) : OTHERS_ARE_AT_IT);
    }
    return Future.succeededFuture(Next.IDLE);
  }

  private Found unit() {
    for (int conflicts = 0; ; conflicts++) {
      try {
        Done done = transactions.runUnbound(this::claimAndFire).await();
        ended(done);
        putOffUnread(done.found());
        return done.found();
      } catch (Failed e) {
        if (TimerTrouble.isOfAll(e.getCause())) {
          throw e;
        }
        if (DatabaseFailure.of(e.getCause()) == DatabaseFailure.CONFLICT
            && conflicts < MOST_CONFLICTS) {
          continue;
        }
        alone(e.found);
        return e.found;
      }
    }
  }

  private Future<Done> claimAndFire(Tx tx) {
    return claims
        .claim(tx, kinds.keySet(), turn, MOST)
        .compose(
            found -> {
              TenantId tenant = found.tenant();
              if (tenant == null) {
                return Future.succeededFuture(new Done(found, List.of(), null));
              }
              turn = found.turn(tenant);
              loops.forEach(WorkLoop::wake); // there may be more than this
              return transactions
                  .enter(tx, tenant)
                  .compose(entered -> fire(tx, tenant, found))
                  .recover(e -> Future.failedFuture(new Failed(found, e)));
            });
  }

  private Future<Done> fire(Tx tx, TenantId tenant, Found found) {
    List<DueTimer> claimed = readable(found);
    if (claimed.isEmpty()) {
      return Future.succeededFuture(new Done(found, List.of(), null));
    }
    TimerKind.Work.InTransaction work = work(claimed.getFirst());
    List<DueTimer> mine = claimed.subList(0, Math.min(claimed.size(), work.most()));
    return work.handler()
        .lock(tx, tenant, mine)
        .compose(locked -> timers.end(tx, mine))
        .compose(
            lives -> {
              List<DueTimer> held = held(mine, lives);
              return held.isEmpty()
                  ? Future.succeededFuture(new Done(found, held, null))
                  : work.handler()
                      .fire(tx, tenant, held)
                      .compose(
                          fired ->
                              timers
                                  .note(tx, held, fired.outcome())
                                  .map(noted -> new Done(found, held, fired.committed())));
            });
  }

  private static List<DueTimer> readable(Found found) {
    return found.timers().stream().filter(timer -> timer.unread() == null).toList();
  }

  private static List<DueTimer> held(List<DueTimer> claimed, Set<UUID> lives) {
    return claimed.stream().filter(timer -> lives.contains(timer.life())).toList();
  }

  private TimerKind.Work.InTransaction work(DueTimer timer) {
    return (TimerKind.Work.InTransaction)
        Objects.requireNonNull(kinds.get(timer.kind()), timer.kind()).work();
  }

  private void ended(Done done) {
    done.held().forEach(meters::ran);
    done.held().stream().findFirst().ifPresent(timer -> trouble.worked(timer.kind()));
    Runnable committed = done.committed();
    if (committed != null) {
      try {
        committed.run();
      } catch (RuntimeException e) {
        log.atWarn().setCause(e).log("A hint after a timer's work failed; the work itself is done");
      }
    }
  }

  private void alone(Found found) {
    TenantId tenant = Objects.requireNonNull(found.tenant());
    putOffUnread(found);
    for (DueTimer timer : readable(found)) {
      if (stopping) {
        return;
      }
      try {
        Found one = new Found(tenant, List.of(timer), null);
        ended(transactions.run(tenant, tx -> fireAlone(tx, tenant, one)).await());
      } catch (RuntimeException e) {
        if (TimerTrouble.isOfAll(e)) {
          throw e;
        }
        putOff(tenant, timer, e);
      }
    }
  }

  private Future<Done> fireAlone(Tx tx, TenantId tenant, Found one) {
    return timers
        .claim(tx, one.timers().getFirst())
        .compose(
            mine ->
                mine
                    ? fire(tx, tenant, one)
                    : Future.succeededFuture(new Done(one, List.of(), null)));
  }

  /**
   * Defers a timer that another version must run. Until it is tried again, a process of that
   * version can run it.
   */
  private void putOffUnread(Found found) {
    TenantId tenant = found.tenant();
    if (tenant == null) {
      return;
    }
    for (DueTimer timer : found.timers()) {
      IllegalStateException unread = timer.unread();
      if (unread != null && !stopping) {
        trouble.unread(timer, unread);
        retryLater(tenant, timer, unread);
      }
    }
  }

  private void putOff(TenantId tenant, DueTimer timer, RuntimeException cause) {
    trouble.failed(timer.kind(), cause);
    retryLater(tenant, timer, cause);
  }

  private void retryLater(TenantId tenant, DueTimer timer, RuntimeException cause) {
    TimerKind kind = Objects.requireNonNull(kinds.get(timer.kind()));
    Duration wait = kind.retry().after(timer.attempts());
    transactions
        .run(tenant, tx -> timers.putOff(tx, timer, wait, TimerTrouble.words(cause)))
        .await();
  }
}
