package dev.imas.core.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Disposition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What core's API says at one moment. Nothing in here is counted by the demo itself but the items
 * of lists.
 *
 * @param accepted alerts, by the ledger
 * @param dispositions by the ledger
 * @param imbalance by the ledger
 * @param incidents newest first
 * @param deliveries how many of each status
 * @param unfollowed alerts that fire and have no incident yet
 */
record Outcome(
    long accepted,
    Map<String, Long> dispositions,
    long imbalance,
    List<Incident> incidents,
    Map<String, Integer> deliveries,
    int unfollowed) {

  private static final int PAGE = 200;
  private static final int MOST_PAGES = 25;

  record Incident(String shortId, String severity, String status, String title, Instant createdAt) {
    boolean isOpen() {
      return !status.equals("RESOLVED");
    }
  }

  /** Reads the ledger alone. */
  static Outcome ledger(Http core) {
    JsonNode sums = core.get("/api/v1/ledger");
    Map<String, Long> dispositions = new LinkedHashMap<>();
    for (Disposition disposition : Disposition.values()) {
      dispositions.put(disposition.wireName(), number(sums, disposition.wireName()));
    }
    return new Outcome(
        number(sums, "accepted"), dispositions, number(sums, "imbalance"), List.of(), Map.of(), 0);
  }

  /** Reads the ledger, and the incidents and deliveries that are younger than a moment. */
  static Outcome since(Http core, Instant since) {
    Outcome ledger = ledger(core);
    List<Incident> incidents = new ArrayList<>();
    for (JsonNode item : items(core, "/api/v1/incidents")) {
      Incident incident =
          new Incident(
              item.path("short_id").asText(),
              item.path("severity").asText(),
              item.path("status").asText(),
              item.path("title").asText(),
              time(item, "created_at"));
      if (!incident.createdAt().isBefore(since) || incident.isOpen()) {
        incidents.add(incident);
      }
    }
    incidents.sort(Comparator.comparing(Incident::createdAt).reversed());
    Map<String, Integer> deliveries = new TreeMap<>();
    for (JsonNode item : items(core, "/api/v1/deliveries")) {
      if (!time(item, "created_at").isBefore(since)) {
        deliveries.merge(item.path("status").asText(), 1, Integer::sum);
      }
    }
    int unfollowed = 0;
    for (JsonNode item : items(core, "/api/v1/alerts")) {
      if (item.path("status").asText().equals("FIRING") && !item.path("incident").isObject()) {
        unfollowed++;
      }
    }
    return new Outcome(
        ledger.accepted, ledger.dispositions, ledger.imbalance, incidents, deliveries, unfollowed);
  }

  /** Nothing is on its way any more, as far as the API shows. */
  boolean isSettled() {
    return unfollowed == 0
        && deliveries.keySet().stream()
            .noneMatch(status -> status.equals("pending") || status.equals("sending"));
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
      throw new DemoFailure("The ledger that core answers has no figure '" + name + "'.");
    }
    return node.get(name).longValue();
  }

  private static Instant time(JsonNode node, String name) {
    return node.path(name).isTextual() ? Instant.parse(node.get(name).textValue()) : Instant.EPOCH;
  }
}
