package dev.imas.core.schedule;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.TimezoneAssignment;
import biweekly.io.TimezoneInfo;
import biweekly.property.DateOrDateTimeProperty;
import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import dev.imas.core.oncall.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from the text of an iCalendar (RFC 5545), with what recurs within a time span. A
 * date or a time without a zone is one of a zone that the caller names.
 */
final class IcsText {

  /** The longest text that is read. */
  static final int LONGEST = 500_000;

  /** Events of one text, with each time that one recurs. */
  static final int MOST = 2_000;

  /** Steps of recurrences, in and before the time span. */
  private static final int MOST_STEPS = 50_000;

  /**
   * @param summary its title; empty if it has none
   * @param attendee the mail address of the first one; null if there is none
   */
  record Event(Interval when, boolean isAllDay, String summary, @Nullable String attendee) {}

  /** Why a text is not taken, for people. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    Refused(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  private final ZoneId zone;
  private final Interval range;
  private int steps;

  /**
   * @param zone of dates, and of times that name none
   * @param range events outside of it are left out
   */
  IcsText(ZoneId zone, Interval range) {
    this.zone = zone;
    this.range = range;
  }

  List<Event> read(String text) throws Refused {
    ICalendar calendar;
    try {
      calendar = Biweekly.parse(text).first();
    } catch (RuntimeException e) {
      throw new Refused("is not an iCalendar: " + e.getMessage());
    }
    if (calendar == null) {
      throw new Refused("is not an iCalendar: it has no VCALENDAR");
    }
    if (calendar.getEvents().isEmpty()) {
      throw new Refused("has no VEVENT");
    }
    List<Event> events = new ArrayList<>();
    for (VEvent event : calendar.getEvents()) {
      try {
        addTo(events, event, calendar.getTimezoneInfo());
      } catch (RuntimeException e) {
        throw new Refused("has an event that cannot be read: " + summary(event));
      }
    }
    return events;
  }

  private void addTo(List<Event> events, VEvent event, TimezoneInfo zones) throws Refused {
    if (event.getDateStart() == null || event.getDateStart().getValue() == null) {
      throw new Refused("has an event without DTSTART: " + summary(event));
    }
    ICalDate start = event.getDateStart().getValue();
    Instant first = instant(event.getDateStart(), zones);
    Duration length = length(event, first, zones);
    boolean isAllDay = !start.hasTime();
    if (event.getRecurrenceRule() == null && event.getRecurrenceDates().isEmpty()) {
      add(events, event, first, length, isAllDay);
      return;
    }
    // The library reads times without a zone as those of the default one, and steps through them.
    boolean isLocal = isAllDay || zones.isFloating(event.getDateStart());
    TimeZone own = isLocal ? TimeZone.getDefault() : zoneOf(event.getDateStart(), zones);
    DateIterator dates = event.getDateIterator(own);
    while (dates.hasNext()) {
      if (++steps > MOST_STEPS) {
        throw new Refused("recurs too often: " + summary(event));
      }
      Instant next = dates.next().toInstant();
      Instant begin =
          isLocal ? next.atZone(own.toZoneId()).toLocalDateTime().atZone(zone).toInstant() : next;
      if (!begin.isBefore(range.until())) {
        return;
      }
      add(events, event, begin, length, isAllDay);
    }
  }

  private void add(
      List<Event> events, VEvent event, Instant begin, Duration length, boolean isAllDay)
      throws Refused {
    Interval when = new Interval(begin, end(begin, length, isAllDay));
    if (!when.overlaps(range)) {
      return;
    }
    if (events.size() == MOST) {
      throw new Refused("has more than " + MOST + " events");
    }
    events.add(new Event(when, isAllDay, summary(event), attendee(event)));
  }

  /** Whole days are counted by the calendar: one of them may have 23 hours. */
  private Instant end(Instant begin, Duration length, boolean isAllDay) {
    return isAllDay
        ? begin.atZone(zone).toLocalDate().plusDays(length.toDays()).atStartOfDay(zone).toInstant()
        : begin.plus(length);
  }

  private Duration length(VEvent event, Instant first, TimezoneInfo zones) throws Refused {
    Duration length = Duration.ZERO;
    boolean isAllDay = !event.getDateStart().getValue().hasTime();
    if (event.getDateEnd() != null && event.getDateEnd().getValue() != null) {
      length =
          isAllDay
              ? Duration.ofDays(
                  date(event.getDateEnd()).toEpochDay() - date(event.getDateStart()).toEpochDay())
              : Duration.between(first, instant(event.getDateEnd(), zones));
    } else if (event.getDuration() != null) {
      length = Duration.ofMillis(event.getDuration().getValue().toMillis());
    } else if (isAllDay) {
      length = Duration.ofDays(1);
    }
    if (length.isZero() || length.isNegative()) {
      throw new Refused("has an event that does not end after its start: " + summary(event));
    }
    return length;
  }

  private Instant instant(DateOrDateTimeProperty property, TimezoneInfo zones) {
    ICalDate value = property.getValue();
    if (!value.hasTime()) {
      return date(property).atStartOfDay(zone).toInstant();
    }
    if (zones.isFloating(property)) {
      DateTimeComponents c = value.getRawComponents();
      return LocalDateTime.of(
              c.getYear(), c.getMonth(), c.getDate(), c.getHour(), c.getMinute(), c.getSecond())
          .atZone(zone)
          .toInstant();
    }
    return value.toInstant();
  }

  private static TimeZone zoneOf(DateOrDateTimeProperty property, TimezoneInfo zones) {
    TimezoneAssignment assigned = zones.getTimezone(property);
    return assigned == null ? TimeZone.getTimeZone("UTC") : assigned.getTimeZone();
  }

  private static LocalDate date(DateOrDateTimeProperty property) {
    DateTimeComponents c = property.getValue().getRawComponents();
    return LocalDate.of(c.getYear(), c.getMonth(), c.getDate());
  }

  private static String summary(VEvent event) {
    return event.getSummary() == null || event.getSummary().getValue() == null
        ? ""
        : event.getSummary().getValue().strip();
  }

  private static @Nullable String attendee(VEvent event) {
    return event.getAttendees().stream()
        .map(attendee -> attendee.getEmail())
        .filter(mail -> mail != null && !mail.isBlank())
        .findFirst()
        .orElse(null);
  }
}
