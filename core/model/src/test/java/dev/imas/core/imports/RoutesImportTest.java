package dev.imas.core.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What routes and inhibit rules become. */
class RoutesImportTest {

  private static final String RECEIVERS =
      """
      receivers:
      - {name: ops, webhook_configs: [{url: 'https://ops.example.org/'}]}
      - {name: db, webhook_configs: [{url: 'https://db.example.org/'}]}
      - {name: web, webhook_configs: [{url: 'https://web.example.org/'}]}
      - {name: log, webhook_configs: [{url: 'https://log.example.org/'}]}
      - {name: nobody}
      """;

  private static Translated routes(String route) {
    return Translated.of("route:\n" + route.indent(2) + RECEIVERS);
  }

  /** Each rule as "matchers → service". */
  private static List<String> rules(Translated of) {
    List<String> rules = new ArrayList<>();
    for (JsonNode rule : of.rules()) {
      List<String> matchers = new ArrayList<>();
      rule.path("matchers").forEach(matcher -> matchers.add(matcher.textValue()));
      rules.add(String.join(" ", matchers) + " → " + rule.get("service").textValue());
    }
    return rules;
  }

  @Test
  void everyEndIsARuleAndTheRootIsTheLast() {
    Translated of =
        routes(
            """
            receiver: ops
            group_by: [cluster, alertname]
            routes:
            - matchers: ['team="db"']
              receiver: db
              routes:
              - matchers: ['severity="critical"']
                receiver: web
            """);

    assertThat(rules(of))
        .containsExactly("team=\"db\" severity=\"critical\" → web", "team=\"db\" → db", " → ops");
    assertThat(of.rules().get(0).get("name").textValue()).isEqualTo("route.routes[0].routes[0]");
    assertThat(of.rules().get(0).get("group_by").toString())
        .isEqualTo("[\"cluster\",\"alertname\"]");
    assertThat(of.findings("route.routes[0]"))
        .containsExactly("carried: alerts that end here go to the service 'db'");
  }

  /** As the Watchdog of many files: in Alertmanager, nobody hears of it. */
  @Test
  void whatGoesToAReceiverThatTellsNobodyAloneIsHiddenAtAllTimes() {
    Translated of =
        routes(
            """
            receiver: ops
            routes:
            - {matchers: [severity=critical], receiver: web, continue: true}
            - {matchers: [alertname=Watchdog], receiver: nobody}
            """);

    JsonNode both = of.rules().get(0);
    assertThat(both.get("name").textValue()).isEqualTo("route.routes[0], route.routes[1]");
    assertThat(both.get("service").textValue()).isEqualTo("web");
    assertThat(both.has("mute_times")).isFalse();
    JsonNode alone = of.rules().get(2);
    assertThat(alone.get("name").textValue()).isEqualTo("route.routes[1]");
    assertThat(alone.has("service")).isFalse();
    assertThat(alone.get("mute_times").toString()).isEqualTo("[\"always\"]");
    assertThat(of.document("time_interval").get("time_intervals").toString()).isEqualTo("[{}]");
    assertThat(of.documents("team")).noneMatch(team -> team.toString().contains("nobody"));
    assertThat(of.findings("route.routes[1]"))
        .contains("carried: alerts that end here go to the service 'web', or open no incident");
  }

  @Test
  void whatIsOldIsReadAndAnchoredAsTheNew() {
    Translated of =
        routes(
            """
            receiver: ops
            routes:
            - match: {team: db, env: ''}
              match_re: {host: 'db-\\d+|x'}
              matchers: [zone = eu, 'a="1",b!="2"', '{c=~"x.*"}', 'über="ja"']
              receiver: db
            """);

    assertThat(rules(of).getFirst())
        .isEqualTo(
            "team=\"db\" env=\"\" host=~\"db-\\\\d+|x\" zone=\"eu\" a=\"1\" b!=\"2\" c=~\"x.*\""
                + " \"über\"=\"ja\" → db");
  }

