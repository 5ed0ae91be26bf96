package dev.imas.core.reminder;

import dev.imas.core.platform.Settings;
import java.time.Duration;

/**
 * When teams are reminded of what nobody acknowledges (SCH-02).
 *
 * @param after how long after the last call the first reminder comes
 * @param every the time between two reminders
 * @param until how long after the last call that was no reminder they end; zero: there are none
 */
public record ReminderConfig(Duration after, Duration every, Duration until) {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  public static ReminderConfig read(Settings in) {
    return new ReminderConfig(
        in.duration("core.reminder.after", Duration.ofMinutes(10), MINUTE, DAY),
        in.duration("core.reminder.every", Duration.ofMinutes(15), MINUTE, DAY),
        in.duration("core.reminder.until", DAY, Duration.ZERO, Duration.ofDays(30)));
  }

  /** How often to look. */
  public Duration poll() {
    return every.dividedBy(15);
  }

  boolean isOff() {
    return until.isZero();
  }
}
