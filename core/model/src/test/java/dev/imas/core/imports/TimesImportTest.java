package dev.imas.core.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What time intervals become, and which rules name them. */
class TimesImportTest {

  private static final String REST =
      """
      receivers:
      - {name: ops, webhook_configs: [{url: 'https://ops.example.org/'}]}
      - {name: db, webhook_configs: [{url: 'https://db.example.org/'}]}
      - {name: web, webhook_configs: [{url: 'https://web.example.org/'}]}
      time_intervals:
      - name: nights
        time_intervals:
        - times: [{start_time: 22:00, end_time: 24:00}, {start_time: 00:00, end_time: 06:00}]
          weekdays: ['Monday:friday', sunday]
          days_of_month: ['1:7', -3:-1]
          months: [1, 'june:8']
          years: ['2026:2028']
          location: Europe/Paris
      - {name: days, time_intervals: [{weekdays: ['monday:friday']}]}
      - {name: odd, time_intervals: [{months: [13]}]}
      mute_time_intervals:
      - {name: never}
      """;

  private static Translated routes(String route) {
    return Translated.of("route:\n" + route.indent(2) + REST);
  }

  private static List<String> names(JsonNode rule, String member) {
    return rule.path(member).valueStream().map(JsonNode::textValue).toList();
  }

  @Test
  void intervalsAreDocumentsInOneSpelling() {
    Translated of = routes("receiver: ops");

    assertThat(of.documents("time_interval")).hasSize(3);
    assertThat(of.documents("time_interval").getFirst().toString())
        .isEqualTo(
            "{\"kind\":\"time_interval\",\"key\":\"alertmanager-nights\",\"name\":\"nights\","
                + "\"time_intervals\":[{\"times\":[{\"start_time\":\"22:00\",\"end_time\":\"24:00\"},"
                + "{\"start_time\":\"00:00\",\"end_time\":\"06:00\"}],"
                + "\"weekdays\":[\"monday:friday\",\"sunday\"],"
                + "\"days_of_month\":[\"1:7\",\"-3:-1\"],"
                + "\"months\":[\"january\",\"june:august\"],\"years\":[\"2026:2028\"],"
                + "\"location\":\"Europe/Paris\"}]}");
    assertThat(of.findings("time_intervals[0]"))
        .containsExactly("carried: is the time interval 'nights'");
    assertThat(of.findings("time_intervals[2].time_intervals[0]"))
        .first()
        .asString()
        .startsWith("left: it cannot be read");
  }

  @Test
  void routesKeepTheirIntervalsAndTheirChildrenHaveNone() {
    Translated of =
        routes(
            """
            receiver: ops
            routes:
            - matchers: [a=1]
              receiver: db
              mute_time_intervals: [nights, never]
              active_time_intervals: [days]
              routes:
              - {matchers: [b=1], receiver: web}
            """);

    assertThat(of.rules().get(0).get("name").textValue()).isEqualTo("route.routes[0].routes[0]");
    assertThat(of.rules().get(0).has("mute_times")).isFalse();
    assertThat(of.rules().get(0).has("active_times")).isFalse();
    assertThat(names(of.rules().get(1), "mute_times")).containsExactly("nights", "never");
    assertThat(names(of.rules().get(1), "active_times")).containsExactly("days");
    assertThat(of.rules().get(2).has("mute_times")).isFalse();
    assertThat(of.findings("route.routes[0].mute_time_intervals"))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("carried: ");
  }

  @Test
  void whatReachesSeveralRoutesIsHiddenWhenAllOfThemTellNobody() {
    Translated of =
        routes(
            """
            receiver: ops
            routes:
            - {matchers: [a=1], receiver: db, mute_time_intervals: [nights, never], continue: true}
            - {matchers: [b=1], receiver: web, mute_time_intervals: [nights]}
            - {matchers: [c=1], receiver: db, active_time_intervals: [days], continue: true}
            - {matchers: [d=1], receiver: web, active_time_intervals: [nights]}
            - {matchers: [d=2], receiver: web}
            """);

    for (JsonNode rule : of.rules()) {
      switch (rule.get("name").textValue()) {
        case "route.routes[0], route.routes[1]" ->
            assertThat(names(rule, "mute_times")).containsExactly("nights");
        case "route.routes[2], route.routes[3]" ->
            assertThat(names(rule, "active_times")).containsExactlyInAnyOrder("days", "nights");
        case "route.routes[2], route.routes[4]" ->
            assertThat(rule.has("active_times")).as("the one tells always").isFalse();
        default -> {}
      }
    }
    assertThat(of.findings("route.routes[0].mute_time_intervals"))
        .containsExactly(
            "changed: alerts that end here are muted while the time interval 'nights' is in force,"
                + " but for those that end at route.routes[2] or route.routes[3] or"
                + " route.routes[4], too, and notify there",
            "changed: alerts that end here are muted while the time interval 'never' is in force,"
                + " but for those that end at route.routes[1] or route.routes[2] or route.routes[3]"
                + " or 1 more, too, and notify there");
  }

