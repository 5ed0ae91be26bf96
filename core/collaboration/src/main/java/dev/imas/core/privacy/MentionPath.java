package dev.imas.core.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which page shows a text, by the table and the key of its row. Pure. */
final class MentionPath {

  private static final List<String> OF_INCIDENT =
      List.of("timeline", "incident_update", "incident_runbook_step", "incident_opening");

  private MentionPath() {}

  static @Nullable String of(String table, JsonNode key) {
    JsonNode incident = key.get("incident_id");
    if (incident != null && OF_INCIDENT.contains(table)) {
      return "/incidents/" + incident.asText();
    }
    JsonNode id = key.get("id");
    return switch (table) {
      case "incident" -> id == null ? null : "/incidents/" + id.asText();
      case "service" -> "/services";
      case "team", "team_contact" -> "/teams";
      case "schedule", "schedule_override", "shift_swap", "hand_over_note" -> "/on-call";
      case "escalation_policy", "escalation_address" -> "/policies";
      case "silence", "maintenance_window" -> "/silences";
      case "item", "item_event" -> "/tasks";
      case "runbook", "runbook_version" -> "/runbooks";
      default -> null;
    };
  }
}
