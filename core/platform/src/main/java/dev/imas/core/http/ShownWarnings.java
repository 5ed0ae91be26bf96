package dev.imas.core.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What the {@code warnings} of an answer say, in words, for answers that hold no such thing. */
public final class ShownWarnings {

  private ShownWarnings() {}

  /**
   * @param shown as the API shows it
   */
  public static List<String> inWords(JsonNode shown) {
    List<String> all = new ArrayList<>();
    for (JsonNode warning : shown.path("warnings")) {
      all.add(one(warning));
    }
    return all;
  }

  private static String one(JsonNode warning) {
    if (warning.isTextual()) {
      return warning.textValue();
    }
    if (warning.path("detail").isTextual()) {
      return (warning.path("pointer").asText() + " " + warning.get("detail").textValue()).strip();
    }
    if (!warning.path("from").isTextual()) {
      return warning.toString();
    }
    List<String> layers = new ArrayList<>();
    warning.path("layers").forEach(layer -> layers.add(layer.asText()));
    return warning.path("kind").asText()
        + " at level "
        + warning.path("level").asText()
        + " from "
        + warning.get("from").textValue()
        + " until "
        + warning.path("until").asText()
        + (layers.isEmpty() ? ": nobody is on call" : ": " + String.join(", ", layers));
  }
}
