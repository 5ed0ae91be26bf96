package dev.imas.core.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.oncall.Cadence;
import dev.imas.core.platform.Json;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;

/** Schedules of who is on call. */
final class ScheduleDocuments implements DocumentsOfKind {

  private static final Fields LAYER =
      Members.of()
          .member("name", Members.ANY)
          .otherwise("level", Members.ANY, 1)
          .otherwise("priority", Members.ANY, 0)
          .member("time_zone", Members.ANY)
          .member("start", new Shape.Spelled(text -> LocalDateTime.parse(text).toString()))
          .member("every", new Shape.Spelled(text -> Cadence.parse(text).text()))
          .member("slots", new Shape.Listed(new Shape.Listed(new Shape.Naming(Kind.USER))))
          .otherwise("counted", Members.CASELESS, "all")
          .otherwise("after_absence", Members.CASELESS, "takes_next")
          .otherwise("hours", Members.HOURS, List.of())
          .member(
              "until", new Shape.Spelled(text -> OffsetDateTime.parse(text).toInstant().toString()))
          .member(
              "holidays",
              Members.of()
                  .member("calendar", new Shape.Naming(Kind.HOLIDAY_CALENDAR))
                  .otherwise("turn", Members.CASELESS, "passes")
                  .made())
          .member("since", Members.IGNORED)
          .member("first", Members.IGNORED)
          .made();

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .member("team", new Shape.Naming(Kind.TEAM))
          .otherwise("description", Members.ANY, "")
          .member("time_zone", Members.ANY)
          .member("layers", new Shape.Listed(LAYER))
          .made();

  private final ScheduleRoutes schedules;

  ScheduleDocuments(ScheduleRoutes schedules) {
    this.schedules = schedules;
  }

  @Override
  public Kind kind() {
    return Kind.SCHEDULE;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return keeping.resource(Kind.SCHEDULE, schedules.resource(keeping.call()), "team");
  }

  @Override
  public void complete(ObjectNode document) {
    if (!document.path("time_zone").isTextual()) {
      return;
    }
    for (JsonNode layer : document.path("layers")) {
      if (layer instanceof ObjectNode object && !object.hasNonNull("time_zone")) {
        object.set("time_zone", document.get("time_zone"));
      }
      wrapSlots(layer);
    }
  }

  /** A person alone is a slot, too. */
  private static void wrapSlots(JsonNode layer) {
    if (layer.path("slots") instanceof ArrayNode slots) {
      for (int i = 0; i < slots.size(); i++) {
        if (slots.get(i).isTextual()) {
          slots.set(i, Json.MAPPER.createArrayNode().add(slots.get(i)));
        }
      }
    }
  }
}
