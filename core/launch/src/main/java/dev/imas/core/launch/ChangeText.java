package dev.imas.core.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What an apply did or would do, for people. Pure. */
final class ChangeText {

  private static final int LONGEST = 160;

  private ChangeText() {}

  /**
   * @param applied as the API answers it
   */
  static List<String> lines(JsonNode applied) {
    List<String> lines = new ArrayList<>();
    for (JsonNode change : applied.path("changes")) {
      String action = change.path("action").asText();
      lines.add(
          sign(action)
              + " "
              + thing(change)
              + (change.path("name").equals(change.path("key"))
                  ? ""
                  : " (" + change.path("name").asText() + ")")
              + ": "
              + change.path("why").asText());
      for (JsonNode part : change.path("parts")) {
        lines.add("    " + part(part, action.equals("create")));
      }
      for (JsonNode warning : change.path("warnings")) {
        lines.add("  ! " + warning.asText());
      }
    }
    for (JsonNode left : applied.path("left")) {
      lines.add("  " + thing(left) + ": has no document any more; --prune would delete it");
    }
    lines.add(summary(applied));
    return lines;
  }

  private static String thing(JsonNode of) {
    return of.path("kind").asText().replace('_', ' ') + " " + of.path("key").asText();
  }

  private static String sign(String action) {
    return switch (action) {
      case "create" -> "+";
      case "update" -> "~";
      case "delete", "retire" -> "-";
      default -> "=";
    };
  }

  private static String part(JsonNode part, boolean isNew) {
    String path = part.path("path").asText();
    return isNew
        ? path + ": " + value(part.path("after"))
        : path + ": " + value(part.path("before")) + " -> " + value(part.path("after"));
  }

  private static String value(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "(none)";
    }
    if (value.isObject() && value.size() == 1 && value.path("stored").asBoolean()) {
      return "(secret)";
    }
    String text =
        value.isTextual() && !value.textValue().isBlank()
            ? value.textValue().replace("\n", "\\n")
            : value.toString();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  private static String summary(JsonNode applied) {
    JsonNode counts = applied.path("counts");
    int retired = counts.path("retire").asInt();
    String counted =
        "%d created, %d changed, %d deleted, %s%d taken over, %d unchanged"
            .formatted(
                counts.path("create").asInt(),
                counts.path("update").asInt(),
                counts.path("delete").asInt(),
                retired == 0 ? "" : retired + " switched off, ",
                counts.path("take_over").asInt(),
                counts.path("unchanged").asInt());
    String set = "Set " + applied.path("set").asText();
    return applied.path("dry_run").asBoolean()
        ? set + ", would be: " + counted + ". Nothing was written."
        : set + ": " + counted + ".";
  }
}
