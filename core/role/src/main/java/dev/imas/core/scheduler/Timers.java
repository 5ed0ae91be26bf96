package dev.imas.core.scheduler;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/**
 * For whoever changes the reason of a timer: sets, moves and cancels those of the transaction's
 * tenant, in the transaction of the change. Lock what a timer is about before: its handler does the
 * same, so either it has fired by then, or it never will.
 */
public final class Timers {

  /** On the bus of this process: how many milliseconds from now there is something to look for. */
  static final String HINT = "imas.core.timers";

  /** A timer further ahead than this is found by a look that comes anyhow. */
  private static final Duration WORTH_A_HINT = Duration.ofSeconds(2);

  private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

  private final TimerRepository repository = new TimerRepository();
  private final EventBus bus;
  private final InstantSource clock;

  public Timers(EventBus bus, InstantSource clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /** Sets these, instead of those that are set for the same kind and subject. */
  public Future<Void> set(Tx tx, Collection<NewTimer> timers) {
    return write(tx, timers, true);
  }

  /** Sets those that are not set for the same kind and subject; the others stay as they are. */
  public Future<Void> setAbsent(Tx tx, Collection<NewTimer> timers) {
    return write(tx, timers, false);
  }

  private Future<Void> write(Tx tx, Collection<NewTimer> timers, boolean replace) {
    if (timers.isEmpty()) {
      return Future.succeededFuture();
    }
    return repository
        .now(tx, timers)
        .compose(now -> repository.set(tx, timers, now, replace))
        .onSuccess(done -> hint(timers));
  }

  /**
   * Sets another time for one that is set, and keeps the rest of it.
   *
   * @return whether it was set
   */
  public Future<Boolean> move(Tx tx, String kind, String subject, NewTimer.When when) {
    NewTimer moved = new NewTimer(kind, subject, when, "{}");
    return repository
        .now(tx, List.of(moved))
        .compose(now -> repository.move(tx, moved, now))
        .onSuccess(done -> hint(List.of(moved)));
  }

  /**
   * None of this kind is set for these any more. One that a process has just claimed does nothing.
   *
   * @return how many were set
   */
  public Future<Integer> cancel(Tx tx, String kind, Collection<String> subjects) {
    return subjects.isEmpty() ? Future.succeededFuture(0) : repository.cancel(tx, kind, subjects);
  }

  /** None of these kinds is set any more for the subject, nor for what is below it. */
  public Future<Integer> cancelBelow(Tx tx, Collection<String> kinds, String subject) {
    return kinds.isEmpty() ? Future.succeededFuture(0) : repository.cancelBelow(tx, kinds, subject);
  }

  /**
   * A transaction that set a timer for now has committed: without this it is found a moment later.
   */
  public void nudge() {
    bus.publish(HINT, 0L, LOCAL);
  }

  /** Best effort; by then the transaction may not have committed, and the next look finds it. */
  private void hint(Collection<NewTimer> timers) {
    Duration soonest = WORTH_A_HINT;
    for (NewTimer timer : timers) {
      Duration wait =
          switch (timer.when()) {
            case NewTimer.When.After after -> after.delay();
            case NewTimer.When.At at -> Duration.between(clock.instant(), at.instant());
            case NewTimer.When.Recurring again -> WORTH_A_HINT;
          };
      soonest = wait.compareTo(soonest) < 0 ? wait : soonest;
    }
    if (soonest.compareTo(WORTH_A_HINT) < 0) {
      bus.publish(HINT, Math.max(0, soonest.toMillis() + 1), LOCAL);
    }
  }
}
