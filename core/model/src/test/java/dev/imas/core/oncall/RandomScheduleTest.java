package dev.imas.core.oncall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A thousand random schedules, minute by minute around a change of the clocks, against a slow and
 * obvious calculation.
 */
class RandomScheduleTest {

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Europe/Paris"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Australia/Sydney"),
          ZoneId.of("Australia/Lord_Howe"), // changes by half an hour
          ZoneId.of("Africa/Cairo")); // changes at midnight

  private static final List<UUID> PEOPLE =
      List.of(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3), new UUID(0, 4), new UUID(0, 5));

  private final Random random = new Random(20261122);

  @Test
  void equalsTheObviousCalculation() {
    for (int n = 0; n < 1000; n++) {
      ZoneId zone = any(ZONES);
      Instant year = LocalDate.of(2026, 1, 1).atStartOfDay(zone).toInstant();
      ZoneOffsetTransition change = zone.getRules().nextTransition(year);
      if (random.nextBoolean()) {
        change = zone.getRules().nextTransition(change.getInstant());
      }
      Instant from = change.getInstant().minus(Duration.ofMinutes(random.nextInt(60 * 30)));
      Interval range = new Interval(from, from.plus(Duration.ofHours(31)));
      Schedule schedule = schedule(zone, range);
      compare(n, schedule, range);
    }
  }

  private static void compare(int n, Schedule schedule, Interval range) {
    List<Shift> shifts = schedule.shifts(range);
    List<Obvious> layers =
        schedule.layers().stream().map(layer -> new Obvious(layer, schedule, range)).toList();
    for (Instant t = range.from(); t.isBefore(range.until()); t = t.plusSeconds(60)) {
      for (int level = 1; level <= 2; level++) {
        Set<UUID> found = new HashSet<>();
        for (Shift shift : shifts) {
          if (shift.level() == level && shift.when().holds(t)) {
            found.add(shift.person());
          }
        }
        Instant minute = t;
        assertEquals(
            Obvious.onCall(layers, schedule, level, t),
            found,
            () -> "schedule " + n + " at " + minute + ": " + schedule);
      }
    }
  }

  private Schedule schedule(ZoneId zone, Interval range) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      ZoneId own = random.nextInt(3) == 0 ? any(ZONES) : zone;
      layers.add(
          new Layer(
              "layer " + i,
              1 + random.nextInt(2),
              random.nextInt(2),
              rotation(own, range),
              windows(),
              random.nextInt(5) == 0 ? Optional.of(within(range)) : Optional.empty(),
              holidays(own, range)));
    }
    List<ShiftOverride> overrides = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      Instant from = within(range);
      overrides.add(
          new ShiftOverride(
              new UUID(1, i),
              Instant.EPOCH.plusSeconds(random.nextInt(3)),
              1 + random.nextInt(2),
              new Interval(from, from.plusSeconds(60L * (1 + random.nextInt(900)))),
              random.nextBoolean() ? Optional.of(any(PEOPLE)) : Optional.empty(),
              any(PEOPLE)));
    }
    Map<UUID, List<Interval>> away = new HashMap<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      Instant from = within(range).minus(Duration.ofHours(random.nextInt(100)));
      away.put(
          any(PEOPLE),
          List.of(new Interval(from, from.plusSeconds(60L * (1 + random.nextInt(9000))))));
    }
    return new Schedule(layers, overrides, new Absences(away));
  }

  private Rotation rotation(ZoneId zone, Interval range) {
    Cadence every =
        any(
            List.of(
                Cadence.DAILY,
                Cadence.WEEKLY,
                Cadence.parse("PT1H"),
                Cadence.parse("PT5H"),
                Cadence.parse("P3D"),
                Cadence.parse("P1M")));
    List<List<UUID>> slots = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      List<UUID> slot = new ArrayList<>(PEOPLE);
      Collections.shuffle(slot, random);
      slots.add(slot.subList(0, 1 + random.nextInt(2)));
    }
    LocalDateTime anchor =
        range
            .from()
            .atZone(zone)
            .toLocalDateTime()
            .minusDays(random.nextInt(60) - 1)
            .withMinute(any(List.of(0, 15, 30)))
            .withHour(random.nextInt(24));
    return new Rotation(
        zone,
        anchor,
        every,
        slots,
        random.nextInt(3),
        random.nextInt(slots.size()),
        any(List.of(Rotation.Counted.values())),
        any(List.of(Rotation.AfterAbsence.values())));
  }

  /** Half of the layers observe some; there are days before the range, in it and after it. */
  private Optional<Holidays> holidays(ZoneId zone, Interval range) {
    if (random.nextBoolean()) {
      return Optional.empty();
    }
    LocalDate first = range.from().atZone(zone).toLocalDate().minusDays(6);
    Set<LocalDate> days = new HashSet<>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      days.add(first.plusDays(random.nextInt(11)));
    }
    return Optional.of(new Holidays(new UUID(2, 0), days, any(List.of(Holidays.Effect.values()))));
  }

  private List<Window> windows() {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      EnumSet<DayOfWeek> days = EnumSet.of(any(List.of(DayOfWeek.values())));
      for (DayOfWeek day : DayOfWeek.values()) {
        if (random.nextBoolean()) {
          days.add(day);
        }
      }
      windows.add(
          new Window(
              days,
              LocalTime.of(random.nextInt(24), any(List.of(0, 30))),
              Duration.ofMinutes(30L * (1 + random.nextInt(60)))));
    }
    return windows;
  }

  private Instant within(Interval range) {
    return range.from().plusSeconds(60L * random.nextInt((int) range.length().toMinutes()));
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** A layer's turns as a list, each with its times and its people; found one after the other. */
  private static final class Obvious {

    private record Turn(List<Interval> worked, List<UUID> people) {}

    private final Layer layer;
    private final List<Turn> turns = new ArrayList<>();

    Obvious(Layer layer, Schedule schedule, Interval range) {
      this.layer = layer;
      Rotation r = layer.rotation();
      Instant end = layer.until().orElse(Instant.MAX);
      long position = 0;
      // Who was away, by the slot that stepped in, in the order in which it happened.
      Map<Integer, List<Integer>> owed = new HashMap<>();
      for (long k = r.since(); start(r, k).isBefore(range.until()); k++) {
        List<Interval> worked =
            withoutDaysOfRest(layer, worked(layer, start(r, k), start(r, k + 1)));
        if (!worked.isEmpty()) {
          int own = (int) ((r.first() + position) % r.slots().size());
          List<UUID> serving =
              serving(r, schedule.absences(), owed, own, worked, passesOn(layer, worked));
          List<Interval> asked = cut(worked, range, end);
          if (!asked.isEmpty()) {
            turns.add(new Turn(asked, serving));
          }
        }
        boolean isAlwaysWorked =
            layer.windows().isEmpty()
                && layer.holidays().map(h -> h.effect() != Holidays.Effect.RESTS).orElse(true);
        if (!worked.isEmpty() || r.counted() == Rotation.Counted.ALL || isAlwaysWorked) {
          if (worked.isEmpty()) {
            owed.remove((int) ((r.first() + position) % r.slots().size()));
          }
          position++;
        }
      }
    }

    private static Instant start(Rotation r, long turn) {
      return r.anchor()
          .plus(turn * r.every().count(), r.every().unit())
          .atZone(r.zone())
          .toInstant();
    }

    private static List<Interval> worked(Layer layer, Instant from, Instant until) {
      if (!from.isBefore(until)) {
        return List.of();
      }
      Interval turn = new Interval(from, until);
      if (layer.windows().isEmpty()) {
        return List.of(turn);
      }
      ZoneId zone = layer.rotation().zone();
      List<Interval> worked = new ArrayList<>();
      LocalDate last = until.atZone(zone).toLocalDate();
      for (Window window : layer.windows()) {
        for (LocalDate d = from.atZone(zone).toLocalDate().minusDays(9);
            !d.isAfter(last);
            d = d.plusDays(1)) {
          Instant begin = d.atTime(window.start()).atZone(zone).toInstant();
          Instant end = d.atTime(window.start()).plus(window.length()).atZone(zone).toInstant();
          if (window.days().contains(d.getDayOfWeek()) && begin.isBefore(end)) {
            new Interval(begin, end).in(turn).ifPresent(worked::add);
          }
        }
      }
      return worked;
    }

    private static boolean isHoliday(Layer layer, Instant t) {
      return layer
          .holidays()
          .orElseThrow()
          .days()
          .contains(t.atZone(layer.rotation().zone()).toLocalDate());
    }

    /** Everything here begins and ends at a quarter of an hour. */
    private static final int QUARTER = 900;

    /** Quarter by quarter. */
    private static List<Interval> withoutDaysOfRest(Layer layer, List<Interval> worked) {
      if (layer.holidays().map(Holidays::effect).orElse(null) != Holidays.Effect.RESTS
          || worked.stream().noneMatch(time -> touchesHoliday(layer, time))) {
        return worked;
      }
      List<Interval> left = new ArrayList<>();
      for (Interval time : worked) {
        for (Instant t = time.from(); t.isBefore(time.until()); t = t.plusSeconds(QUARTER)) {
          if (!isHoliday(layer, t)) {
            left.add(new Interval(t, t.plusSeconds(QUARTER)));
          }
        }
      }
      return left;
    }

    private static boolean touchesHoliday(Layer layer, Interval time) {
      ZoneId zone = layer.rotation().zone();
      LocalDate last = time.until().minusNanos(1).atZone(zone).toLocalDate();
      return time.from()
          .atZone(zone)
          .toLocalDate()
          .datesUntil(last.plusDays(1))
          .anyMatch(layer.holidays().orElseThrow().days()::contains);
    }

    private static boolean passesOn(Layer layer, List<Interval> worked) {
      return layer.holidays().map(Holidays::effect).orElse(null) == Holidays.Effect.PASSES
          && worked.stream().anyMatch(time -> touchesHoliday(layer, time));
    }

    private static List<Interval> cut(List<Interval> worked, Interval range, Instant end) {
      return worked.stream()
          .filter(time -> time.from().isBefore(end) && time.overlaps(range))
          .map(time -> new Interval(time.from(), Interval.earlier(time.until(), end)))
          .toList();
    }

    private static List<UUID> serving(
        Rotation r,
        Absences absences,
        Map<Integer, List<Integer>> owed,
        int own,
        List<Interval> worked,
        boolean passesOn) {
      List<Integer> owing = Optional.ofNullable(owed.remove(own)).orElse(List.of());
      for (int slot : owing) {
        List<UUID> there = there(r.slots().get(slot), absences, worked);
        if (!there.isEmpty()) {
          return there;
        }
      }
      for (int i = passesOn ? 1 : 0; i < r.slots().size(); i++) {
        int slot = (own + i) % r.slots().size();
        List<UUID> there = there(r.slots().get(slot), absences, worked);
        if (!there.isEmpty()) {
          if (i > 0 && r.afterAbsence() == Rotation.AfterAbsence.TAKES_NEXT) {
            owed.computeIfAbsent(slot, s -> new ArrayList<>()).add(own);
          }
          return there;
        }
      }
      // Nobody else can take it, so it stays with those who are there, or with all of them.
      List<UUID> left = there(r.slots().get(own), absences, worked);
      return left.isEmpty() ? r.slots().get(own) : left;
    }

    private static List<UUID> there(List<UUID> slot, Absences absences, List<Interval> worked) {
      return slot.stream()
          .filter(
              person ->
                  absences.byPerson().getOrDefault(person, List.of()).stream()
                      .noneMatch(away -> worked.stream().anyMatch(away::overlaps)))
          .toList();
    }

    private List<UUID> at(Instant t) {
      for (Turn turn : turns) {
        if (turn.worked.stream().anyMatch(time -> time.holds(t))) {
          return turn.people;
        }
      }
      return List.of();
    }

    static Set<UUID> onCall(List<Obvious> layers, Schedule schedule, int level, Instant t) {
      List<Holder> holders = new ArrayList<>();
      int highest = Integer.MIN_VALUE;
      for (Obvious layer : layers) {
        if (layer.layer.level() == level && !layer.at(t).isEmpty()) {
          highest = Math.max(highest, layer.layer.priority());
        }
      }
      for (Obvious layer : layers) {
        if (layer.layer.level() == level && layer.layer.priority() == highest) {
          layer.at(t).forEach(person -> holders.add(new Holder(person, person, Set.of())));
        }
      }
      Instant next = t.plusNanos(1);
      Predicate<UUID> isAway =
          person -> schedule.absences().isAway(person, List.of(new Interval(t, next)));
      for (ShiftOverride override : schedule.overrides()) {
        if (override.level() != level || !override.when().holds(t)) {
          continue;
        }
        UUID instead = override.instead().orElse(null);
        if (instead == null) {
          Set<UUID> before = new HashSet<>();
          holders.forEach(holder -> before.addAll(holder.there(isAway)));
          holders.clear();
          holders.add(new Holder(null, override.person(), before));
          continue;
        }
        holders.replaceAll(
            holder ->
                instead.equals(holder.owner) || instead.equals(holder.person)
                    ? new Holder(holder.owner, override.person(), holder.there(isAway))
                    : holder);
      }
      Set<UUID> onCall = new HashSet<>();
      for (Holder holder : holders) {
        Set<UUID> there = holder.there(isAway);
        onCall.addAll(there.isEmpty() ? Set.of(holder.person) : there);
      }
      return onCall;
    }

    /**
     * @param owner by the layers; null if an override made the place
     * @param before who would be there without the last override
     */
    private record Holder(@Nullable UUID owner, UUID person, Set<UUID> before) {

      Set<UUID> there(Predicate<UUID> isAway) {
        return isAway.test(person) ? before : Set.of(person);
      }
    }
  }
}
