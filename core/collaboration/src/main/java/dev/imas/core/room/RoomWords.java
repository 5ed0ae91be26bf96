package dev.imas.core.room;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.catalog.OwnedService;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.TimelineRepository.Line;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.platform.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is written in a room, in words without a vendor's markup. Pure. */
final class RoomWords {

  /** What a room is told of. */
  static final Set<String> MIRRORED =
      Set.of(
          TimelineType.STATUS_CHANGE.name(),
          TimelineType.REOPENED.name(),
          TimelineType.SEVERITY_CHANGE.name(),
          TimelineType.SERVICE_CHANGE.name(),
          TimelineType.ASSIGNMENT.name(),
          TimelineType.SCOPE_ADDED.name(),
          TimelineType.SCOPE_REMOVED.name(),
          TimelineType.STAKEHOLDER_UPDATE.name(),
          TimelineType.NOTE.name());

  private static final int LONGEST_LINE = 1_500;
  private static final int LONGEST_NAME = 80;

  private RoomWords() {}

  /** By this a channel is known as the incident's room, whatever its name (decision C2). */
  static String mark(UUID incident, int number) {
    return "imas:" + incident + "." + number;
  }

  /** Severity, service and lead (COL-02), and the mark. Slack takes 250 characters. */
  static String topic(Incident incident, OwnedService service, int number) {
    String lead = incident.lead();
    return incident.severity().name().substring(0, 4)
        + " · "
        + cut(service.name(), LONGEST_NAME)
        + (lead == null ? " · no lead yet" : " · lead " + cut(lead, LONGEST_NAME))
        + " · "
        + mark(incident.id(), number);
  }

  /**
   * The message that is pinned (COL-04). The notifier adds the link to the incident.
   *
   * @param before a word about the room before this one; null if there was none
   */
  static Map<String, Object> first(
      Incident incident, OwnedService service, @Nullable String before) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("headline", incident.shortId() + " " + incident.title());
    payload.put(
        "text",
        before == null
            ? cut(incident.description(), LONGEST_LINE)
            : (before + "\n" + cut(incident.description(), LONGEST_LINE)).strip());
    List<List<String>> fields = new ArrayList<>();
    fields.add(List.of("Severity", incident.severity().name()));
    fields.add(List.of("Status", incident.status().name()));
    fields.add(List.of("Service", service.name()));
    fields.add(List.of("Team", service.team()));
    String lead = incident.lead();
    if (lead != null) {
      fields.add(List.of("Lead", lead));
    }
    payload.put("fields", fields);
    payload.put("incident", incident.id().toString());
    String runbook = service.runbookUrl();
    if (runbook != null) {
      payload.put("runbook", runbook);
    }
    payload.put("pin", true);
    return payload;
  }

  /**
   * What has happened since the room was told last, in one message; empty if it is nothing for it.
   *
   * @param end what is added where the incident is over; null while it is not
   */
  static Map<String, Object> news(List<Line> entries, @Nullable String end) {
    List<String> lines = new ArrayList<>();
    for (Line entry : entries) {
      // What came from a room is there already.
      if (MIRRORED.contains(entry.type()) && !facts(entry).has("room")) {
        lines.add(line(entry));
      }
    }
    if (lines.isEmpty()) {
      return Map.of();
    }
    if (end != null) {
      lines.add(end);
    }
    return Map.of("text", String.join("\n", lines));
  }

  private static String line(Line entry) {
    JsonNode facts = facts(entry);
    String to = facts.path("to").asText("");
    String what =
        switch (entry.type()) {
          case "STATUS_CHANGE", "REOPENED", "SEVERITY_CHANGE" -> to;
          case "SERVICE_CHANGE" -> "Another service";
          case "ASSIGNMENT" -> "Assigned";
          case "STAKEHOLDER_UPDATE" -> "Update for stakeholders";
          default -> "";
        };
    String who = entry.createdBy().equals(Incident.SYSTEM) ? "" : entry.createdBy();
    String head = what.isEmpty() ? who : who.isEmpty() ? what : what + " by " + who;
    return isPlain(entry, to) || entry.message().isBlank()
        ? head
        : head + (head.isEmpty() ? "" : ": ") + cut(entry.message(), LONGEST_LINE);
  }

  /** Whether an entry has no text of its own: it repeats the change. Older ones name the states. */
  private static boolean isPlain(Line entry, String to) {
    return !to.isEmpty()
        && (entry.message().endsWith(" → " + to)
            || Stream.of(
                    IncidentEvent.ACKNOWLEDGED,
                    IncidentEvent.UNACKNOWLEDGED,
                    IncidentEvent.MITIGATED,
                    IncidentEvent.RESOLVED)
                .map(event -> Incident.plain(event, entry.createdBy()))
                .anyMatch(entry.message()::equals));
  }

  /** Whether one of them says that the incident was resolved. */
  static boolean tellResolution(List<Line> entries) {
    return entries.stream()
        .anyMatch(
            e ->
                e.type().equals(TimelineType.STATUS_CHANGE.name())
                    && facts(e).path("to").asText("").equals("RESOLVED"));
  }

  private static JsonNode facts(Line entry) {
    return Json.read(entry.metadata(), JsonNode.class);
  }

  /** The end of the last message (COL-05). */
  static String end(Incident incident, Duration archiveAfter) {
    Long seconds = incident.clocks().mttrSeconds();
    String took =
        seconds == null ? "" : "Time to resolve: " + shown(Duration.ofSeconds(seconds)) + ". ";
    return took
        + (archiveAfter.isZero()
            ? "This room is archived now."
            : "This room is archived in " + shown(archiveAfter) + ", unless it is reopened.");
  }

  static String shown(Duration time) {
    if (time.compareTo(Duration.ofMinutes(1)) < 0) {
      return time.toSeconds() + " s";
    }
    long minutes = Math.round(time.toSeconds() / 60.0);
    long hours = minutes / 60;
    return hours == 0
        ? minutes + " min"
        : minutes % 60 == 0 ? hours + " h" : hours + " h " + minutes % 60 + " min";
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
    return text.substring(0, end) + "…";
  }
}
