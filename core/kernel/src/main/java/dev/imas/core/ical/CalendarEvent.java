package dev.imas.core.ical;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What one VEVENT says of one time.
 *
 * @param uid empty if it has none
 * @param summary its title; empty if it has none
 * @param attendee the mail address of the first who has not declined; null if there is none
 * @param start by the clock of its zone
 */
public record CalendarEvent(
    String uid,
    String summary,
    @Nullable String attendee,
    LocalDateTime start,
    ZoneId zone,
    boolean isAllDay,
    Length length) {

  public Instant startsAt() {
    return start.atZone(zone).toInstant();
  }

  public Instant endsAt() {
    return length.end(start, zone);
  }

  /** The last day that it touches, by the clock of its zone. */
  public LocalDate lastDay() {
    return endsAt().minusNanos(1).atZone(zone).toLocalDate();
  }

  CalendarEvent at(LocalDateTime other) {
    return new CalendarEvent(uid, summary, attendee, other, zone, isAllDay, length);
  }

  CalendarEvent lasting(Length other) {
    return new CalendarEvent(uid, summary, attendee, start, zone, isAllDay, other);
  }
}
