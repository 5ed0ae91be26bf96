package dev.imas.core.schedule;

import dev.imas.core.oncall.Absences;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.Layer;
import dev.imas.core.oncall.Schedule;
import dev.imas.core.oncall.ScheduleHistory;
import dev.imas.core.oncall.ShiftOverride;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.AbsenceRepository.Absence;
import dev.imas.core.schedule.HolidayRepository.Entered;
import dev.imas.core.schedule.OverrideRepository.OverrideView;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Puts a schedule together from its rows: versions, overrides, holidays, and the absences of its
 * people.
 */
final class Histories {

  /** More overrides in a range than anybody makes by hand. */
  private static final int MOST_OVERRIDES = 10_000;

  /** Rows have microseconds, so a range of nanoseconds is read with what surrounds it. */
  private static final Duration ROUNDING = Duration.ofMillis(1);

  private final ScheduleRepository schedules = new ScheduleRepository();
  private final OverrideRepository overrides = new OverrideRepository();
  private final AbsenceRepository absences = new AbsenceRepository();
  private final HolidayRepository holidays = new HolidayRepository();
  private final ShiftRecordRepository records = new ShiftRecordRepository();

  /**
   * The schedule as it is in force, or was, at any time of the range. What was written down at
   * hand-overs is answered from there.
   */
  ScheduleHistory read(Tx tx, UUID schedule, Interval range) {
    return new ScheduleHistory(
        parts(tx, schedule, range, List.of(), Map.of()), records.read(tx, schedule, range));
  }

  /** The same without what was written down: for the present, the future, and the writing. */
  ScheduleHistory calculated(Tx tx, UUID schedule, Interval range) {
    return calculatedWithout(tx, schedule, range, List.of());
  }

  /** The same without some of its overrides. */
  ScheduleHistory calculatedWithout(
      Tx tx, UUID schedule, Interval range, Collection<UUID> overridesLeftOut) {
    return new ScheduleHistory(parts(tx, schedule, range, overridesLeftOut, Map.of()));
  }

  /** The same, if these layers came into force at that time. */
  ScheduleHistory readWith(
      Tx tx, UUID schedule, Interval range, List<Layer> layers, Instant inForceFrom) {
    return new ScheduleHistory(parts(tx, schedule, range, List.of(), Map.of(inForceFrom, layers)));
  }

  /**
   * What does not depend on each other is asked before it is waited for: pages wait for all.
   *
   * @param more layers by when they came into force, beside those that are stored
   */
  private Map<Instant, Schedule> parts(
      Tx tx,
      UUID schedule,
      Interval range,
      Collection<UUID> overridesLeftOut,
      Map<Instant, List<Layer>> more) {
    Instant until = range.until().plus(ROUNDING);
    Future<List<OverrideView>> listed =
        overrides.ask(tx, schedule, range.from(), until, null, MOST_OVERRIDES);
    TreeMap<Instant, List<Layer>> versions =
        Pipeline.beside(listed, () -> schedules.versions(tx, schedule, range.from(), until));
    versions.putAll(more);
    List<OverrideView> standing = listed.await();
    Future<List<Absence>> away = absences.of(tx, people(versions.values(), standing));
    List<Entered> days = Pipeline.beside(away, () -> holidays.entered(tx, versions.values()));
    List<ShiftOverride> replacing =
        standing.stream()
            .filter(override -> !overridesLeftOut.contains(override.id()))
            .map(OverrideView::inForce)
            .flatMap(Optional::stream)
            .toList();
    return parts(versions, replacing, away.await(), days);
  }

  /** Whoever takes turns, and whoever stands in for them. */
  private static List<UUID> people(Collection<List<Layer>> versions, List<OverrideView> overrides) {
    return Stream.concat(
            versions.stream()
                .flatMap(List::stream)
                .flatMap(layer -> layer.rotation().slots().stream())
                .flatMap(List::stream),
            overrides.stream().map(OverrideView::person))
        .distinct()
        .toList();
  }

  /**
   * A new part begins with each version, and wherever an absence or a holiday was entered or
   * withdrawn.
   */
  static Map<Instant, Schedule> parts(
      TreeMap<Instant, List<Layer>> versions,
      List<ShiftOverride> overrides,
      List<Absence> absences,
      List<Entered> holidays) {
    if (versions.isEmpty()) {
      return Map.of();
    }
    TreeSet<Instant> edges = new TreeSet<>(versions.keySet());
    for (Absence absence : absences) {
      edges.add(absence.madeAt());
      if (absence.endedAt() != null) {
        edges.add(absence.endedAt());
      }
    }
    for (Entered day : holidays) {
      edges.add(day.madeAt());
      if (day.endedAt() != null) {
        edges.add(day.endedAt());
      }
    }
    Map<Instant, Schedule> parts = new HashMap<>();
    for (Instant edge : edges.tailSet(versions.firstKey())) {
      Absences away = AbsenceRepository.at(absences, edge);
      List<Layer> layers =
          HolidayRepository.observing(versions.floorEntry(edge).getValue(), holidays, edge);
      parts.put(edge, new Schedule(layers, overrides, away));
    }
    return parts;
  }
}
