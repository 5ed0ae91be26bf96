package dev.imas.core.oncall;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * When people cannot be on call: holidays and the time after they were deactivated. An absence
 * moves turns; it never leaves one empty.
 */
public record Absences(Map<UUID, List<Interval>> byPerson) {

  public static final Absences NONE = new Absences(Map.of());

  public Absences {
    Map<UUID, List<Interval>> copy = new HashMap<>();
    byPerson.forEach((person, times) -> copy.put(person, Interval.joined(times)));
    byPerson = Map.copyOf(copy);
  }

  /** When the person is away. */
  List<Interval> of(UUID person) {
    return byPerson.getOrDefault(person, List.of());
  }

  /** When the person is away within a time, in order. */
  public List<Interval> within(UUID person, Interval time) {
    return of(person).stream().flatMap(away -> away.in(time).stream()).toList();
  }

  /** Whether the person is away during any of the times. */
  boolean isAway(UUID person, List<Interval> times) {
    List<Interval> away = byPerson.get(person);
    if (away == null) {
      return false;
    }
    for (Interval absence : away) {
      for (Interval time : times) {
        if (absence.overlaps(time)) {
          return true;
        }
      }
    }
    return false;
  }
}
