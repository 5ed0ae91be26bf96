package dev.imas.core.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What time intervals become, and which rules name them. */
class TimesImportTest {

  private static final String REST =
      """
      receivers: [{name: ops}, {name: db}, {name: web}]
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
    assertThat(of.findings("route.routes[0]"))
        .anySatisfy(finding -> assertThat(finding).contains("hidden only when all of these"));
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
