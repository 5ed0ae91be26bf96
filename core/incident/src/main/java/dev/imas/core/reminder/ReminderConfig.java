package dev.imas.core.reminder;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When teams are reminded of what nobody acknowledges (SCH-02).
 *
 * @param after how long after the last call the first reminder comes
 * @param every the time between two reminders
 * @param until how long after the last call that was no reminder they end, or become rare if the
 *     incident is a SEV1 or SEV2; zero: there are none
 * @param rarely the time between two reminders after that
 */
public record ReminderConfig(Duration after, Duration every, Duration until, Duration rarely) {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** For good: as long as the incident is open and nobody has acknowledged it. */
  private static final Duration ALWAYS = Duration.ofDays(36_500);

  public static ReminderConfig read(Settings in) {
    return new ReminderConfig(
        in.duration("core.reminder.after", Duration.ofMinutes(10), MINUTE, DAY),
        in.duration("core.reminder.every", Duration.ofMinutes(15), MINUTE, DAY),
        in.duration("core.reminder.until", DAY, Duration.ZERO, Duration.ofDays(30)),
        in.duration("core.reminder.rarely", Duration.ofHours(1), MINUTE, DAY));
  }

  /** How often to look. It costs a lookup for each tenant. */
  public Duration poll() {
    Duration often = Duration.ofSeconds(5);
    return every.dividedBy(15).compareTo(often) < 0 ? every.dividedBy(15) : often;
  }

  /**
   * Of an incident whose rule says how often people are reminded. Whoever wrote that wants it as
   * long as nobody acknowledges, also where the installation reminds of nothing.
   *
   * @param repeat null: the rule says nothing
   */
  ReminderConfig with(@Nullable Duration repeat) {
    return repeat == null ? this : new ReminderConfig(repeat, repeat, ALWAYS, repeat);
  }

  /** Until the next reminder, after one that comes so long after the last call; null: not known. */
  Duration next(@Nullable Duration since, Severity severity) {
    return isLast(since) && goesOn(severity) ? rarely : every;
  }

  /** Whether no other one comes as soon. */
  boolean isLast(@Nullable Duration since) {
    return since != null && since.plus(every).compareTo(until) >= 0;
  }

  /** Whether it is never silent for good. */
  static boolean goesOn(Severity severity) {
    return severity.compareTo(Severity.SEV2_HIGH) <= 0;
  }

  boolean isOff() {
    return until.isZero();
  }
}
