package dev.imas.e2e.agreement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A seeded world of alerts, as its monitoring knows it, with silences and inhibition over it. Each
 * {@link Change} is a round: what it changes stays so for longer than any interval, since two
 * programs that look at different moments need not agree on what comes and goes in between.
 */
final class AlertStream {

  /** What changes in a round. In a round only one of these, so that no order decides. */
  enum Change {
    ALERTS,
    SILENCES,
    SOURCES,
    RESTARTS
  }

  /** One alert. It has been posted if it began once. */
  static final class Alert {
    final Map<String, String> labels;
    final Group group;
    private @Nullable Instant startsAt;
    private @Nullable Instant endsAt;

    Alert(Map<String, String> labels) {
      this.labels = Map.copyOf(labels);
      this.group = Group.of(labels);
    }

    boolean fires() {
      return startsAt != null && endsAt == null;
    }

    boolean isKnown() {
      return startsAt != null;
    }

    private void toggle(Instant now) {
      if (fires()) {
        endsAt = now;
      } else {
        startsAt = now;
        endsAt = null;
      }
    }

    /** As Prometheus posts it, again and again. */
    String json() {
      StringBuilder json = new StringBuilder("{\"labels\":{");
      labels.forEach(
          (name, value) ->
              json.append(json.charAt(json.length() - 1) == '{' ? "" : ",")
                  .append('"' + name + "\":\"" + value + '"'));
      json.append("},\"startsAt\":\"").append(startsAt).append('"');
      if (endsAt != null) {
        json.append(",\"endsAt\":\"").append(endsAt).append('"');
      }
      return json.append('}').toString();
    }
  }

  /** A silence by labels that must be equal. */
  record Silence(Map<String, String> matchers) {

    boolean matches(Alert alert) {
      return alert.labels.entrySet().containsAll(matchers.entrySet());
    }
  }

  private static final String[] NAMES = {"Slow", "Full", "Errors", "Stuck", "Late"};
  private static final String[] SEVERITIES = {"critical", "warning", "info"};
  private static final String[] TEAMS = {"a", "b", "c", "d", "e", "f", "g", "h"};
  private static final int NODES = 4;

  private final Random random;
  private final int clusters;
  private final List<Alert> alerts = new ArrayList<>();
  private final List<Alert> sources = new ArrayList<>();
  private final List<Silence> silences = new ArrayList<>();

  AlertStream(Random random, int size) {
    this.random = random;
    this.clusters = Math.max(3, size / 60);
    for (int i = 0; i < size; i++) {
      Map<String, String> labels = new TreeMap<>();
      labels.put("alertname", pick(NAMES));
      labels.put("severity", pick(SEVERITIES));
      labels.put("team", pick(TEAMS));
      labels.put("cluster", "c" + random.nextInt(clusters));
      labels.put("node", "n" + random.nextInt(NODES));
      labels.put("instance", "i" + i);
      alerts.add(new Alert(labels));
    }
    for (int c = 0; c < clusters; c++) {
      for (int n = 0; n < NODES; n++) {
        sources.add(
            new Alert(
                Map.of(
                    "alertname",
                    "NodeDown",
                    "severity",
                    "critical",
                    "cluster",
                    "c" + c,
                    "node",
                    "n" + n)));
      }
      sources.add(
          new Alert(
              Map.of("alertname", "ClusterDown", "severity", "critical", "cluster", "c" + c)));
    }
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  /** All that was ever posted, sources first. */
  List<Alert> known() {
    List<Alert> known = new ArrayList<>();
    sources.stream().filter(Alert::isKnown).forEach(known::add);
    alerts.stream().filter(Alert::isKnown).forEach(known::add);
    return known;
  }

  List<Silence> silences() {
    return List.copyOf(silences);
  }

  /** Whether a silence, or an inhibit rule or a route of {@link Configuration}, mutes it then. */
  boolean isMuted(Alert alert, Instant at) {
    return Configuration.isMuted(Configuration.receiver(alert.labels), at)
        || silences.stream().anyMatch(silence -> silence.matches(alert))
        || sources.stream().anyMatch(source -> source.fires() && inhibits(source, alert));
  }

  private static boolean inhibits(Alert source, Alert target) {
    boolean isSameCluster = is(target, "cluster", source.labels.get("cluster"));
    return is(source, "alertname", "NodeDown")
        ? isSameCluster
            && is(target, "node", source.labels.get("node"))
            && is(target, "severity", "warning")
        : isSameCluster && is(target, "team", "a");
  }

  private static boolean is(Alert alert, String label, @Nullable String value) {
    return value != null && value.equals(alert.labels.get(label));
  }

  /** By group, the alerts that were ever posted. */
  Map<Group, List<Alert>> groups() {
    Map<Group, List<Alert>> groups = new HashMap<>();
    for (Alert alert : known()) {
      groups.computeIfAbsent(alert.group, any -> new ArrayList<>()).add(alert);
    }
    return groups;
  }

  /**
   * In some groups alerts begin, and in others some end, mostly such as nothing mutes. Not both in
   * one group: IMAS tells of what begins, with what has not ended by then.
   */
  void changeAlerts(Instant now, Budget budget) {
    Map<Group, Boolean> begins = new HashMap<>();
    for (Alert alert : alerts) {
      if (begins.computeIfAbsent(alert.group, any -> random.nextInt(5) < 3) == alert.fires()) {
        continue;
      }
      boolean changes =
          alert.fires()
              ? random.nextInt(100) < (isMuted(alert, now) ? 20 : 60)
              : random.nextInt(100) < 60;
      if (changes && budget.allows(alert.group)) {
        alert.toggle(now);
      }
    }
  }

  void changeSources(Instant now, Budget budget) {
    for (Alert source : sources) {
      if (random.nextInt(100) < (source.fires() ? 50 : 10) && budget.allows(source.group)) {
        source.toggle(now);
      }
    }
  }

  /** Some end, and some begin: over a cluster, over a part of a group, over one alert. */
  void changeSilences() {
    silences.removeIf(silence -> random.nextInt(100) < 50);
    int more = 1 + alerts.size() / 100;
    for (int i = 0; i < more; i++) {
      Alert one = alerts.get(random.nextInt(alerts.size()));
      Map<String, String> labels = one.labels;
      Silence made =
          switch (random.nextInt(3)) {
            case 0 -> new Silence(only(labels, List.of("cluster")));
            case 1 -> new Silence(only(labels, List.of("team", "node", "cluster")));
            default -> new Silence(only(labels, List.of("instance")));
          };
      if (!silences.contains(made)) {
        silences.add(made);
      }
    }
  }

  private static Map<String, String> only(Map<String, String> labels, Collection<String> names) {
    Map<String, String> some = new TreeMap<>(labels);
    some.keySet().retainAll(names);
    return Map.copyOf(some);
  }

  /** Which groups may change now, since a receiver is told of one only so often. */
  @FunctionalInterface
  interface Budget {
    boolean allows(Group group);
  }
}
