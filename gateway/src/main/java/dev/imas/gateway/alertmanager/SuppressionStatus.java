package dev.imas.gateway.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What hides an alert, in the members of Alertmanager's status.
 *
 * @param silences ids of silences
 * @param inhibitors alerts that inhibit it, one for each rule, by their fingerprints in IMAS. While
 *     it only waits for such an alert, the rule's id stands for it
 * @param intervals names of time intervals by which its rule tells nobody now
 */
record SuppressionStatus(List<String> silences, List<String> inhibitors, List<String> intervals) {

  private static final SuppressionStatus NOTHING =
      new SuppressionStatus(List.of(), List.of(), List.of());

  SuppressionStatus {
    silences = List.copyOf(silences);
    inhibitors = List.copyOf(inhibitors);
    intervals = List.copyOf(intervals);
  }

  /**
   * @param reasons as core has stored them; null if nothing hides it
   */
  static SuppressionStatus read(@Nullable String reasons) {
    if (reasons == null) {
      return NOTHING;
    }
    List<String> silences = new ArrayList<>();
    List<String> inhibitors = new ArrayList<>();
    List<String> intervals = new ArrayList<>();
    for (JsonNode reason : Json.read(reasons, JsonNode.class)) {
      String id = reason.path("id").asText();
      String kind = reason.path("kind").asText();
      if (kind.equals("silence") || kind.equals("maintenance")) {
        silences.add(id);
      } else if (kind.equals("time")) {
        intervals.add(reason.path("name").asText(id));
      } else {
        inhibitors.add(reason.path("by").asText(id).replace("-", ""));
      }
    }
    return new SuppressionStatus(silences, inhibitors, intervals);
  }

  /**
   * Whether it is active, in Alertmanager's words: a time interval mutes it and changes no state.
   */
  boolean isActive() {
    return silences.isEmpty() && inhibitors.isEmpty();
  }
}