  @Test
  void aRouteWhoseAlertsAllEndElsewhereTooHidesNone() {
    Translated of =
        routes(
            """
            receiver: ops
            routes:
            - {receiver: db, mute_time_intervals: [nights], continue: true}
            - {receiver: web}
            """);

    assertThat(of.findings("route.routes[0].mute_time_intervals"))
        .containsExactly(
            "changed: no alert is muted while the time interval 'nights' is in force: all that end"
                + " here end at route.routes[1], too, and notify there");
  }

  /**
   * What the report says of an interval, held against what gateways do with each of many alerts.
   */
  @Test
  void theReportSaysWhatTheRulesDo() {
    Random random = new Random(Long.getLong("imas.seed", 7));
    for (int round = 0; round < 200; round++) {
      int many = 2 + random.nextInt(5);
      StringBuilder yaml = new StringBuilder("receiver: ops\nroutes:\n");
      for (int i = 0; i < many; i++) {
        yaml.append(
            "- {matchers: ['%s=1'], receiver: db%s%s}\n"
                .formatted(
                    (char) ('a' + random.nextInt(3)),
                    random.nextBoolean() ? ", mute_time_intervals: [nights]" : "",
                    random.nextBoolean() ? ", continue: true" : ""));
      }
      Translated of = routes(yaml.toString());
      JsonNode rules = of.rules();
      for (int i = 0; i < many; i++) {
        String route = "route.routes[" + i + "]";
        List<String> said = of.findings(route + ".mute_time_intervals");
        Set<Boolean> hidden = new HashSet<>();
        for (int labels = 0; labels < 8; labels++) {
          JsonNode rule = first(rules, labels);
          if (List.of(rule.get("name").textValue().split(", ")).contains(route)) {
            hidden.add(rule.has("mute_times"));
          }
        }
        String all = yaml + " " + route + " " + said;
        if (said.isEmpty()) {
          assertThat(
                  yaml.toString().lines().toList().get(2 + i).contains("mute") && !hidden.isEmpty())
              .as(all)
              .isFalse();
        } else if (said.getFirst().startsWith("carried")) {
          assertThat(hidden).as(all).containsExactly(true);
        } else if (said.getFirst().contains("no alert is muted")) {
          assertThat(hidden).as(all).containsExactly(false);
        } else {
          assertThat(hidden).as(all).containsExactlyInAnyOrder(true, false);
        }
      }
    }
  }

  /** The first rule whose matchers an alert meets that has some of the labels a, b and c. */
  private static JsonNode first(JsonNode rules, int labels) {
    for (JsonNode rule : rules) {
      boolean matches =
          rule.path("matchers")
              .valueStream()
              .map(JsonNode::textValue)
              .allMatch(matcher -> (labels >> (matcher.charAt(0) - 'a') & 1) == 1);
      if (matches) {
        return rule;
      }
    }
    throw new AssertionError("the last rule takes every alert");
  }

  @Test
  void anIntervalThatCannotBeReadHidesNothing() {
    Translated of =
        routes(
            """
            receiver: ops
            routes:
            - {matchers: [a=1], mute_time_intervals: [odd, nights]}
            - {matchers: [b=1], active_time_intervals: [odd, days]}
            """);

    assertThat(names(of.rules().get(0), "mute_times")).containsExactly("nights");
    assertThat(of.rules().get(1).has("active_times"))
        .as("told in days alone, it would be hidden when it is told today")
        .isFalse();
    assertThat(of.findings("route.routes[1].active_time_intervals[0]"))
        .containsExactly("left: the time interval 'odd' is in none of the documents");
  }
}
