package dev.imas.core.servicelevel;

import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.sla.IncidentClock;
import dev.imas.core.sla.IncidentClock.State;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A clock as it is stored.
 *
 * @param noticedAt when its breach was written into the timeline; null: not yet
 * @param halfNoticedAt when it was found to be half used up; null: not yet
 */
record KeptClock(
    UUID incident,
    IncidentClock clock,
    @Nullable Instant noticedAt,
    @Nullable Instant halfNoticedAt) {

  static final String TIMER = "incident-clock";

  /** At its due time a clock can still be met, so it is looked at right after that. */
  private static final Duration AFTER = Duration.ofNanos(1_000);

  KeptClock with(IncidentClock other) {
    return new KeptClock(incident, other, noticedAt, halfNoticedAt);
  }

  String timerSubject() {
    return incident + ":" + clock.kind().wireName() + ":" + clock.cycle();
  }

  /** Whether its breach is still to be written into the timeline. */
  boolean isUnnoticed() {
    return clock.breachedAt() != null && noticedAt == null;
  }

  boolean isHalfUnnoticed() {
    return clock.state() == State.RUNNING && clock.halfAt() != null && halfNoticedAt == null;
  }

  /** When it has to be looked at next, or null. A breach that has happened is noticed at once. */
  @Nullable NewTimer timer() {
    if (isUnnoticed()) {
      return NewTimer.after(Duration.ZERO, TIMER, timerSubject());
    }
    Instant next = null;
    if (clock.state() == State.RUNNING) {
      if (isHalfUnnoticed()) {
        next = earlier(next, clock.halfAt());
      }
      Instant due = clock.dueAt();
      if (clock.breachedAt() == null && due != null) {
        next = earlier(next, due.plus(AFTER));
      }
    }
    return next == null ? null : NewTimer.at(next, TIMER, timerSubject());
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || other != null && other.isBefore(one) ? other : one;
  }
}
