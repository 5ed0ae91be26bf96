package dev.imas.core.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names a variable in the place of each secret that an export leaves out, so that another
 * installation can be given it.
 */
final class SecretVariables {

  /** Variables with it are the user's own. */
  private static final String PREFIX = "IMAS_X_";

  /** The place of each secret by its variable. */
  private final Map<String, String> places = new LinkedHashMap<>();

  /** Writes variables into a document. */
  void replaceIn(JsonNode document) {
    String thing = document.path("kind").asText() + " " + document.path("key").asText();
    replace(document, thing.strip());
  }

  private void replace(JsonNode node, String place) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        String at = place + " " + member.getKey();
        if (member.getValue().size() == 1 && member.getValue().path("stored").asBoolean()) {
          member.setValue(Json.MAPPER.createObjectNode().put("from_env", variable(at)));
        } else {
          replace(member.getValue(), at);
        }
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        replace(node.get(i), place + " " + (i + 1));
      }
    }
  }

  private String variable(String place) {
    String name = PREFIX + place.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
    String free = name;
    for (int i = 2; places.containsKey(free); i++) {
      free = name + "_" + i;
    }
    places.put(free, place);
    return free;
  }

  /** Each variable and what it is for, a line for each in the order of the documents. */
  List<String> lines() {
    return places.entrySet().stream()
        .map(one -> "  the variable " + one.getKey() + ": " + one.getValue())
        .toList();
  }
}
