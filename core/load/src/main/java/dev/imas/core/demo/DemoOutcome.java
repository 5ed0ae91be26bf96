package dev.imas.core.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Disposition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What core's API reports at one moment. The demo itself only counts the items of lists.
 *
 * @param accepted the accepted alerts, from the ledger
 * @param dispositions the count of each disposition, from the ledger
 * @param imbalance the ledger's imbalance
 * @param incidents the incidents by id, in the order of the API
 * @param deliveries the status of each delivery by id
 * @param unfollowed the number of firing alerts that have no incident yet
 */
record DemoOutcome(
    long accepted,
    Map<String, Long> dispositions,
    long imbalance,
    Map<String, Incident> incidents,
    Map<String, String> deliveries,
    int unfollowed) {

  private static final int PAGE = 200;
  private static final int MOST_PAGES = 50;

  record Incident(String shortId, String severity, String status, String title) {
    boolean isOpen() {
      return !status.equals("RESOLVED");
    }
  }

  static DemoOutcome read(Http core) {
    JsonNode ledger = core.get("/api/v1/ledger");
    Map<String, Long> dispositions = new LinkedHashMap<>();
    for (Disposition disposition : Disposition.values()) {
      dispositions.put(disposition.wireName(), number(ledger, disposition.wireName()));
    }
    Map<String, Incident> incidents = new LinkedHashMap<>();
    for (JsonNode item : items(core, "/api/v1/incidents")) {
      incidents.put(
          item.path("id").asText(),
          new Incident(
              item.path("short_id").asText(),
              item.path("severity").asText(),
              item.path("status").asText(),
              item.path("title").asText()));
    }
    Map<String, String> deliveries = new LinkedHashMap<>();
    for (JsonNode item : items(core, "/api/v1/deliveries")) {
      deliveries.put(item.path("id").asText(), item.path("status").asText());
    }
    int unfollowed = 0;
    for (JsonNode item : items(core, "/api/v1/alerts")) {
      if (item.path("status").asText().equals("FIRING") && !item.path("incident").isObject()) {
        unfollowed++;
      }
    }
    return new DemoOutcome(
        number(ledger, "accepted"),
        dispositions,
        number(ledger, "imbalance"),
        incidents,
        deliveries,
        unfollowed);
  }

  /** Whether nothing new is still in progress, as far as the API shows. */
  boolean isSettled(DemoOutcome before) {
    return unfollowed == 0
        && deliveriesSince(before).keySet().stream()
            .noneMatch(status -> status.equals("pending") || status.equals("sending"));
  }

  /** The incidents that are open, and those that changed since then. */
  List<Incident> incidentsSince(DemoOutcome before) {
    return incidents.entrySet().stream()
        .filter(
            e -> e.getValue().isOpen() || !e.getValue().equals(before.incidents.get(e.getKey())))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The number of new deliveries by status. */
  Map<String, Integer> deliveriesSince(DemoOutcome before) {
    Map<String, Integer> counts = new TreeMap<>();
    deliveries.forEach(
        (id, status) -> {
          if (!before.deliveries.containsKey(id)) {
            counts.merge(status, 1, Integer::sum);
          }
        });
    return counts;
  }

  private static List<JsonNode> items(Http core, String path) {
    List<JsonNode> items = new ArrayList<>();
    String page = path + "?limit=" + PAGE;
    for (int i = 0; i < MOST_PAGES; i++) {
      JsonNode list = core.get(page);
      list.path("items").forEach(items::add);
      JsonNode next = list.path("next");
      if (!next.isTextual()) {
        break;
      }
      page = path + "?limit=" + PAGE + "&cursor=" + next.textValue();
    }
    return items;
  }

  private static long number(JsonNode node, String name) {
    if (!node.path(name).isNumber()) {
      throw new DemoFailure(
          "The ledger in core's answer has no number '"
              + name
              + "'. Check "
              + "--core: it must be the URL of IMAS's core.");
    }
    return node.get(name).longValue();
  }
}
