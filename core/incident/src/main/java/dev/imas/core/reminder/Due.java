package dev.imas.core.reminder;

import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.ClockWatch;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes of an incident at which reminders look. Pure. */
sealed interface Due {

  /** Nobody is reminded of it until people are called to it again. */
  record Over() implements Due {}

  /** It is looked at again then. */
  record Later(Instant at) implements Due {}

  /**
   * Its team is reminded now.
   *
   * @param since the time since people were last called anew; null: not known, since the clock was
   *     set back after that
   */
  record Now(@Nullable Duration since) implements Due {}

  /**
   * What lies ahead does not count: it would hold reminders back until the clock is there again.
   *
   * @param isEscalated whether an escalation is under way, whose steps call people
   * @param called when people were last called anew; null: they never were
   * @param reminded when they were last reminded; null: they never were
   */
  static Due of(
      IncidentStatus status,
      Severity severity,
      boolean isEscalated,
      @Nullable Instant called,
      @Nullable Instant reminded,
      Instant now,
      ReminderConfig config) {
    if (status != IncidentStatus.TRIGGERED) {
      return new Over();
    }
    if (isEscalated) {
      return new Later(now.plus(config.after())); // it may end without an answer meanwhile
    }
    if (called == null || config.isOff()) {
      return new Over();
    }
    Instant last = reminded == null || isAhead(reminded, now) ? null : reminded;
    Duration since = isAhead(called, now) ? null : Duration.between(called, now);
    if (since != null && since.compareTo(config.until()) >= 0) {
      return afterwards(severity, called, last, now, config);
    }
    if (since != null && since.compareTo(config.after()) < 0) {
      return new Later(called.plus(config.after()));
    }
    // Two processes whose clocks differ move each other's reminders, and must not remind each time.
    return last != null && last.plus(config.every()).isAfter(now)
        ? new Later(last.plus(config.every()))
        : new Now(since);
  }

  private static boolean isAhead(Instant at, Instant now) {
    return at.isAfter(now.plus(ClockWatch.CLOCKS_DIFFER));
  }

  /**
   * A SEV1 or SEV2 is never silent for good. Of others people hear once more if the last reminder
   * is still to come, since the incident was hidden when it was due.
   */
  private static Due afterwards(
      Severity severity,
      Instant called,
      @Nullable Instant reminded,
      Instant now,
      ReminderConfig config) {
    Duration since = Duration.between(called, now);
    if (!ReminderConfig.goesOn(severity)) {
      Instant last = called.plus(config.until()).minus(config.every());
      return reminded == null || reminded.isBefore(last) ? new Now(since) : new Over();
    }
    Instant next = reminded == null ? now : reminded.plus(config.rarely());
    return next.isAfter(now) ? new Later(next) : new Now(since);
  }
}
