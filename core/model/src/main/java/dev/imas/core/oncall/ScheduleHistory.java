package dev.imas.core.oncall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The versions of a schedule, each in force from an instant until the next one. A question about
 * the past is answered by what was written down then, and otherwise by the version of then.
 */
public final class ScheduleHistory {

  private final NavigableMap<Instant, Schedule> versions;
  private final Optional<ShiftRecord> record;

  /**
   * Nothing is written down.
   *
   * @param versions by the instant from which each is in force
   */
  public ScheduleHistory(Map<Instant, Schedule> versions) {
    this(versions, Optional.empty());
  }

  /**
   * @param versions by the instant from which each is in force
   * @param record what was written down
   */
  public ScheduleHistory(Map<Instant, Schedule> versions, Optional<ShiftRecord> record) {
    this.versions = new TreeMap<>(versions);
    this.record = record;
  }

  /** The version in force at that time; empty before the first one. */
  public Optional<Schedule> at(Instant time) {
    return Optional.ofNullable(versions.floorEntry(time)).map(Map.Entry::getValue);
  }

  /** Who is on call at that time, as {@link Schedule#at}. */
  public List<Shift> onCallAt(Instant time) {
    return shifts(new Interval(time, time.plusNanos(1)));
  }

  /**
   * All final shifts of that time, by start, then by level. A shift that a new version leaves as it
   * was is one shift.
   */
  public List<Shift> shifts(Interval range) {
    List<Shift> shifts = new ArrayList<>();
    Optional<Interval> written = record.flatMap(known -> known.when().in(range));
    if (written.isEmpty()) {
      calculate(shifts, range.from(), range.until());
    } else {
      Interval part = written.get();
      calculate(shifts, range.from(), part.from());
      for (Shift next : record.orElseThrow().shifts(part)) {
        append(shifts, next, part.from());
      }
      calculate(shifts, part.until(), range.until());
    }
    shifts.sort(Comparator.comparing(Shift::from).thenComparing(Shift::level));
    return shifts;
  }

  /** Adds the shifts of that time by the versions; nothing if it is empty. */
  private void calculate(List<Shift> shifts, Instant from, Instant until) {
    if (!from.isBefore(until)) {
      return;
    }
    parts(new Interval(from, until))
        .forEach(
            (part, version) -> {
              for (Shift next : version.shifts(part)) {
                append(shifts, next, part.from());
              }
            });
  }

  /** Gaps and overlaps of that time, by start, then by level. */
  public List<ScheduleFault> faults(Interval range) {
    List<ScheduleFault> faults = new ArrayList<>();
    parts(range).forEach((part, version) -> faults.addAll(version.faults(part)));
    return faults;
  }

  /** Whatever replaces somebody at any of that time, whether or not it is in force. */
  public List<ShiftOverride> overrides(Interval range) {
    return parts(range).values().stream()
        .flatMap(version -> version.overrides().stream())
        .filter(override -> override.when().in(range).isPresent())
        .distinct()
        .toList();
  }

  /** Adds a shift; one that goes on another at that change makes it longer. */
  static void append(List<Shift> shifts, Shift next, Instant change) {
    if (next.from().equals(change)) {
      for (int i = shifts.size() - 1; i >= 0; i--) {
        Shift before = shifts.get(i);
        if (before.until().equals(change)
            && before.level() == next.level()
            && before.person().equals(next.person())
            && before.cause().equals(next.cause())) {
          Interval whole = new Interval(before.from(), next.until());
          shifts.set(i, new Shift(next.level(), next.person(), whole, next.cause()));
          return;
        }
      }
    }
    shifts.add(next);
  }

  private NavigableMap<Interval, Schedule> parts(Interval range) {
    NavigableMap<Interval, Schedule> parts = new TreeMap<>(Comparator.comparing(Interval::from));
    versions.forEach(
        (from, version) -> {
          Instant next = versions.higherKey(from);
          new Interval(from, next == null ? Instant.MAX : next)
              .in(range)
              .ifPresent(part -> parts.put(part, version));
        });
    return parts;
  }
}