  @Test
  void whatGoesOnReachesAServiceOfAllItsReceivers() {
    Translated of =
        routes(
            """
            receiver: ops
            routes:
            - receiver: log
              continue: true
            - matchers: [team=db]
              receiver: db
            """);

    assertThat(rules(of)).containsExactly("team=\"db\" → db + log", " → log");
    assertThat(of.documents("escalation_policy").getFirst().get("steps").toString())
        .isEqualTo(
            "[{\"notify\":[{\"type\":\"team_channels\",\"team\":\"alertmanager-db\"},"
                + "{\"type\":\"team_channels\",\"team\":\"alertmanager-log\"}]}]");
    assertThat(of.documents("service").getFirst().get("owner_team").textValue())
        .isEqualTo("alertmanager-db");
    assertThat(of.findings("route"))
        .containsExactly("carried: no alert ends here, since others take all of them");
  }

  @Test
  void waysThatNoAlertTakesAreNoRules() {
    Translated of =
        routes(
            """
            receiver: ops
            routes:
            - {matchers: ['team="db"'], receiver: db, continue: true}
            - {matchers: ['team="web"'], receiver: web, continue: true}
            - {matchers: ['team=~"db|web"'], receiver: log}
            """);

    assertThat(rules(of))
        .containsExactly(
            "team=\"db\" → log + db",
            "team=\"web\" → log + web",
            "team=~\"db|web\" → log",
            " → ops");
  }

  @Test
  void groupByIsInheritedAndAnEmptyOneIsOneGroup() {
    Translated of =
        routes(
            """
            receiver: ops
            group_by: ['...']
            routes:
            - {matchers: [a=1], receiver: db}
            - {matchers: [b=1], receiver: web, group_by: []}
            """);

    assertThat(of.rules().get(0).get("group_by").toString()).isEqualTo("[\"...\"]");
    assertThat(of.rules().get(1).get("group_by").toString()).isEqualTo("[]");
    assertThat(of.findings("route.routes[1].group_by"))
        .containsExactly(
            "changed: is one group, as in newer releases of Alertmanager; older ones, such as 0.25,"
                + " take the group_by of the route above");
  }

  @Test
  void whatRulesHaveNotIsReportedWithItsPlace() {
    Translated of =
        Translated.of(
            """
            route:
              receiver: ops
              routes:
              - matchers: [a=1]
                labels: {x: y}
                surprise: 1
            receivers: [{name: ops, webhook_configs: [{url: 'https://x.example.org/'}]}]
            templates: ['*.tmpl']
            tracing: {endpoint: x}
            global: {resolve_timeout: 5m, http_config: {proxy_url: 'http://x'}}
            """);

    for (String path :
        List.of(
            "route.routes[0].labels",
            "route.routes[0].surprise",
            "templates",
            "tracing",
            "global.resolve_timeout",
            "global.http_config")) {
      assertThat(of.findings(path)).as(path).hasSize(1).first().asString().startsWith("left: ");
    }
  }

  @Test
  void timesAreThoseOfTheRouteOrItsParentsOrUsual() {
    Translated of =
        routes(
            """
            receiver: ops
            group_wait: 45s
            repeat_interval: 12h
            routes:
            - {matchers: [a=1], receiver: db, group_interval: 1m30s}
            - {matchers: [b=1], receiver: web, group_wait: 0s, repeat_interval: 3d}
            """);

    assertThat(times(of)).containsExactly("PT45S PT1M30S PT12H", " PT5M PT72H", "PT45S PT5M PT12H");
    assertThat(of.findings("route.routes[0].group_interval"))
        .containsExactly("carried: is the group_interval of its rules: PT1M30S");
  }

  @Test
  void whatTheFileDoesNotSayIsAsInAlertmanagerButTheFirstAlertDoesNotWait() {
    assertThat(times(routes("receiver: ops"))).containsExactly(" PT5M PT4H");
  }

