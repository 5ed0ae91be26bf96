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
 * Sets, moves and cancels timers of the transaction's tenant, in the transaction that changes their
 * reason. Lock a timer's subject first. Its handler does the same, so the timer has either fired by
 * then or never will.
 */
public final class Timers {

  /** Address on this process's bus for hints: the milliseconds until a timer is due. */
  static final String HINT = "imas.core.timers";

  /** Timers further ahead than this need no hint, since a poll finds them. */
  private static final Duration WORTH_A_HINT = Duration.ofSeconds(2);

  static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

  private final TimerRepository repository = new TimerRepository();
  private final EventBus bus;
  private final InstantSource clock;

  public Timers(EventBus bus, InstantSource clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /** Sets these timers. They replace those of the same kind and subject. */
  public Future<Void> set(Tx tx, Collection<NewTimer> timers) {
    return write(tx, timers, true);
  }

  /** Sets these timers unless one of the same kind and subject is set already. */
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
   * Moves a timer to another time, and keeps the rest.
   *
   * @return whether there was such a timer
   */
  public Future<Boolean> move(Tx tx, String kind, String subject, NewTimer.When when) {
    NewTimer moved = new NewTimer(kind, subject, when, "{}");
    return repository
        .now(tx, List.of(moved))
        .compose(now -> repository.move(tx, moved, now))
        .onSuccess(done -> hint(List.of(moved)));
  }

  /**
   * Cancels the timers of this kind for these subjects. One that a process has just claimed does
   * nothing.
   *
   * @return how many there were
   */
  public Future<Integer> cancel(Tx tx, String kind, Collection<String> subjects) {
    return subjects.isEmpty() ? Future.succeededFuture(0) : repository.cancel(tx, kind, subjects);
  }

  /** Cancels the timers of these kinds for the subjects and their sub-subjects. */
  public Future<Integer> cancelBelow(Tx tx, Collection<String> kinds, Collection<String> subjects) {
    return kinds.isEmpty() || subjects.isEmpty()
        ? Future.succeededFuture(0)
        : repository.cancelBelow(tx, kinds, subjects);
  }

  /**
   * Hints that a transaction that made a timer due has committed. Without it the timer is found a
   * moment later.
   */
  public void nudge() {
    bus.publish(HINT, 0L, LOCAL);
  }

  /** A best effort: if the transaction has not committed by then, the next poll finds the timer. */
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
