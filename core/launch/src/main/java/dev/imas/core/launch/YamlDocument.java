package dev.imas.core.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A document of a file.
 *
 * @param file as the user named it
 * @param lines the line of each part, by its pointer
 */
record YamlDocument(String file, ObjectNode content, Map<String, Integer> lines) {

  YamlDocument {
    lines = Map.copyOf(lines);
  }

  /** Where a part of it is, or the nearest part around it: {@code teams.yaml:12}. */
  String place(String pointer) {
    String at = pointer;
    while (!lines.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
    }
    return file + ":" + lines.getOrDefault(at, 1);
  }
}
