package dev.imas.core.maintenance;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.TimezoneAssignment;
import biweekly.io.TimezoneInfo;
import biweekly.io.WriteContext;
import biweekly.io.scribe.property.RecurrenceRuleScribe;
import biweekly.property.DateEnd;
import biweekly.property.DateOrDateTimeProperty;
import biweekly.property.DurationProperty;
import biweekly.property.ExceptionDates;
import biweekly.property.ICalProperty;
import biweekly.property.RecurrenceId;
import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the events of an iCalendar (RFC 5545) as planned work. Pure. */
final class CalendarText {

  static final int LONGEST = 1_000_000;
  static final int MOST_EVENTS = 500;

  /**
   * What was read.
   *
   * @param events in the order of the text
   * @param left what could not be read, and why
   */
  record Read(List<Event> events, List<Left> left) {

    Read {
      events = List.copyOf(events);
      left = List.copyOf(left);
    }
  }

  /**
   * @param uid its UID; a changed occurrence of an event has its start behind it
   */
  record Event(String uid, String summary, WindowTimes times, boolean isCancelled) {}

  /** An event that makes no window. */
  record Left(String uid, String summary, String why) {}

  private final ZoneId otherwise;
  private final List<Event> events = new ArrayList<>();
  private final List<Left> left = new ArrayList<>();

  private CalendarText(ZoneId otherwise) {
    this.otherwise = otherwise;
  }

  /**
   * @param otherwise the zone of times that have none, and of zones that Java does not know
   * @throws IllegalArgumentException if it is no calendar or has too many events
   */
  static Read read(String text, ZoneId otherwise) {
    List<ICalendar> calendars = Biweekly.parse(text).all();
    int events = calendars.stream().mapToInt(calendar -> calendar.getEvents().size()).sum();
    if (calendars.isEmpty() || events == 0) {
      throw new IllegalArgumentException("has no VEVENT of an iCalendar");
    }
    if (events > MOST_EVENTS) {
      throw new IllegalArgumentException("has more than " + MOST_EVENTS + " events");
    }
    CalendarText reading = new CalendarText(otherwise);
    calendars.forEach(reading::take);
    return new Read(reading.events, reading.left);
  }

  private void take(ICalendar calendar) {
    TimezoneInfo zones = calendar.getTimezoneInfo();
    Map<String, Set<LocalDateTime>> changed = new HashMap<>();
    for (VEvent event : calendar.getEvents()) {
      RecurrenceId of = event.getRecurrenceId();
      if (of != null && of.getValue() != null) {
        changed
            .computeIfAbsent(uid(event), uid -> new HashSet<>())
            .add(local(of.getValue(), zone(of, zones)));
      }
    }
    for (VEvent event : calendar.getEvents()) {
      try {
        events.add(event(event, zones, changed.getOrDefault(uid(event), Set.of())));
      } catch (IllegalArgumentException | DateTimeException e) {
        left.add(new Left(uid(event), summary(event), String.valueOf(e.getMessage())));
      }
    }
  }

  private Event event(VEvent event, TimezoneInfo zones, Set<LocalDateTime> changed) {
    if (event.getDateStart() == null || event.getDateStart().getValue() == null) {
      throw new IllegalArgumentException("has no DTSTART");
    }
    if (!event.getRecurrenceDates().isEmpty() || !event.getExceptionRules().isEmpty()) {
      throw new IllegalArgumentException("has RDATE or EXRULE, which are not supported");
    }
    ZoneId zone = zone(event.getDateStart(), zones);
    LocalDateTime start = local(event.getDateStart().getValue(), zone);
    Recurrence recurrence = recurrence(event, zones);
    RecurrenceId of = event.getRecurrenceId();
    Set<LocalDateTime> except = of == null ? new HashSet<>(changed) : new HashSet<>();
    for (ExceptionDates dates : event.getExceptionDates()) {
      dates.getValues().forEach(date -> except.add(local(date, zone(dates, zones))));
    }
    if (except.size() > MaintenanceDraft.MOST_EXCEPT) {
      throw new IllegalArgumentException(
          "leaves out more than " + MaintenanceDraft.MOST_EXCEPT + " occurrences");
    }
    return new Event(
        of == null ? uid(event) : uid(event) + "/" + local(of.getValue(), zone(of, zones)),
        summary(event),
        new WindowTimes(start, zone, length(event, start, zone, zones), recurrence, except),
        event.getStatus() != null && event.getStatus().isCancelled());
  }

  private Duration length(VEvent event, LocalDateTime start, ZoneId zone, TimezoneInfo zones) {
    DurationProperty given = event.getDuration();
    DateEnd end = event.getDateEnd();
    Duration length;
    if (given != null && given.getValue() != null) {
      length = Duration.ofMillis(given.getValue().toMillis());
    } else if (end != null && end.getValue() != null) {
      ZoneId zoneOfEnd = zone(end, zones);
      length =
          Duration.between(
              instant(start, zone), instant(local(end.getValue(), zoneOfEnd), zoneOfEnd));
    } else {
      length = event.getDateStart().getValue().hasTime() ? Duration.ZERO : Duration.ofDays(1);
    }
    if (!MaintenanceDraft.isLength(length)) {
      throw new IllegalArgumentException("has no end after its start, within 366 days");
    }
    return length;
  }

  private static Instant instant(LocalDateTime local, ZoneId zone) {
    return ZonedDateTime.ofLocal(local, zone, null).toInstant();
  }

  private static @Nullable Recurrence recurrence(VEvent event, TimezoneInfo zones) {
    if (event.getRecurrenceRule() == null || event.getRecurrenceRule().getValue() == null) {
      return null;
    }
    return Recurrence.parse(
        new RecurrenceRuleScribe()
            .writeText(event.getRecurrenceRule(), new WriteContext(ICalVersion.V2_0, zones, null)));
  }

  private ZoneId zone(ICalProperty of, TimezoneInfo zones) {
    if (of instanceof DateOrDateTimeProperty date && isUtc(date)) {
      return ZoneId.of("UTC");
    }
    TimezoneAssignment known = zones.getTimezone(of);
    String name = known == null ? of.getParameters().getTimezoneId() : known.getTimeZone().getID();
    if (name != null) {
      try {
        return ZoneId.of(name);
      } catch (DateTimeException e) {
        // A zone that only the calendar knows, as Outlook writes them.
      }
    }
    return otherwise;
  }

  private static boolean isUtc(DateOrDateTimeProperty property) {
    ICalDate value = property.getValue();
    return value != null && value.getRawComponents() != null && value.getRawComponents().isUtc();
  }

  private static LocalDateTime local(ICalDate date, ZoneId zone) {
    DateTimeComponents raw = date.getRawComponents();
    if (raw == null || (raw.hasTime() && raw.isUtc())) {
      return LocalDateTime.ofInstant(date.toInstant(), zone);
    }
    LocalDateTime day = LocalDateTime.of(raw.getYear(), raw.getMonth(), raw.getDate(), 0, 0);
    return raw.hasTime()
        ? day.withHour(raw.getHour()).withMinute(raw.getMinute()).withSecond(raw.getSecond())
        : day;
  }

  private static String uid(VEvent event) {
    String uid = event.getUid() == null ? null : event.getUid().getValue();
    return uid == null || uid.isBlank() ? "of " + summary(event) : cut(uid.strip(), 500);
  }

  private static String summary(VEvent event) {
    String summary = event.getSummary() == null ? null : event.getSummary().getValue();
    return summary == null || summary.isBlank()
        ? "Maintenance"
        : cut(summary.strip(), MaintenanceDraft.LONGEST_NAME - 20);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
