package dev.imas.core.schedule;

import dev.imas.core.http.Reference;
import dev.imas.core.oncall.Cadence;
import dev.imas.core.oncall.Layer;
import dev.imas.core.oncall.Rotation;
import dev.imas.core.oncall.Window;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Optional<Instant> until) {

  /**
   * The layer from its first turn on.
   *
   * @param people the id of each person that the slots name
   */
  Layer layer(Map<Reference, UUID> people) {
    List<List<UUID>> ids =
        slots.stream().map(slot -> slot.stream().map(people::get).distinct().toList()).toList();
    return new Layer(
        name,
        level,
        priority,
        new Rotation(zone, start, every, ids, 0, 0, counted, afterAbsence),
        hours,
        until);
  }
}
