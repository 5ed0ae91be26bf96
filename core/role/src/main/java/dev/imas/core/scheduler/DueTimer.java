package dev.imas.core.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A timer whose time has come, as it was claimed.
 *
 * @param subject what it is about
 * @param life of the row: another one once it was set or moved
 * @param dueAt what it was set for
 * @param attempts that failed before
 * @param recurs null: once
 * @param payload JSON
 * @param now of the database, when it was claimed
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

  /** How long after its time it was claimed. */
  public Duration late() {
    Duration late = Duration.between(dueAt, now);
    return late.isNegative() ? Duration.ZERO : late;
  }

  /**
   * Why it is not this version's to run, as it could not say when it comes again; null when it is.
   */
  @Nullable IllegalStateException unread() {
    return recurs instanceof Recurrence.OfAnotherVersion another ? another.unread() : null;
  }

  /** Its next time; null: none. */
  @Nullable Instant next() {
    return recurs == null ? null : recurs.next(dueAt, now);
  }
}
