package dev.imas.core.schedule;

import dev.imas.core.ical.CalendarEvent;
import dev.imas.core.ical.CalendarReader;
import dev.imas.core.ical.Series;
import dev.imas.core.ical.Unreadable;
import dev.imas.core.model.StepBudget;
import dev.imas.core.model.UuidV7;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.ShiftOverride;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.OverrideRepository.OverrideView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes overrides of the events of an iCalendar: each puts the person on call whose mail address is
 * that of its first attendee, or whose username is its title. Only on a virtual thread.
 */
final class OverrideImport {

  /** As far ahead as an override may reach. */
  private static final Duration AHEAD = Duration.ofDays(366);

  private static final int MOST = 500;

  private final InstantSource clock;
  private final OverrideRepository overrides = new OverrideRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();

  OverrideImport(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param made the ids of those that are new
   * @param there how many exist already, and so were not made again
   */
  record Imported(List<UUID> made, int there) {}

  private record Wanted(Interval when, UUID person) {}

  /**
   * Makes all or none. Events that are over are left out, and one that has begun begins now.
   *
   * @throws Fault INVALID that names each event that cannot be read
   */
  Imported run(Tx tx, ScheduleView schedule, Read read, int level, String by) {
    Instant now = clock.instant();
    Interval range = new Interval(now, now.plus(AHEAD));
    List<Wanted> wanted = wanted(tx, read.events, range);
    List<OverrideView> existing =
        overrides.list(tx, schedule.id(), range.from(), range.until(), null, 10_000);
    List<UUID> made = new ArrayList<>();
    int there = 0;
    for (Wanted one : wanted) {
      if (existing.stream().anyMatch(override -> isSame(override, one, level))) {
        there++;
        continue;
      }
      UUID id = UuidV7.at(clock.millis());
      overrides.insert(
          tx,
          schedule.id(),
          new ShiftOverride(id, now, level, one.when, Optional.empty(), one.person),
          "imported",
          by);
      made.add(id);
    }
    return new Imported(made, there);
  }

  /** One that has begun began earlier than what would be made of the event now. */
  private static boolean isSame(OverrideView override, Wanted one, int level) {
    return override.level() == level
        && override.person().equals(one.person)
        && override.instead() == null
        && override.endedAt() == null
        && override.until().equals(one.when.until())
        && !override.from().isAfter(one.when.from());
  }

  /** The events of a calendar of which a part is to come. */
  record Read(List<CalendarEvent> events) {

    Read {
      events = List.copyOf(events);
    }
  }

  /**
   * Reads the text. It computes, and uses no database.
   *
   * @param zone of dates, and of times that name none
   * @throws Fault INVALID that names what cannot be read
   */
  Read read(String ics, ZoneId zone) {
    Instant now = clock.instant();
    StepBudget steps = new StepBudget(CalendarReader.MOST_STEPS);
    List<CalendarEvent> events = new ArrayList<>();
    try {
      for (Series series : CalendarReader.read(ics, null, zone, now).whole().series()) {
        events.addAll(series.between(now, now.plus(AHEAD), steps));
        if (events.size() > MOST) {
          throw Fault.invalid(
              "/ics", "has more than " + MOST + " events within a year; send a part of them");
        }
      }
    } catch (Unreadable e) {
      throw Fault.invalid("/ics", e.reason());
    } catch (StepBudget.Exhausted e) {
      throw Fault.invalid("/ics", "recurs too often; send a part of its events");
    }
    return new Read(events);
  }

  private List<Wanted> wanted(Tx tx, List<CalendarEvent> events, Interval range) {
    Map<String, UUID> found =
        people.byNameOrMail(tx, events.stream().map(OverrideImport::who).toList());
    Map<String, List<String>> faults = new LinkedHashMap<>();
    List<Wanted> wanted = new ArrayList<>();
    for (CalendarEvent event : events) {
      UUID person = found.get(who(event));
      if (person == null) {
        faults
            .computeIfAbsent("/ics", at -> new ArrayList<>())
            .add(
                "the event of "
                    + event.startsAt()
                    + " names "
                    + (who(event).isEmpty() ? "nobody" : who(event))
                    + ", who is no user; its title must be a username, or its attendee the mail"
                    + " address of a user");
      } else {
        new Interval(event.startsAt(), event.endsAt())
            .in(range)
            .ifPresent(when -> wanted.add(new Wanted(when, person)));
      }
    }
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
    return wanted;
  }

  private static String who(CalendarEvent event) {
    String mail = event.attendee();
    return (mail == null ? event.summary() : mail).toLowerCase(Locale.ROOT);
  }
}
