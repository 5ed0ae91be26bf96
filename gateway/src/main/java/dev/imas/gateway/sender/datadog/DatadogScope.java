package dev.imas.gateway.sender.datadog;

import dev.imas.core.model.Labels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** Datadog's comma lists of {@code key:value}, used for tags and scope. */
final class DatadogScope {

  private DatadogScope() {}

  /** The sorted members, each once, so that their order in the body does not matter. */
  static List<String> members(String list) {
    TreeSet<String> members = new TreeSet<>();
    for (String member : split(list)) {
      if (!member.equals("*")) {
        members.add(member);
      }
    }
    return List.copyOf(members);
  }

  /** Each member as a label. A bare tag has the value {@code true}; a value may contain colons. */
  static void addTo(Labels.Builder labels, String list) {
    for (String member : split(list)) {
      int colon = member.indexOf(':');
      if (member.equals("*") || colon == 0) {
        continue;
      }
      if (colon < 0) {
        labels.set(member, "true");
      } else {
        labels.set(member.substring(0, colon).strip(), member.substring(colon + 1).strip());
      }
    }
  }

  private static List<String> split(String list) {
    if (list.isBlank()) {
      return Collections.emptyList();
    }
    List<String> members = new ArrayList<>();
    int from = 0;
    while (from <= list.length()) {
      int comma = list.indexOf(',', from);
      int to = comma < 0 ? list.length() : comma;
      String member = list.substring(from, to).strip();
      if (!member.isEmpty()) {
        members.add(member);
      }
      from = to + 1;
    }
    return members;
  }
}
