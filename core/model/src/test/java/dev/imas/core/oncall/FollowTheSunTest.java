package dev.imas.core.oncall;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.UUID;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.junit.jupiter.api.Test;

/**
 * A year of three teams in three zones, each at its own office hours, with both changes of the
 * clocks in each zone and with overrides. It is calculated again from recurrence rules (RFC 5545)
 * by another library, and compared minute by minute.
 */
class FollowTheSunTest {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");
  private static final int MINUTES = (int) Duration.between(FROM, UNTIL).toMinutes();

  /** Together they have every hour of a day in January. */
  private record Team(String name, String zone, int firstHour, UUID one, UUID other) {

    Layer layer() {
      Rotation rotation =
          Rotation.of(
              ZoneId.of(zone),
              LocalDateTime.parse("2025-12-01T" + LocalTime.of(firstHour, 0)),
              Cadence.WEEKLY,
              People.each(one, other));
      Window office =
          new Window(
              EnumSet.allOf(DayOfWeek.class), LocalTime.of(firstHour, 0), Duration.ofHours(8));
      return new Layer(name, 1, 0, rotation, List.of(office), Optional.empty());
    }
  }

  private static final List<Team> TEAMS =
      List.of(
          new Team("Paris", "Europe/Paris", 8, new UUID(0, 1), new UUID(0, 2)),
          new Team("New York", "America/New_York", 10, new UUID(0, 3), new UUID(0, 4)),
          new Team("Sydney", "Australia/Sydney", 10, new UUID(0, 5), new UUID(0, 6)));

  /** One in each night of a change, and one in summer. */
  private static final List<ShiftOverride> OVERRIDES =
      List.of(
          override(1, "2026-03-08T06:30:00Z", 120),
          override(2, "2026-03-29T00:30:00Z", 60),
          override(3, "2026-04-04T15:30:00Z", 90),
          override(4, "2026-07-14T10:17:00Z", 1000),
          override(5, "2026-10-03T15:30:00Z", 61),
          override(6, "2026-10-25T00:30:00Z", 90),
          override(7, "2026-11-01T05:30:00Z", 45));

  private static ShiftOverride override(int id, String from, int minutes) {
    Instant start = Instant.parse(from);
    return new ShiftOverride(
        new UUID(9, id),
        Instant.EPOCH,
        1,
        new Interval(start, start.plus(Duration.ofMinutes(minutes))),
        Optional.empty(),
        new UUID(0, 7));
  }

  private static final Interval YEAR = new Interval(FROM, UNTIL);

  private static Schedule schedule() {
    return new Schedule(TEAMS.stream().map(Team::layer).toList(), OVERRIDES, Absences.NONE);
  }

  @Test
  void everyMinuteIsThatOfTheRecurrenceRules() throws InvalidRecurrenceRuleException {
    List<SortedSet<UUID>> ours = empty();
    for (Shift shift : schedule().shifts(YEAR)) {
      mark(ours, shift.from(), shift.until(), shift.person());
    }
    assertEquals(List.of(), different(ours, byRules()));
  }

  @Test
  void gapsAndOverlapsAreThoseOfTheRecurrenceRules() throws InvalidRecurrenceRuleException {
    List<SortedSet<UUID>> rules = byRules();
    byte[] wanted = new byte[MINUTES];
    for (int m = 0; m < MINUTES; m++) {
      wanted[m] = (byte) Math.min(2, rules.get(m).size());
    }
    byte[] found = new byte[MINUTES];
    Arrays.fill(found, (byte) 1);
    List<ScheduleFault> faults = schedule().faults(YEAR);
    for (ScheduleFault fault : faults) {
      byte people = (byte) (fault instanceof ScheduleFault.Gap ? 0 : 2);
      Arrays.fill(found, minute(fault.when().from()), minute(fault.when().until()), people);
    }
    assertArrayEquals(wanted, found);
    // The zones change weeks apart, so office hours drift against each other.
    assertTrue(faults.stream().anyMatch(ScheduleFault.Gap.class::isInstance));
    assertTrue(faults.stream().anyMatch(ScheduleFault.Overlap.class::isInstance));
  }

  @Test
  void handOversInOneZoneLeaveNeitherGapNorOverlap() {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Team team = TEAMS.get(i);
      layers.add(new Team(team.name, "Europe/Paris", 8 * i, team.one, team.other).layer());
    }
    Schedule schedule = new Schedule(layers, List.of(), Absences.NONE);
    assertEquals(List.of(), schedule.faults(YEAR));
    Duration covered =
        schedule.shifts(YEAR).stream()
            .map(shift -> shift.when().length())
            .reduce(Duration.ZERO, Duration::plus);
    assertEquals(YEAR.length(), covered);
  }

  /** By recurrence rules: the hours of each day, and the hand-overs of each week. */
  private static List<SortedSet<UUID>> byRules() throws InvalidRecurrenceRuleException {
    List<SortedSet<UUID>> minutes = empty();
    for (Team team : TEAMS) {
      List<Instant> weeks = times(team, team.firstHour, "FREQ=WEEKLY");
      List<Instant> starts = times(team, team.firstHour, "FREQ=DAILY");
      List<Instant> ends = times(team, team.firstHour + 8, "FREQ=DAILY");
      for (int i = 0; i < ends.size(); i++) {
        Instant start = starts.get(i);
        long handedOver = weeks.stream().filter(week -> !week.isAfter(start)).count();
        mark(minutes, start, ends.get(i), handedOver % 2 == 1 ? team.one : team.other);
      }
    }
    for (ShiftOverride override : OVERRIDES) {
      for (int m = minute(override.when().from()); m < minute(override.when().until()); m++) {
        minutes.get(m).clear();
        minutes.get(m).add(override.person());
      }
    }
    return minutes;
  }

  private static List<Instant> times(Team team, int hour, String rule)
      throws InvalidRecurrenceRuleException {
    DateTime first = new DateTime(TimeZone.getTimeZone(team.zone), 2025, 11, 1, hour, 0, 0);
    RecurrenceRuleIterator iterator = new RecurrenceRule(rule).iterator(first);
    List<Instant> times = new ArrayList<>();
    Instant last = UNTIL.plus(Duration.ofDays(2));
    for (Instant next = Instant.ofEpochMilli(iterator.nextMillis());
        next.isBefore(last);
        next = Instant.ofEpochMilli(iterator.nextMillis())) {
      times.add(next);
    }
    return times;
  }

  private static List<SortedSet<UUID>> empty() {
    List<SortedSet<UUID>> minutes = new ArrayList<>(MINUTES);
    for (int m = 0; m < MINUTES; m++) {
      minutes.add(new TreeSet<>());
    }
    return minutes;
  }

  private static void mark(List<SortedSet<UUID>> minutes, Instant from, Instant until, UUID who) {
    for (int m = minute(from); m < minute(until); m++) {
      minutes.get(m).add(who);
    }
  }

  private static int minute(Instant at) {
    return (int) Math.clamp(Duration.between(FROM, at).toMinutes(), 0, MINUTES);
  }

  private static List<String> different(List<SortedSet<UUID>> ours, List<SortedSet<UUID>> others) {
    List<String> different = new ArrayList<>();
    for (int m = 0; m < MINUTES && different.size() < 10; m++) {
      if (!ours.get(m).equals(others.get(m))) {
        different.add(
            FROM.plus(Duration.ofMinutes(m)) + ": " + ours.get(m) + " and " + others.get(m));
      }
    }
    return different;
  }
}
