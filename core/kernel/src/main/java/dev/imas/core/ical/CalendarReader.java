package dev.imas.core.ical;

import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import dev.imas.core.model.ShownText;
import dev.imas.core.model.StepBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of iCalendars (RFC 5545), for everything that imports one. What it cannot place
 * in time it refuses, with the line, the property and the mend; it guesses nothing. What a text may
 * cost is bounded by its lines, events, dates and steps.
 */
public final class CalendarReader {

  /** Characters of a text. */
  public static final int LONGEST = 1_000_000;

  /** VEVENTs of a text. */
  public static final int MOST_EVENTS = 2_000;

  /** Dates that one event adds or leaves out. */
  public static final int MOST_DATES = 500;

  /** Steps through recurrences, for all events of a text. */
  public static final long MOST_STEPS = 50_000;

  private static final Duration LONGEST_EVENT = Duration.ofDays(366);
  private static final int LONGEST_UID = 500;

  private static final Pattern DURATION =
      Pattern.compile(
          "\\+?P(?:(\\d{1,4})W|(?:(\\d{1,5})D)?(?:T(?:(\\d{1,5})H)?(?:(\\d{1,6})M)?(?:(\\d{1,8})S)?)?)");

  /**
   * What was read.
   *
   * @param series in the order of the text
   * @param unread events that cannot be placed
   */
  public record Calendar(List<Series> series, List<Unread> unread) {

    public Calendar {
      series = List.copyOf(series);
      unread = List.copyOf(unread);
    }

    /**
     * The same, if all of it could be read.
     *
     * @throws Unreadable with the first reason
     */
    public Calendar whole() throws Unreadable {
      if (unread.isEmpty()) {
        return this;
      }
      throw new Unreadable(
          unread.getFirst().why()
              + (unread.size() == 1 ? "" : " (and " + (unread.size() - 1) + " events more)"));
    }
  }

  /** An event that cannot be placed, and why. */
  public record Unread(String uid, String summary, String why) {}

  private final Zones zones;
  private final boolean isCancelled;
  private final StepBudget steps;
  private final List<Series> series = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();

  private CalendarReader(Zones zones, boolean isCancelled, StepBudget steps) {
    this.zones = zones;
    this.isCancelled = isCancelled;
    this.steps = steps;
  }

  /**
   * @param said the zone of dates, and of times that name none; null: X-WR-TIMEZONE of the calendar
   * @param otherwise the same, if the calendar does not say it either
   * @param now zones that only the calendar defines must be like a known one from this time on
   * @throws Unreadable if it is no calendar, or beyond a bound
   */
  public static Calendar read(String text, @Nullable ZoneId said, ZoneId otherwise, Instant now)
      throws Unreadable {
    if (text.length() > LONGEST) {
      throw new Unreadable("is longer than " + LONGEST + " characters");
    }
    List<Component> calendars = ComponentReader.read(text);
    int events = calendars.stream().mapToInt(one -> one.components("VEVENT").size()).sum();
    if (events == 0) {
      throw new Unreadable("has no VEVENT");
    }
    if (events > MOST_EVENTS) {
      throw new Unreadable("has more than " + MOST_EVENTS + " events; send a part of them");
    }
    List<Series> series = new ArrayList<>();
    List<Unread> unread = new ArrayList<>();
    StepBudget steps = new StepBudget(MOST_STEPS);
    try {
      for (Component calendar : calendars) {
        Property method = calendar.first("METHOD");
        CalendarReader reader =
            new CalendarReader(
                new Zones(calendar, said, otherwise, now),
                method != null && method.word().equals("CANCEL"),
                steps);
        reader.read(calendar.components("VEVENT"));
        series.addAll(reader.series);
        unread.addAll(reader.unread);
      }
    } catch (StepBudget.Exhausted e) {
      throw new Unreadable(
          "has rules that take too long to read; leave out VTIMEZONE, and write zones such as"
              + " TZID=Europe/Paris, or send a part of its events");
    }
    return new Calendar(series, unread);
  }

  /** The VEVENTs of one UID: the series itself, and what is changed of it. */
  private record Group(List<Component> masters, List<Component> changes) {}

  private void read(List<Component> events) throws Unreadable {
    Map<String, Group> groups = new LinkedHashMap<>();
    for (int i = 0; i < events.size(); i++) {
      Component event = events.get(i);
      String uid = uid(event);
      Group group =
          groups.computeIfAbsent(
              uid.isEmpty() ? "\0" + i : uid,
              key -> new Group(new ArrayList<>(), new ArrayList<>()));
      (event.first("RECURRENCE-ID") == null ? group.masters : group.changes).add(event);
    }
    for (Group group : groups.values()) {
      Component any = (group.masters.isEmpty() ? group.changes : group.masters).getFirst();
      try {
        add(group);
      } catch (Unreadable e) {
        unread.add(new Unread(uid(any), summary(any), e.reason()));
      }
    }
  }

