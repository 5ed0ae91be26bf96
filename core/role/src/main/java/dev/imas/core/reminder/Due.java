package dev.imas.core.reminder;

import dev.imas.core.incident.IncidentStatus;
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
   */
  static Due of(
      IncidentStatus status,
      boolean isEscalated,
      @Nullable Instant called,
      Instant now,
      ReminderConfig config) {
    if (status != IncidentStatus.TRIGGERED) {
      return new Over();
    }
    if (isEscalated) {
      return new Later(now.plus(config.after())); // it may end without an answer meanwhile
    }
    if (called == null) {
      return new Over();
    }
    Duration since = Duration.between(called, now);
    if (since.compareTo(config.until()) >= 0) {
      return new Over();
    }
    return since.compareTo(config.after()) < 0
        ? new Later(called.plus(config.after()))
        : new Now(since);
  }
}