  @Test
  void timesThatRulesDoNotAllowBecomeTheNearest() {
    Translated of =
        routes(
            """
            receiver: ops
            group_wait: 15m
            group_interval: 100ms
            repeat_interval: 1y
            """);

    assertThat(times(of)).containsExactly("PT10M PT1S PT720H");
    assertThat(of.findings("route.repeat_interval"))
        .containsExactly("changed: is PT720H in its rules, which is the nearest that they allow");
  }

  /** Of each rule: wait, interval, repeat. */
  private static List<String> times(Translated of) {
    List<String> times = new ArrayList<>();
    for (JsonNode rule : of.rules()) {
      times.add(
          rule.path("group_wait").asText()
              + " "
              + rule.path("group_interval").asText()
              + " "
              + rule.path("repeat_interval").asText());
    }
    return times;
  }

  @Test
  void groupsThatFallTogetherAreReported() {
    Translated of =
        routes(
            """
            receiver: ops
            routes:
            - {matchers: [a=1], receiver: db, group_by: [alertname], continue: true}
            - {matchers: [b=1], receiver: db, group_by: [cluster]}
            - {matchers: [c=1], receiver: db, group_by: [cluster]}
            """);

    assertThat(of.findings("route.routes[0].group_by"))
        .first()
        .asString()
        .startsWith("changed: alerts that route.routes[1] takes as well");
    assertThat(of.findings("route.routes[1]"))
        .anyMatch(text -> text.contains("is reached by several routes at once"));
    assertThat(of.findings("route.routes[2]"))
        .anyMatch(text -> text.contains("join incidents of those that end at route.routes[1]"));
  }

  @Test
  void inhibitRulesOldAndNew() {
    Translated of =
        Translated.of(
            """
            route: {receiver: ops, group_wait: 1m30s}
            receivers: [{name: ops, webhook_configs: [{url: 'https://x.example.org/'}]}]
            inhibit_rules:
            - source_match: {alertname: NodeDown}
              target_match_re: {severity: warning|info}
              equal: [node, cluster, node]
            - name: by name
              source_matchers: ['severity="critical"']
              target_matchers: ['severity!="critical"']
            - name: by name
              source_matchers: ['x=~"("']
              target_matchers: [a=b]
            """);

    assertThat(of.documents("inhibit_rule")).hasSize(2);
    assertThat(of.documents("inhibit_rule").getFirst().toString())
        .isEqualTo(
            "{\"kind\":\"inhibit_rule\",\"key\":\"alertmanager-inhibit_rules-0\",\"name\":\"inhibit_rules[0]\","
                + "\"source_matchers\":[\"alertname=\\\"NodeDown\\\"\"],"
                + "\"target_matchers\":[\"severity=~\\\"warning|info\\\"\"],"
                + "\"equal\":[\"node\",\"cluster\"],\"wait\":\"PT1M30S\"}");
    assertThat(of.documents("inhibit_rule").getLast().get("target_matchers").toString())
        .contains("alertname!=");
    assertThat(of.findings("inhibit_rules[1]")).anyMatch(text -> text.startsWith("changed: "));
    assertThat(of.findings("inhibit_rules[2]"))
        .singleElement()
        .asString()
        .startsWith("left: it mutes nothing here: is no matcher");
  }

  @Test
  void aliasesAndMergedMappingsAreWrittenOut() {
    Translated of =
        Translated.of(
            """
            x: &team {matchers: [team=db]}
            route:
              receiver: ops
              routes:
              - <<: *team
                receiver: db
              - &second
                matchers: [a=1]
                receiver: web
              - *second
            receivers: [{name: ops, webhook_configs: [{url: 'https://x.example.org/'}]}, {name: db, webhook_configs: [{url: 'https://x.example.org/'}]}, {name: web, webhook_configs: [{url: 'https://x.example.org/'}]}]
            """);

    assertThat(rules(of))
        .containsExactly("team=\"db\" → db", "a=\"1\" → web", "a=\"1\" → web", " → ops");
  }
}
