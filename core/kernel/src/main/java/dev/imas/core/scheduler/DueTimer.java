package dev.imas.core.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claimed timer that is due.
 *
 * @param subject what it is about
 * @param life the id of this setting: it changes when the timer is set or moved
 * @param dueAt the time that it was set for
 * @param attempts how many attempts failed before
 * @param recurs the recurrence; null if it runs once
 * @param payload the payload, as JSON
 * @param now the database's time when it was claimed
 */
public record DueTimer(
    String kind,
    String subject,
    UUID life,
    Instant dueAt,
    int attempts,
    @Nullable Recurrence recurs,
    String payload,
    Instant now) {

  /** How long after its due time it was claimed. */
  public Duration late() {
    Duration late = Duration.between(dueAt, now);
    return late.isNegative() ? Duration.ZERO : late;
  }

  /**
   * Why this version must not run the timer: it cannot read when it is due again. Null if it can.
   */
  @Nullable IllegalStateException unread() {
    return recurs instanceof Recurrence.OfAnotherVersion another ? another.unread() : null;
  }

  /** Its next due time; null if there is none. */
  @Nullable Instant next() {
    return recurs == null ? null : recurs.next(dueAt, now);
  }
}
