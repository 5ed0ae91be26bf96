package dev.imas.core.stakeholder;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How things stand between an incident and its stakeholders. Pure.
 *
 * @param lastStatus of the latest update; null where there is none
 * @param next what is promised; null: nothing
 * @param remindAt when somebody is reminded; null: no more
 * @param passedTo the incident that this one was merged into, which has the promise now
 * @param isLastAsked whether somebody was asked for the last update
 */
record Promise(
    UUID incident,
    @Nullable UpdateStatus lastStatus,
    @Nullable Next next,
    @Nullable Instant remindAt,
    @Nullable UUID passedTo,
    boolean isLastAsked) {

  /** So long before it is due, somebody is reminded. */
  static final Duration AHEAD = Duration.ofMinutes(5);

  /** Later than this is no promise. */
  static final Duration LONGEST = Duration.ofDays(7);

  /**
   * The next update.
   *
   * @param by when it is due
   * @param author who promised it
   * @param authorId null for a program
   */
  record Next(Instant by, String author, @Nullable UUID authorId) {}

  /** Of an incident that stakeholders have not heard of. */
  static Promise none(UUID incident) {
    return new Promise(incident, null, null, null, null, false);
  }

  /** After an update. */
  Promise told(UpdateStatus status, @Nullable Next promised, Instant now) {
    return new Promise(incident, status, null, null, null, isLastAsked).promising(promised, now);
  }

  /** Another promise, or none. */
  Promise promising(@Nullable Next promised, Instant now) {
    return new Promise(
        incident,
        lastStatus,
        promised,
        promised == null ? null : firstReminder(promised.by(), now),
        null,
        isLastAsked);
  }

  /** The first of the reminders that comes after that moment; null: the promise is past. */
  static @Nullable Instant firstReminder(Instant by, Instant now) {
    Instant ahead = by.minus(AHEAD);
    return ahead.isAfter(now) ? ahead : by.isAfter(now) ? by : null;
  }

  /** Whether somebody is to be reminded now. */
  boolean isDue(Instant now) {
    return remindAt != null && !remindAt.isAfter(now);
  }

  /** After somebody was reminded. Reminders that were missed are not made up for. */
  Promise reminded(Instant now) {
    return new Promise(
        incident,
        lastStatus,
        next,
        next == null ? null : firstReminder(next.by(), now),
        passedTo,
        isLastAsked);
  }

  /** Whether stakeholders have heard that it is over. */
  boolean isClosed() {
    return lastStatus == null || lastStatus == UpdateStatus.RESOLVED;
  }

  /**
   * Its incident is resolved: nothing is promised any more.
   *
   * @return the same with {@link #isLastAsked}, so that it is asked for once
   */
  Promise ended() {
    return new Promise(incident, lastStatus, null, null, null, true);
  }

  /** Its incident was merged into another, whose stakeholders are owed the update now. */
  Promise passed(UUID target) {
    return new Promise(incident, lastStatus, next, null, target, isLastAsked);
  }

  /** Its incident is open, whatever it was before: a promise that had been passed on is back. */
  Promise open(Instant now) {
    Instant remind = passedTo == null || next == null ? remindAt : firstReminder(next.by(), now);
    return new Promise(incident, lastStatus, next, remind, null, false);
  }
}
