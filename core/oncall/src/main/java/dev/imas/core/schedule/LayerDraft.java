package dev.imas.core.schedule;

import dev.imas.core.http.Reference;
import dev.imas.core.oncall.Cadence;
import dev.imas.core.oncall.Holidays;
import dev.imas.core.oncall.Layer;
import dev.imas.core.oncall.Rotation;
import dev.imas.core.oncall.Window;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A layer as somebody wrote it, before its people are looked up.
 *
 * @param start the local start of the first turn
 * @param slots people by id or username
 */
record LayerDraft(
    String name,
    int level,
    int priority,
    ZoneId zone,
    LocalDateTime start,
    Cadence every,
    List<List<Reference>> slots,
    Rotation.Counted counted,
    Rotation.AfterAbsence afterAbsence,
    List<Window> hours,
    Optional<Instant> until,
    Optional<HolidaysDraft> holidays) {

  /**
   * @param calendar by id or name
   */
  record HolidaysDraft(Reference calendar, Holidays.Effect effect) {}

  /**
   * The layer from its first turn on.
   *
   * @param people the id of each person that the slots name
   * @param calendars the id of each calendar of holidays
   */
  Layer layer(Map<Reference, UUID> people, Map<Reference, UUID> calendars) {
    List<List<UUID>> ids =
        slots.stream().map(slot -> slot.stream().map(people::get).distinct().toList()).toList();
    return new Layer(
        name,
        level,
        priority,
        new Rotation(zone, start, every, ids, 0, 0, counted, afterAbsence),
        hours,
        until,
        holidays.map(
            observed ->
                new Holidays(
                    Objects.requireNonNull(calendars.get(observed.calendar)),
                    Set.of(),
                    observed.effect)));
  }
}
