package dev.imas.core.maintenance;

import dev.imas.core.ical.CalendarEvent;
import dev.imas.core.ical.CalendarReader;
import dev.imas.core.ical.CalendarRecurrence;
import dev.imas.core.ical.Length;
import dev.imas.core.ical.Series;
import dev.imas.core.ical.Unreadable;
import dev.imas.core.model.StepBudget;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.planned.PlannedTimesReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the events of an iCalendar (RFC 5545) as planned work. Pure. */
final class CalendarText {

  static final int LONGEST = CalendarReader.LONGEST;
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
   * @param uid its UID; a time of an event that has a window of its own has its start behind it
   */
  record Event(String uid, String summary, PlannedTimes times, boolean isCancelled) {}

  /** An event that makes no window. */
  record Left(String uid, String summary, String why) {}

  private final StepBudget steps = new StepBudget(CalendarReader.MOST_STEPS);
  private final List<Event> events = new ArrayList<>();
  private final List<Left> left = new ArrayList<>();

  private CalendarText() {}

  /**
   * @param said the zone of times that name none; null: that of the calendar, or else UTC
   * @throws IllegalArgumentException if it is no calendar or has too much
   */
  static Read read(String text, @Nullable ZoneId said, Instant now) {
    try {
      CalendarReader.Calendar calendar = CalendarReader.read(text, said, ZoneId.of("UTC"), now);
      CalendarText reading = new CalendarText();
      calendar
          .unread()
          .forEach(one -> reading.left.add(new Left(one.uid(), title(one.summary()), one.why())));
      calendar.series().forEach(reading::take);
      if (reading.events.size() + reading.left.size() > MOST_EVENTS) {
        throw new IllegalArgumentException("has more than " + MOST_EVENTS + " events");
      }
      return new Read(reading.events, reading.left);
    } catch (Unreadable e) {
      throw new IllegalArgumentException(e.reason());
    } catch (StepBudget.Exhausted e) {
      throw new IllegalArgumentException("recurs too often; send a part of its events", e);
    }
  }

  private void take(Series series) {
    CalendarEvent first = series.first();
    List<Event> made = new ArrayList<>();
    try {
      addParts(made, series);
      series.changes().stream()
          .filter(change -> !change.isThisAndFuture())
          .forEach(
              change ->
                  made.add(
                      once(
                          series,
                          change.event(),
                          change.of(),
                          series.isCancelled() || change.isCancelled())));
    } catch (IllegalArgumentException e) {
      left.add(new Left(uid(first), title(first.summary()), String.valueOf(e.getMessage())));
      return;
    }
    events.addAll(made);
  }

  /** The series, and a part of it from each change of all later times on. */
  private void addParts(List<Event> made, Series series) {
    CalendarEvent first = series.first();
    Set<LocalDateTime> except = new HashSet<>(series.except());
    series.changes().stream()
        .filter(change -> !change.isThisAndFuture())
        .forEach(change -> except.add(change.of()));
    TreeMap<LocalDateTime, Series.Change> following = new TreeMap<>();
    series.following().forEach(change -> following.put(change.of(), change));
    part(made, series, null, following.isEmpty() ? null : following.firstKey(), except);
    for (Series.Change change : following.values()) {
      part(made, series, change, following.higherKey(change.of()), except);
    }
    for (Map.Entry<LocalDateTime, Length> added : series.added().entrySet()) {
      LocalDateTime start = added.getKey();
      if (following.floorEntry(start) != null) {
        throw new IllegalArgumentException(
            "adds a date (RDATE) behind a change of all later times; write it as an event");
      }
      if (!except.contains(start) && !start.equals(first.start())) {
        made.add(
            once(
                series,
                new CalendarEvent(
                    first.uid(),
                    first.summary(),
                    null,
                    start,
                    first.zone(),
                    first.isAllDay(),
                    added.getValue()),
                start,
                series.isCancelled()));
      }
    }
    if (!series.isFirstOfRule() && !except.contains(first.start())) {
      made.add(once(series, first, first.start(), series.isCancelled()));
    }
  }

  /**
   * @param change null: the series as it begins
   * @param until the start from which on another part follows; null if none does
   */
  private void part(
      List<Event> made,
      Series series,
      Series.@Nullable Change change,
      @Nullable LocalDateTime until,
      Set<LocalDateTime> except) {
    CalendarEvent first = series.first();
    CalendarRecurrence rule = series.recurrence();
    if (change == null) {
      made.add(
          new Event(
              uid(first),
              title(first.summary()),
              times(first, rule == null || until == null ? rule : rule.endingBefore(until), except),
              series.isCancelled()));
      return;
    }
    if (change.isCancelled() || rule == null) {
      return;
    }
    CalendarEvent event = change.event();
    Duration moved = Duration.between(change.of(), event.start());
    if (!event.start().toLocalDate().equals(change.of().toLocalDate())
        || !event.zone().equals(first.zone())) {
      throw new IllegalArgumentException(
          "moves all later times to another day or zone (RECURRENCE-ID with"
              + " RANGE=THISANDFUTURE); end the series there, and write a new event");
    }
    CalendarRecurrence rest = rule.continuing(first.start(), first.zone(), change.of(), steps);
    if (until != null) {
      rest = rest.endingBefore(until.plus(moved));
    }
    Set<LocalDateTime> movedExcept = new HashSet<>();
    except.forEach(start -> movedExcept.add(start.plus(moved)));
    made.add(
        new Event(
            uid(first) + "/" + change.of(),
            title(event.summary()),
            times(event, rest, movedExcept),
            series.isCancelled()));
  }

  private static Event once(
      Series series, CalendarEvent event, LocalDateTime of, boolean isCancelled) {
    return new Event(
        uid(series.first()) + "/" + of,
        title(event.summary()),
        times(event, null, Set.of()),
        isCancelled);
  }

  private static PlannedTimes times(
      CalendarEvent event, @Nullable CalendarRecurrence recurrence, Set<LocalDateTime> except) {
    if (except.size() > PlannedTimesReader.MOST_EXCEPT) {
      throw new IllegalArgumentException(
          "leaves out more than " + PlannedTimesReader.MOST_EXCEPT + " occurrences");
    }
    return switch (event.length()) {
      case Length.UntilClock(Duration by) ->
          new PlannedTimes(event.start(), event.zone(), by, true, recurrence, except);
      case Length.Lasting(long days, Duration hours) ->
          new PlannedTimes(
              event.start(), event.zone(), hours.plusDays(days), false, recurrence, except);
    };
  }

  private static String uid(CalendarEvent event) {
    return event.uid().isEmpty() ? "of " + title(event.summary()) : event.uid();
  }

  private static String title(String summary) {
    int longest = MaintenanceDraft.LONGEST_NAME - 20;
    return summary.isBlank()
        ? "Maintenance"
        : summary.length() <= longest ? summary : summary.substring(0, longest);
  }
}
