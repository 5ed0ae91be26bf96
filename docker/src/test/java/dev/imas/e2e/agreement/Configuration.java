package dev.imas.e2e.agreement;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The {@code alertmanager.yml} that both are given, and what its routes mean for an alert. */
final class Configuration {

  private static final Map<String, List<String>> GROUP_BY =
      Map.ofEntries(
          Map.entry("sources", List.of("alertname", "cluster", "node")),
          Map.entry("a", List.of("cluster")),
          Map.entry("b", List.of("...")),
          Map.entry("c", List.of("alertname", "cluster")),
          Map.entry("c-warnings", List.of("alertname", "cluster", "node")),
          Map.entry("d", List.of("severity")),
          Map.entry("muted", List.of("cluster")),
          Map.entry("muted-child", List.of("cluster")),
          Map.entry("active", List.of("alertname", "cluster")),
          Map.entry("by-the-clock", List.of("cluster")),
          Map.entry("rest", List.of("alertname", "cluster")));

  /** How long the interval by the clock mutes. */
  private static final Duration MUTES = Duration.ofMinutes(1);

  /** When it begins: soon after both are up, and at a full minute, as intervals do. */
  static final Instant MUTES_FROM = Instant.now().plusSeconds(75).truncatedTo(ChronoUnit.MINUTES);

  static final Instant MUTES_UNTIL = MUTES_FROM.plus(MUTES);

  /** In which it is about noon, so that no midnight comes between. */
  private static final ZoneId ZONE = zone();

  private static ZoneId zone() {
    int ahead = 12 - MUTES_FROM.atOffset(ZoneOffset.UTC).getHour();
    return ZoneId.of("Etc/GMT" + (ahead > 0 ? "-" : "+") + Math.abs(ahead));
  }

  private static LocalTime clock(Instant at) {
    return at.atZone(ZONE).toLocalTime();
  }

  private Configuration() {}

  /** Whether its route has a time interval in which it tells nobody. */
  static boolean isMuted(String receiver, Instant at) {
    return receiver.equals("muted")
        || receiver.equals("by-the-clock") && !at.isBefore(MUTES_FROM) && at.isBefore(MUTES_UNTIL);
  }

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
      case "f" -> "info".equals(alert.get("severity")) ? "muted-child" : "muted";
      case "g" -> "active";
      case "h" -> "by-the-clock";
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
                - matchers: [team=f]
                  receiver: muted
                  group_by: [cluster]
                  mute_time_intervals: [never, always]
                  routes:
                    - matchers: [severity=info]
                      receiver: muted-child
                - matchers: [team=g]
                  receiver: active
                  active_time_intervals: [workdays, weekends]
                  mute_time_intervals: [never]
                - matchers: [team=h]
                  receiver: by-the-clock
                  group_by: [cluster]
                  mute_time_intervals: [by-the-clock]
            time_intervals:
              - name: always
                time_intervals:
                  - times: [{start_time: '00:00', end_time: '24:00'}]
                    weekdays: ['sunday:saturday']
                    days_of_month: ['1:15', '-17:-1']
                    months: ['january:6', '7:December']
                    years: ['2020:2030', '2031:2098']
                    location: Asia/Kathmandu
              - name: never
                time_intervals:
                  - years: ['2020']
                  - months: [february]
                    days_of_month: ['30:31']
              - name: workdays
                time_intervals:
                  - weekdays: ['monday:friday']
              - name: by-the-clock
                time_intervals:
                  - times: [{start_time: '%s', end_time: '%s'}]
                    location: %s
            mute_time_intervals:
              - name: weekends
                time_intervals:
                  - weekdays: [Saturday, sunday]
            inhibit_rules:
              - source_matchers: ['alertname="NodeDown"']
                target_matchers: ['severity="warning"']
                equal: [cluster, node]
              - source_matchers: ['alertname="ClusterDown"']
                target_matchers: ['team="a"']
                equal: [cluster]
            receivers:
            """
                .formatted(clock(MUTES_FROM), clock(MUTES_UNTIL), ZONE));
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