  private void add(Group group) throws Unreadable {
    List<Component> changes = newestOfEach(group.changes);
    if (group.masters.isEmpty()) {
      for (Component change : changes) {
        // Of a series that is not in the text: it stands for itself.
        series.add(
            new Series(event(change), null, Map.of(), Set.of(), List.of(), isCancelled(change)));
      }
      return;
    }
    Component master = newest(group.masters);
    CalendarEvent first = event(master);
    List<Series.Change> changed = new ArrayList<>();
    for (Component change : changes) {
      changed.add(change(first, change));
    }
    Property excluded = master.first("EXRULE");
    if (excluded != null) {
      throw Unreadable.at(excluded, "is not supported; list the dates as EXDATE");
    }
    series.add(
        new Series(
            first,
            recurrence(master, first),
            added(master, first),
            except(master, first),
            changed,
            isCancelled(master)));
  }

  private boolean isCancelled(Component event) {
    Property status = event.first("STATUS");
    return isCancelled || (status != null && status.word().equals("CANCELLED"));
  }

  /** Of the same thing, the highest SEQUENCE counts, then the latest, then the last in the text. */
  private static Component newest(List<Component> of) {
    Component newest = of.getFirst();
    for (Component next : of) {
      if (BY_AGE.compare(next, newest) >= 0) {
        newest = next;
      }
    }
    return newest;
  }

  private static final Comparator<Component> BY_AGE =
      Comparator.comparingLong(CalendarReader::sequence)
          .thenComparing(event -> text(event, "LAST-MODIFIED"))
          .thenComparing(event -> text(event, "DTSTAMP"));

