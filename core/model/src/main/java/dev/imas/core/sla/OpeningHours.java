package dev.imas.core.sla;

import java.time.DayOfWeek;

/**
 * Hours of one day of the week, by local clocks: they hold their first minute and not their end. A
 * night shift is two of them, one until 24:00 and one from 00:00 of the next day.
 *
 * @param from minutes after midnight
 * @param until minutes after midnight, at most {@link #MIDNIGHT}
 */
public record OpeningHours(DayOfWeek day, int from, int until) {

  /** 24:00. The day has no minute after the last one before it, whatever 23:59 may suggest. */
  public static final int MIDNIGHT = 24 * 60;

  public OpeningHours {
    if (from < 0 || until > MIDNIGHT || from >= until) {
      throw new IllegalArgumentException(
          "opening hours must end after their start and by 24:00, not " + from + " to " + until);
    }
  }
}
