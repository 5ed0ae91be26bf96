package dev.imas.e2e.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.e2e.agreement.IntendedDifference.Outcome;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** What both have told the receivers so far, and in the round that is under way. */
final class Told {

  /** What calls people, and is no mere update. */
  private static final Set<String> CALLS =
      Set.of(
          "incident.triggered",
          "incident.reopened",
          "incident.refired",
          "incident.joined",
          "incident.severity_changed");

  private static final Set<String> ENDS = Set.of("incident.resolved");

  private final FakeReceiver receiver;
  private final Function<String, Group> groups;

  /** By group, the firing alerts of Alertmanager's last notification. */
  private final Map<Group, Set<String>> alertmanager = new HashMap<>();

  private final Map<Group, Boolean> imas = new HashMap<>();
  private final Map<Group, Integer> firing = new HashMap<>();
  private final Map<Group, Set<String>> before = new HashMap<>();
  private final Set<Group> calledByImas = new HashSet<>();

  /** What was told as nothing that the comparison knows. */
  final List<String> unknown = new ArrayList<>();

  int notifications;
  int messages;
  private int read;

  /**
   * @param groups the group of an incident, by its id and the receiver: "id receiver"
   */
  Told(FakeReceiver receiver, Function<String, Group> groups) {
    this.receiver = receiver;
    this.groups = groups;
  }

  /** From now on, calls are those of another round. */
  void begin() {
    read();
    before.clear();
    before.putAll(alertmanager);
    calledByImas.clear();
  }

  /** Reads what has come since. */
  void read() {
    List<Received> all = receiver.requests();
    for (Received request : all.subList(read, all.size())) {
      JsonNode body = Json.read(request.body(), JsonNode.class);
      if (request.path().startsWith("/am/")) {
        ofAlertmanager(body);
      } else {
        ofImas(request.path().substring("/imas/".length()), body);
      }
    }
    read = all.size();
  }

  private void ofAlertmanager(JsonNode body) {
    notifications++;
    Group group = Group.ofAlertmanager(body);
    Set<String> firing = new HashSet<>();
    for (JsonNode alert : body.get("alerts")) {
      if (alert.get("status").asText().equals("firing")) {
        Map<String, String> labels = new TreeMap<>();
        alert
            .get("labels")
            .properties()
            .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        firing.add(labels.toString());
      }
    }
    alertmanager.put(group, firing);
  }

  private void ofImas(String receiverName, JsonNode body) {
    messages++;
    String event = body.path("event").asText();
    String incident = body.path("incident_id").asText();
    if (incident.isEmpty() || !CALLS.contains(event) && !ENDS.contains(event)) {
      unknown.add(receiverName + " " + event + " " + body.path("title").asText());
      return;
    }
    Group group = groups.apply(incident + " " + receiverName);
    imas.put(group, CALLS.contains(event));
    firing.put(group, body.path("firing_count").asInt());
    if (CALLS.contains(event)) {
      calledByImas.add(group);
    }
  }

  /** The firing alerts of Alertmanager's last notification before this round. */
  Set<String> before(Group group) {
    return before.getOrDefault(group, Set.of());
  }

  /**
   * What comes and goes within an interval does not count. After a restart Alertmanager may look at
   * a group when it has been posted the ended alerts of it alone, tell that it is over, and at once
   * that it fires.
   */
  Outcome ofAlertmanager(Group group) {
    Set<String> now = alertmanager.getOrDefault(group, Set.of());
    return new Outcome(!now.isEmpty(), !before(group).containsAll(now));
  }

  /** How many alerts fire, as Alertmanager told last. */
  int firingOfAlertmanager(Group group) {
    return alertmanager.getOrDefault(group, Set.of()).size();
  }

  /** How many alerts fire, as IMAS told last. */
  int firingOfImas(Group group) {
    return firing.getOrDefault(group, 0);
  }

  Outcome ofImas(Group group) {
    return new Outcome(imas.getOrDefault(group, false), calledByImas.contains(group));
  }

  /** All of which something was ever told. */
  Set<Group> groups() {
    Set<Group> all = new HashSet<>(alertmanager.keySet());
    all.addAll(imas.keySet());
    return all;
  }
}