  private static long sequence(Component event) {
    try {
      return Long.parseLong(text(event, "SEQUENCE"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private List<Component> newestOfEach(List<Component> changes) throws Unreadable {
    Map<String, List<Component>> byTime = new LinkedHashMap<>();
    for (Component change : changes) {
      Property of = change.first("RECURRENCE-ID");
      if (of != null) {
        Time time = Time.read(of, of.value(), zones);
        String key = (time.isDate() ? time.local() : time.instant()) + " " + isThisAndFuture(of);
        byTime.computeIfAbsent(key, none -> new ArrayList<>()).add(change);
      }
    }
    return byTime.values().stream().map(CalendarReader::newest).toList();
  }

  private static boolean isThisAndFuture(Property of) {
    return of.has("RANGE", "THISANDFUTURE");
  }

  private Series.Change change(CalendarEvent first, Component change) throws Unreadable {
    Property of = change.only("RECURRENCE-ID");
    if (of == null) {
      throw new IllegalStateException("a change has a RECURRENCE-ID");
    }
    if (of.has("RANGE", "THISANDPRIOR")) {
      throw Unreadable.at(of, "has RANGE=THISANDPRIOR, which no program may write any more");
    }
    boolean cancelled = isCancelled(change);
    return new Series.Change(
        start(first, Time.read(of, of.value(), zones)),
        isThisAndFuture(of),
        cancelled,
        // What is cancelled needs no times of its own.
        cancelled && change.first("DTSTART") == null ? first : event(change));
  }

  /** A time of a series by its clock; a day alone is the time of that day. */
  private static LocalDateTime start(CalendarEvent first, Time time) {
    if (first.isAllDay()) {
      return time.local().toLocalDate().atStartOfDay();
    }
    return time.isDate()
        ? time.local().toLocalDate().atTime(first.start().toLocalTime())
        : time.in(first.zone());
  }

  private CalendarEvent event(Component event) throws Unreadable {
    Property start = event.only("DTSTART");
    if (start == null) {
      throw new Unreadable(
          "line " + event.line() + ": VEVENT has no DTSTART; say when it begins" + named(event));
    }
    Time time = Time.read(start, start.value(), zones);
    return new CalendarEvent(
        uid(event),
        summary(event),
        attendee(event),
        time.local(),
        time.zone(),
        time.isDate(),
        length(event, start, time));
  }

  private Length length(Component event, Property start, Time begins) throws Unreadable {
    Property end = event.only("DTEND");
    Property duration = event.only("DURATION");
    if (end != null && duration != null) {
      throw Unreadable.at(duration, "stands beside DTEND; write one of the two");
    }
    Length length;
    if (end != null) {
      Time ends = Time.read(end, end.value(), zones);
      if (ends.isDate() != begins.isDate()) {
        throw Unreadable.at(
            end, "must be a " + (begins.isDate() ? "date" : "time") + ", as DTSTART is");
      }
      length =
          begins.isDate() || ends.zone().equals(begins.zone())
              ? new Length.UntilClock(Duration.between(begins.local(), ends.local()))
              : new Length.Lasting(0, Duration.between(begins.instant(), ends.instant()));
    } else if (duration != null) {
      length = duration(duration, duration.value());
    } else if (begins.isDate()) {
      length = new Length.UntilClock(Duration.ofDays(1));
    } else {
      throw Unreadable.at(start, "has no DTEND or DURATION; say when it ends" + named(event));
    }
    return checked(length, end != null ? end : duration != null ? duration : start, event, begins);
  }

  private static Length checked(Length length, Property at, Component event, Time begins)
      throws Unreadable {
    Duration lasts = Duration.between(begins.instant(), length.end(begins.local(), begins.zone()));
    boolean isForward =
        switch (length) {
          case Length.UntilClock(Duration by) -> by.isPositive();
          case Length.Lasting(long days, Duration hours) -> hours.plusDays(days).isPositive();
        };
    if (!isForward || !lasts.isPositive()) {
      throw Unreadable.at(at, "does not end after its start; correct it" + named(event));
    }
    if (lasts.compareTo(LONGEST_EVENT) > 0) {
      throw Unreadable.at(at, "is more than 366 days after its start; correct it" + named(event));
    }
    return length;
  }

  private static Length duration(Property property, String text) throws Unreadable {
    Matcher form = DURATION.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!form.matches() || text.strip().endsWith("T")) {
      throw Unreadable.at(property, "is " + property.quoted() + ", no duration such as PT8H");
    }
    return new Length.Lasting(
        7 * number(form, 1) + number(form, 2),
        Duration.ofHours(number(form, 3))
            .plusMinutes(number(form, 4))
            .plusSeconds(number(form, 5)));
  }

  private static long number(Matcher form, int group) {
    return form.group(group) == null ? 0 : Long.parseLong(form.group(group));
  }

  private @Nullable CalendarRecurrence recurrence(Component event, CalendarEvent first)
      throws Unreadable {
    Property rule = event.only("RRULE");
    if (rule == null) {
      return null;
    }
    try {
      CalendarRecurrence recurrence = CalendarRecurrence.parse(rule.value());
      recurrence.checkComesFrom(first.start(), steps);
      return recurrence;
    } catch (IllegalArgumentException e) {
      throw Unreadable.at(rule, String.valueOf(e.getMessage()));
    }
  }

  private Map<LocalDateTime, Length> added(Component event, CalendarEvent first) throws Unreadable {
    Map<LocalDateTime, Length> added = new HashMap<>();
    for (Property property : event.all("RDATE")) {
      for (String value : property.value().split(",", -1)) {
        int slash = value.indexOf('/');
        Time time = Time.read(property, slash < 0 ? value : value.substring(0, slash), zones);
        LocalDateTime start = start(first, time);
        added.put(
            start,
            slash < 0 ? first.length() : period(property, event, value.substring(slash + 1), time));
        if (added.size() > MOST_DATES) {
          throw Unreadable.at(property, "adds more than " + MOST_DATES + " dates; write a RRULE");
        }
      }
    }
    return added;
  }

  private Length period(Property property, Component event, String end, Time begins)
      throws Unreadable {
    if (end.strip().startsWith("P")) {
      return checked(duration(property, end), property, event, begins);
    }
    Time ends = Time.read(property, end, zones);
    return checked(
        new Length.Lasting(0, Duration.between(begins.instant(), ends.instant())),
        property,
        event,
        begins);
  }

  private Set<LocalDateTime> except(Component event, CalendarEvent first) throws Unreadable {
    Set<LocalDateTime> except = new HashSet<>();
    for (Property property : event.all("EXDATE")) {
      for (String value : property.value().split(",", -1)) {
        if (!value.isBlank()) {
          except.add(start(first, Time.read(property, value, zones)));
        }
        if (except.size() > MOST_DATES) {
          throw Unreadable.at(
              property, "leaves out more than " + MOST_DATES + " dates; end the RRULE sooner");
        }
      }
    }
    return except;
  }

  private static String named(Component event) {
    String summary = summary(event);
    return summary.isEmpty() ? "" : " (" + summary + ")";
  }

  private static String uid(Component event) {
    return cut(text(event, "UID"));
  }

  private static String summary(Component event) {
    String read = VObjectPropertyValues.unescape(text(event, "SUMMARY")).replace("\0", "");
    return cut(ShownText.of(read).strip());
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_UID ? text : text.substring(0, LONGEST_UID);
  }

  private static String text(Component event, String name) {
    Property property = event.first(name);
    return property == null ? "" : property.value().strip();
  }

  /** Rooms and those who have declined do not come. */
  private static @Nullable String attendee(Component event) {
    return event.all("ATTENDEE").stream()
        .filter(one -> !one.has("PARTSTAT", "DECLINED"))
        .filter(one -> !one.has("CUTYPE", "ROOM") && !one.has("CUTYPE", "RESOURCE"))
        .map(CalendarReader::mail)
        .filter(mail -> mail != null && !mail.isBlank())
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String mail(Property attendee) {
    String value = attendee.value().strip();
    if (value.regionMatches(true, 0, "mailto:", 0, 7)) {
      return value.substring(7).strip();
    }
    return attendee.parameter("EMAIL");
  }
}
