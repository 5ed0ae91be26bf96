package dev.imas.core.schedule;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.oncall.Layer;
import dev.imas.core.platform.Fault;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A schedule as somebody wrote it.
 *
 * @param team by id or name
 * @param zone of layers that name none
 */
record ScheduleDraft(
    Reference team, String name, String description, ZoneId zone, List<LayerDraft> layers) {

  /**
   * @throws Fault INVALID with all faults
   */
  static ScheduleDraft read(Body body) {
    body.only("name", "team", "description", "time_zone", "layers");
    ZoneId zone = zone(body);
    ScheduleDraft draft =
        new ScheduleDraft(
            body.requiredReference("team"),
            body.requiredText("name", 200),
            body.text("description", 5_000, ""),
            zone,
            new LayerReader(body, zone).read());
    body.throwIfFaulty();
    return draft;
  }

  private static ZoneId zone(Body body) {
    String text = body.requiredText("time_zone", 100);
    try {
      return text.isEmpty() ? ZoneOffset.UTC : ZoneId.of(text);
    } catch (DateTimeException e) {
      body.fault("/time_zone", "must be a time zone such as Europe/Paris");
      return ZoneOffset.UTC;
    }
  }

  /** Everybody whom the layers name. */
  Set<Reference> people() {
    Set<Reference> people = new LinkedHashSet<>();
    layers.forEach(layer -> layer.slots().forEach(people::addAll));
    return people;
  }

  /** Every calendar that the layers name. */
  Set<Reference> calendars() {
    Set<Reference> calendars = new LinkedHashSet<>();
    layers.forEach(layer -> layer.holidays().ifPresent(h -> calendars.add(h.calendar())));
    return calendars;
  }

  /**
   * The layers from their first turns on.
   *
   * @param found the ids of the people that exist
   * @param calendars the ids of the calendars that exist
   * @throws Fault INVALID that names each person and calendar that does not
   */
  List<Layer> layers(Map<Reference, UUID> found, Map<Reference, UUID> calendars) {
    Map<String, List<String>> faults = new LinkedHashMap<>();
    List<Layer> made = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      List<List<Reference>> slots = layers.get(i).slots();
      for (int slot = 0; slot < slots.size(); slot++) {
        String at = "/layers/" + i + "/slots/" + slot;
        for (Reference person : slots.get(slot)) {
          if (!found.containsKey(person)) {
            faults.put(
                at, List.of(at + " names " + person + ", who is no user; create the user first"));
          }
        }
      }
      String calendarAt = "/layers/" + i + "/holidays/calendar";
      layers
          .get(i)
          .holidays()
          .map(LayerDraft.HolidaysDraft::calendar)
          .filter(calendar -> !calendars.containsKey(calendar))
          .ifPresent(
              calendar ->
                  faults.put(
                      calendarAt,
                      List.of(
                          calendarAt
                              + " names "
                              + calendar
                              + ", which is no holiday calendar; create it first")));
      if (faults.isEmpty()) {
        made.add(layers.get(i).layer(found, calendars));
      }
    }
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
    return made;
  }
}
