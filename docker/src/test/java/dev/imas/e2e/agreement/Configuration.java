package dev.imas.e2e.agreement;

import java.util.List;
import java.util.Map;

/** The {@code alertmanager.yml} that both are given, and what its routes mean for an alert. */
final class Configuration {

  private static final Map<String, List<String>> GROUP_BY =
      Map.of(
          "sources", List.of("alertname", "cluster", "node"),
          "a", List.of("cluster"),
          "b", List.of("..."),
          "c", List.of("alertname", "cluster"),
          "c-warnings", List.of("alertname", "cluster", "node"),
          "d", List.of("severity"),
          "rest", List.of("alertname", "cluster"));

  private Configuration() {}

  static String receiver(Map<String, String> alert) {
    String name = alert.getOrDefault("alertname", "");
    if (name.equals("NodeDown") || name.equals("ClusterDown")) {
      return "sources";
    }
    return switch (alert.getOrDefault("team", "")) {
      case "a" -> "a";
      case "b" -> "b";
      case "c" -> "warning".equals(alert.get("severity")) ? "c-warnings" : "c";
      case "d" -> "d";
      default -> "rest";
    };
  }

  static boolean groupsByAll(String receiver) {
    return groupBy(receiver).equals(List.of("..."));
  }

  static List<String> groupBy(String receiver) {
    return GROUP_BY.getOrDefault(receiver, List.of());
  }

  static Iterable<String> receivers() {
    return GROUP_BY.keySet();
  }

  /**
   * @param url of the receivers, whose names follow it
   */
  static String yaml(String url) {
    StringBuilder yaml =
        new StringBuilder(
            """
            route:
              receiver: rest
              group_by: [alertname, cluster]
              group_wait: 1s
              group_interval: 1s
              repeat_interval: 4h
              routes:
                - matchers: ['alertname=~"NodeDown|ClusterDown"']
                  receiver: sources
                  group_by: [alertname, cluster, node]
                - matchers: ['team="a"']
                  receiver: a
                  group_by: [cluster]
                - matchers: ['team="b"']
                  receiver: b
                  group_by: ['...']
                - match: {team: c}
                  receiver: c
                  routes:
                    - match_re: {severity: 'warn.*'}
                      receiver: c-warnings
                      group_by: [alertname, cluster, node]
                      group_interval: 2s
                - matchers: [team=d]
                  receiver: d
                  group_by: [severity]
            inhibit_rules:
              - source_matchers: ['alertname="NodeDown"']
                target_matchers: ['severity="warning"']
                equal: [cluster, node]
              - source_matchers: ['alertname="ClusterDown"']
                target_matchers: ['team="a"']
                equal: [cluster]
            receivers:
            """);
    for (String receiver : receivers()) {
      yaml.append("  - name: ")
          .append(receiver)
          .append("\n    webhook_configs:\n      - url: ")
          .append(url)
          .append(receiver)
          .append('\n');
    }
    return yaml.toString();
  }
}
