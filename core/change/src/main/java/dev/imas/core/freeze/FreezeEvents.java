package dev.imas.core.freeze;

import dev.imas.core.changeevent.ChangeEvent;
import dev.imas.core.changeevent.ChangeEvent.Concerned;
import dev.imas.core.changeevent.ChangeEvent.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What others are told of a freeze. */
final class FreezeEvents {

  private FreezeEvents() {}

  static ChangeEvent of(Kind kind, FreezeView freeze, String author) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", freeze.id());
    data.put("name", freeze.name());
    data.put("description", freeze.description());
    data.put("starts_at", freeze.startsAt());
    data.put("ends_at", freeze.endsAt());
    data.put("time_zone", freeze.timeZone());
    if (freeze.recurrence() != null) {
      data.put("recurrence", freeze.recurrence());
    }
    data.put("tiers", freeze.tiers());
    data.put("environments", freeze.environments());
    data.put("services", freeze.services());
    data.put("teams", freeze.teams());
    data.put("observes", freeze.observes());
    data.put("is_active", freeze.isActive());
    data.put("author", author);
    data.put("sequence", freeze.version());
    List<Concerned> concerns = new ArrayList<>();
    freeze.services().forEach(one -> concerns.add(new Concerned(one.id(), null)));
    freeze.teams().forEach(one -> concerns.add(new Concerned(null, one.id())));
    return new ChangeEvent(
        kind,
        freeze.id(),
        Integer.toString(freeze.version()),
        concerns,
        "/api/v1/freezes/" + freeze.id(),
        data);
  }
}
