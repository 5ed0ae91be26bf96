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
 * the past is answered by the version of then.
 */
public final class ScheduleHistory {

  private final NavigableMap<Instant, Schedule> versions;

  /**
   * @param versions by the instant from which each is in force
   */
  public ScheduleHistory(Map<Instant, Schedule> versions) {
    this.versions = new TreeMap<>(versions);
  }

  /** The version in force at that time; empty before the first one. */
  public Optional<Schedule> at(Instant time) {
    return Optional.ofNullable(versions.floorEntry(time)).map(Map.Entry::getValue);
  }

  /** Who is on call at that time, as {@link Schedule#at}. */
  public List<Shift> onCallAt(Instant time) {
    return at(time).map(version -> version.at(time)).orElse(List.of());
  }

  /**
   * All final shifts of that time, by start, then by level. A shift that a new version leaves as it
   * was is one shift.
   */
  public List<Shift> shifts(Interval range) {
    List<Shift> shifts = new ArrayList<>();
    parts(range)
        .forEach(
            (part, version) -> {
              for (Shift next : version.shifts(part)) {
                append(shifts, next, part.from());
              }
            });
    shifts.sort(Comparator.comparing(Shift::from).thenComparing(Shift::level));
    return shifts;
  }

  /** Gaps and overlaps of that time, by start, then by level. */
  public List<ScheduleFault> faults(Interval range) {
    List<ScheduleFault> faults = new ArrayList<>();
    parts(range).forEach((part, version) -> faults.addAll(version.faults(part)));
    return faults;
  }

  private static void append(List<Shift> shifts, Shift next, Instant change) {
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
