package dev.imas.core.reminder;

import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.model.Severity;
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
   * @param since the time since people were last called anew
   */
  record Now(Duration since) implements Due {}

  /**
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
    Duration since = Duration.between(called, now);
    if (since.compareTo(config.until()) >= 0) {
      return afterwards(severity, called, reminded, now, config);
    }
    return since.compareTo(config.after()) < 0
        ? new Later(called.plus(config.after()))
        : new Now(since);
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
