package dev.imas.core.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Part;
import dev.imas.core.http.Reference;
import dev.imas.core.model.ShownText;
import dev.imas.core.oncall.Cadence;
import dev.imas.core.oncall.Holidays;
import dev.imas.core.oncall.Layer;
import dev.imas.core.oncall.Rotation;
import dev.imas.core.oncall.Schedule;
import dev.imas.core.oncall.Window;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the layers of a request. Each fault is added to the body, with a pointer to its place. */
final class LayerReader {

  private static final int LONGEST_NAME = 100;
  private static final List<String> MEMBERS =
      List.of(
          "name",
          "level",
          "priority",
          "time_zone",
          "start",
          "every",
          "slots",
          "counted",
          "after_absence",
          "hours",
          "until",
          "holidays",
          "since", // shown; where a rotation goes on is not for the writer to say
          "first");

  private final Body body;
  private final ZoneId zone;
  private final Set<String> names = new HashSet<>();

  /**
   * @param zone of layers that name none
   */
  LayerReader(Body body, ZoneId zone) {
    this.body = body;
    this.zone = zone;
  }

  List<LayerDraft> read() {
    JsonNode list = body.present("layers");
    if (list == null || !list.isArray() || list.isEmpty() || list.size() > Schedule.MOST_LAYERS) {
      body.fault("/layers", "must be a list of 1 to " + Schedule.MOST_LAYERS + " layers");
      return List.of();
    }
    List<LayerDraft> drafts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      LayerDraft draft = layer(list.get(i), "/layers/" + i);
      if (draft != null) {
        drafts.add(draft);
      }
    }
    return drafts;
  }

  private @Nullable LayerDraft layer(JsonNode node, String at) {
    if (!node.isObject()) {
      body.fault(at, "must be an object");
      return null;
    }
    known(node, at, MEMBERS);
    String name = name(node, at);
    ZoneId own = value(node, at, "time_zone", ZONE, ZoneId::of, zone);
    LocalDateTime start = value(node, at, "start", LOCAL, LayerReader::start, null);
    Cadence every =
        value(
            node,
            at,
            "every",
            "a duration of one unit: P1D, P2W, P1M, PT12H",
            Cadence::parse,
            null);
    List<List<Reference>> slots = slots(node.path("slots"), at + "/slots");
    Rotation.Counted counted =
        value(node, at, "counted", "all or worked", COUNTED, Rotation.Counted.ALL);
    Rotation.AfterAbsence after =
        value(
            node,
            at,
            "after_absence",
            "takes_next or lost",
            AFTER_ABSENCE,
            Rotation.AfterAbsence.TAKES_NEXT);
    int level = whole(node, at, "level", 1, Layer.MOST_LEVELS, 1);
    int priority = whole(node, at, "priority", 0, 100, 0);
    Part part = Part.of(node, at, body::fault);
    List<Window> hours = part == null ? List.of() : HoursJson.read(part, "hours", 0);
    Instant until =
        node.hasNonNull("until")
            ? value(
                node,
                at,
                "until",
                "a time such as 2026-01-02T03:04:05Z",
                text -> OffsetDateTime.parse(text).toInstant(),
                null)
            : null;
    if (name == null || own == null || start == null || every == null || slots == null) {
      return null;
    }
    return new LayerDraft(
        name,
        level,
        priority,
        own,
        start,
        every,
        slots,
        counted == null ? Rotation.Counted.ALL : counted,
        after == null ? Rotation.AfterAbsence.TAKES_NEXT : after,
        hours,
        Optional.ofNullable(until),
        Optional.ofNullable(holidays(node, at + "/holidays")));
  }

  private LayerDraft.@Nullable HolidaysDraft holidays(JsonNode layer, String at) {
    if (!layer.hasNonNull("holidays")) {
      return null;
    }
    Part part = Part.of(layer.get("holidays"), at, body::fault);
    if (part == null) {
      return null;
    }
    part.only("calendar", "turn");
    String calendar = part.text("calendar", 200);
    if (calendar == null && !part.has("calendar")) {
      part.fault("calendar", "is missing; send the name or id of a holiday calendar");
    }
    Holidays.Effect effect = part.value("turn", "passes or rests", EFFECT);
    return calendar == null
        ? null
        : new LayerDraft.HolidaysDraft(
            Reference.of(calendar), effect == null ? Holidays.Effect.PASSES : effect);
  }

  private static final String ZONE = "a time zone such as Europe/Paris";
  private static final String LOCAL =
      "a local time of the years 2000 to 2099 such as 2026-01-05T09:00";
  private static final Function<String, Rotation.Counted> COUNTED =
      text -> Rotation.Counted.valueOf(text.toUpperCase(Locale.ROOT));
  private static final Function<String, Rotation.AfterAbsence> AFTER_ABSENCE =
      text -> Rotation.AfterAbsence.valueOf(text.toUpperCase(Locale.ROOT));

  private static final Function<String, Holidays.Effect> EFFECT =
      text -> Holidays.Effect.valueOf(text.toUpperCase(Locale.ROOT));

  private static LocalDateTime start(String text) {
    LocalDateTime start = LocalDateTime.parse(text);
    if (start.getYear() < 2000 || start.getYear() > 2099) {
      throw new IllegalArgumentException(text);
    }
    return start;
  }

  private @Nullable String name(JsonNode node, String at) {
    String given = node.path("name").textValue();
    String name = given == null ? null : ShownText.of(given);
    if (name == null
        || name.isBlank()
        || name.length() > LONGEST_NAME
        || given.indexOf('\0') >= 0) {
      body.fault(at + "/name", "must be a text of 1 to " + LONGEST_NAME + " characters");
      return null;
    }
    String stripped = name.strip();
    if (!names.add(stripped)) {
      body.fault(at + "/name", "is the name of another layer, too; choose another");
    }
    return stripped;
  }

  private @Nullable List<List<Reference>> slots(JsonNode list, String at) {
    if (!list.isArray() || list.isEmpty() || list.size() > Rotation.MOST_SLOTS) {
      body.fault(
          at,
          "must be a list of 1 to "
              + Rotation.MOST_SLOTS
              + " slots, each with the people who are on call together: [[\"alice\"],[\"bob\"]]");
      return null;
    }
    List<List<Reference>> slots = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      slots.add(slot(list.get(i), at + "/" + i));
    }
    return slots;
  }

  private List<Reference> slot(JsonNode node, String at) {
    List<Reference> people = new ArrayList<>();
    if (node.isTextual()) {
      addPerson(people, node, at);
      return people;
    }
    if (!node.isArray() || node.isEmpty() || node.size() > Rotation.MOST_TOGETHER) {
      body.fault(at, "must be a list of 1 to " + Rotation.MOST_TOGETHER + " people");
      return people;
    }
    for (int i = 0; i < node.size(); i++) {
      addPerson(people, node.get(i), at + "/" + i);
    }
    return people;
  }

  private void addPerson(List<Reference> people, JsonNode node, String at) {
    String text = node.textValue();
    if (text == null || text.isBlank() || text.length() > 200 || text.indexOf('\0') >= 0) {
      body.fault(at, "must be the id or the username of a person");
      return;
    }
    Reference person = Reference.of(text.strip());
    if (people.contains(person)) {
      body.fault(at, "is in this slot already");
      return;
    }
    people.add(person);
  }

  private int whole(JsonNode node, String at, String member, int least, int most, int otherwise) {
    JsonNode value = node.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) {
      body.fault(at + "/" + member, "must be a whole number from " + least + " to " + most);
      return otherwise;
    }
    return value.intValue();
  }

  /** Adds a fault and returns null if the member is malformed, or missing without a default. */
  private <T> @Nullable T value(
      JsonNode node,
      String at,
      String member,
      String expected,
      Function<String, T> parse,
      @Nullable T otherwise) {
    JsonNode value = node.path(member);
    if (otherwise != null && (value.isMissingNode() || value.isNull())) {
      return otherwise;
    }
    if (value.isTextual()) {
      try {
        return parse.apply(value.textValue());
      } catch (IllegalArgumentException | DateTimeException e) {
        // Told below.
      }
    }
    body.fault(at + "/" + member, "must be " + expected);
    return null;
  }

  private void known(JsonNode node, String at, List<String> members) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!members.contains(name)) {
                body.fault(
                    at + "/" + name,
                    "is not known here; the known members are " + String.join(", ", members));
              }
            });
  }
}
