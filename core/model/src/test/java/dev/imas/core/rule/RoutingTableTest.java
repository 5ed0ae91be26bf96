package dev.imas.core.rule;

import static dev.imas.core.model.Severity.SEV1_CRITICAL;
import static dev.imas.core.model.Severity.SEV2_HIGH;
import static dev.imas.core.model.Severity.SEV3_MEDIUM;
import static dev.imas.core.model.Severity.SEV4_LOW;
import static dev.imas.core.rule.Rules.CHECKOUT;
import static dev.imas.core.rule.Rules.SEARCH;
import static dev.imas.core.rule.Rules.TRIAGE;
import static dev.imas.core.rule.Rules.rule;
import static dev.imas.core.rule.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTableTest {

  private static final Labels ALERT = Labels.of("alertname", "Slow", "team", "web", "env", "prod");

  @Test
  void firstMatchingRuleDecidesAlone() {
    RoutingTable table =
        table(
            rule("team=db").to("search"),
            rule("team=web").to("checkout"),
            rule("team=web").to("search").severity("P1"));
    Routing routing = route(table, ALERT);
    assertThat(routing.rule()).isEqualTo(1);
    assertThat(routing.ruleSetVersion()).isEqualTo(7);
    assertThat(routing.serviceId()).isEqualTo(CHECKOUT.id());
    assertThat(routing.severity()).isEqualTo(SEV2_HIGH);
    assertThat(decision(routing).service()).isEqualTo(ServiceFound.RULE);
  }

  @Test
  void orderCountsWhicheverLabelFindsTheRule() {
    RoutingTable table =
        table(rule("env=prod").to("search"), rule("team=web").to("checkout"), rule().to("kasse"));
    assertThat(route(table, ALERT).rule()).isZero();
    assertThat(route(table, Labels.of("alertname", "x", "team", "web")).rule()).isEqualTo(1);
    assertThat(route(table, Labels.of("alertname", "x")).rule()).isEqualTo(2);
  }

  @Test
  void continuingRuleLeavesTheRestToLaterOnesAndKeepsWhatItSaid() {
    RoutingTable table =
        table(
            rule("team=web").severity("P1").andContinue(),
            rule("env=prod").to("checkout").severity("P4").groupBy("env").andContinue(),
            rule("env=prod").to("search").groupBy("team").autoResolve(false),
            rule().autoResolve(true));
    Routing routing = route(table, ALERT);
    assertThat(routing.rule()).isZero();
    assertThat(routing.severity()).isEqualTo(SEV1_CRITICAL);
    assertThat(routing.serviceId()).isEqualTo(CHECKOUT.id());
    assertThat(routing.groupKey()).isEqualTo(CHECKOUT.id() + ":{env=\"prod\"}");
    assertThat(decision(routing).autoResolve()).isFalse();
  }

  @Test
  void continuingRuleWithNoSuccessorStandsAlone() {
    Routing routing = route(table(rule("team=web").to("search").andContinue()), ALERT);
    assertThat(routing.rule()).isZero();
    assertThat(routing.serviceId()).isEqualTo(SEARCH.id());
  }

  @Test
  void rulesAfterTheOneThatStopsSayNothing() {
    Routing routing =
        route(
            table(
                rule("team=web").andContinue(),
                rule("env=prod"),
                rule("team=web").severity("P1").andContinue()),
            ALERT);
    assertThat(routing.severity()).isEqualTo(SEV2_HIGH);
  }

  @Test
  void ruleThatDropsEndsTheSearchAndSaysWhy() {
    RoutingTable table =
        table(
            rule("env=prod").severity("P1").andContinue(),
            rule("team=web").named("no web").drop("nobody works on it"),
            rule("team=web").to("search"));
    Routing dropped = route(table, ALERT);
    assertThat(dropped.dropped()).isEqualTo(new Routing.Dropped(1, "no web", "nobody works on it"));
    assertThat(dropped.rule()).isZero();
    assertThat(dropped.serviceId()).isEqualTo(TRIAGE.id());
    assertThat(
            table
                .explain(RoutedAlert.of(ALERT, SEV2_HIGH, SEV4_LOW, Rules.NOON))
                .rules()
                .getLast()
                .decided())
        .containsExactly("drop");
    assertThat(route(table, ALERT.with("team", "db")).dropped()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "service=CHECKOUT job=search, LABEL_SERVICE, 1",
    "service=nobody job=Search, LABEL_JOB, 2",
    "app=kasse component=search, LABEL_APP, 1",
    "application=checkout component=search, LABEL_APPLICATION, 1",
    "component=search, LABEL_COMPONENT, 2",
    "service=nobody job=nobody, TRIAGE, 0",
    "service=, TRIAGE, 0",
  })
  void labelsFindTheServiceInTheirOrder(String labels, ServiceFound found, int id) {
    Routing routing = route(table(), labels(labels));
    assertThat(decision(routing).service()).isEqualTo(found);
    assertThat(routing.serviceId().getLeastSignificantBits()).isEqualTo(id);
    assertThat(routing.rule()).isEqualTo(Routing.NO_RULE);
  }

  @Test
  void ruleWithAnUnknownServiceLeavesItToTheLabelsAndSaysSo() {
    RoutingTable table =
        table(rule("team=web").to("gone").andContinue(), rule("team=web").to("search"));
    Routing byLabel = route(table, ALERT.with("job", "checkout"));
    assertThat(byLabel.serviceId()).isEqualTo(CHECKOUT.id());
    assertThat(decision(byLabel).service()).isEqualTo(ServiceFound.LABEL_JOB);
    assertThat(decision(byLabel).ruleServiceMissing()).isTrue();
    Routing triage = route(table, ALERT);
    assertThat(triage.serviceId()).isEqualTo(TRIAGE.id());
    assertThat(decision(triage).ruleServiceMissing()).isTrue();
  }

  @Test
  void severityComesFromOverrideMappingSenderAndSourceInThatOrder() {
    Map<String, Map<String, String>> mapping = Map.of("env", Map.of("PROD", "P1"));
    RoutingTable table =
        table(
            rule("team=web").mapping(mapping).severity("P4"),
            rule("team=db").mapping(mapping).andContinue(),
            rule("team=db").severity("P3"));
    assertSeverity(table, ALERT, SEV2_HIGH, SEV4_LOW, SeverityFound.RULE_OVERRIDE);
    Labels db = ALERT.with("team", "db");
    assertSeverity(table, db, SEV2_HIGH, SEV1_CRITICAL, SeverityFound.RULE_MAPPING);
    Labels test = db.with("env", "test");
    assertSeverity(table, test, SEV2_HIGH, SEV3_MEDIUM, SeverityFound.RULE_OVERRIDE);
    Labels other = ALERT.with("team", "x");
    assertSeverity(table, other, SEV2_HIGH, SEV2_HIGH, SeverityFound.SENDER_LABEL);
    Routing byDefault = table.route(RoutedAlert.of(other, null, SEV4_LOW, Rules.NOON));
    assertThat(byDefault.severity()).isEqualTo(SEV4_LOW);
    assertThat(decision(byDefault).severity()).isEqualTo(SeverityFound.SOURCE_DEFAULT);
  }

  @Test
  void autoResolveIsTheDefaultUnlessARuleSaysOtherwise() {
    assertThat(decision(route(table(), ALERT)).autoResolve()).isTrue();
    RoutingTable off = RoutingTable.compile(0, RuleSetDefinition.EMPTY, Rules.CATALOG, false);
    assertThat(decision(route(off, ALERT)).autoResolve()).isFalse();
    assertThat(decision(route(table(rule().autoResolve(false)), ALERT)).autoResolve()).isFalse();
  }

  @Test
  void stormOfOneAlertNameOnOneServiceIsOneGroup() {
    Routing one = route(table(), ALERT.with("instance", "a"));
    Routing two = route(table(), ALERT.with("instance", "b"));
    assertThat(one.groupKey())
        .isEqualTo(two.groupKey())
        .isEqualTo(TRIAGE.id() + ":{alertname=\"Slow\"}");
    assertThat(decision(one).groupByRule()).isFalse();
  }

  @Test
  void groupKeySortsLabelsLeavesOutMissingOnesAndEscapes() {
    Labels alert = ALERT.with("b", "say \"hi\"\n\\").with("empty", "").with("ä.x", "1");
    Routing routing = route(table(rule().groupBy("ä.x", "team", "b", "empty", "none")), alert);
    assertThat(routing.groupKey())
        .isEqualTo(TRIAGE.id() + ":{b=\"say \\\"hi\\\"\\n\\\\\", team=\"web\", \"ä.x\"=\"1\"}");
    assertThat(decision(routing).groupByRule()).isTrue();
  }

  @Test
  void groupByNothingIsOneIncidentPerServiceAndByAllIsOnePerAlert() {
    assertThat(route(table(rule().groupBy()), ALERT).groupKey()).isEqualTo(TRIAGE.id() + ":{}");
    assertThat(route(table(rule().groupBy("...")), ALERT).groupKey())
        .isEqualTo(TRIAGE.id() + ":{alertname=\"Slow\", env=\"prod\", team=\"web\"}");
  }

  @Test
  void longGroupKeyStaysBoundedAndDistinct() {
    String start = "é".repeat(3_000);
    String one = route(table(), ALERT.with("alertname", start + "1")).groupKey();
    String two = route(table(), ALERT.with("alertname", start + "2")).groupKey();
    assertThat(one).hasSizeLessThanOrEqualTo(GroupKey.LONGEST).isNotEqualTo(two);
    assertThat(one).startsWith(TRIAGE.id() + ":{alertname=\"éé");
    String odd = route(table(), ALERT.with("alertname", "x" + "🙂".repeat(3_000))).groupKey();
    String even = route(table(), ALERT.with("alertname", "xx" + "🙂".repeat(3_000))).groupKey();
    assertThat(odd.chars().filter(c -> Character.isHighSurrogate((char) c)).count())
        .isEqualTo(odd.chars().filter(c -> Character.isLowSurrogate((char) c)).count());
    assertThat(even.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff)).isTrue();
  }

  @Test
  void equalityToTheEmptyValueFindsAlertsWithoutTheLabel() {
    RoutingTable table = table(rule("owner=\"\"", "team=web").to("search"), rule().to("checkout"));
    assertThat(route(table, ALERT).rule()).isZero();
    assertThat(route(table, ALERT.with("owner", "me")).rule()).isEqualTo(1);
  }

  @Test
  void matchersAndConditionMustHold() {
    RoutingTable table =
        table(rule("team=web").when("{'label':'load','gt':3}").to("search"), rule().to("checkout"));
    assertThat(route(table, ALERT.with("load", "4")).rule()).isZero();
    assertThat(route(table, ALERT.with("load", "3")).rule()).isEqualTo(1);
    assertThat(route(table, ALERT.with("load", "4").with("team", "db")).rule()).isEqualTo(1);
  }

  @Test
  void conditionIsJudgedAtTheGivenTime() {
    RoutingTable table =
        table(rule().when("{'time':{'zone':'Europe/Paris','from':'22:00','to':'06:00'}}"));
    assertThat(table.route(RoutedAlert.of(ALERT, null, SEV3_MEDIUM, Rules.NOON)).rule())
        .isEqualTo(-1);
    Instant night = Rules.NOON.plus(Duration.ofHours(8));
    assertThat(table.route(RoutedAlert.of(ALERT, null, SEV3_MEDIUM, night)).rule()).isZero();
    assertThat(table.explain(RoutedAlert.of(ALERT, null, SEV3_MEDIUM, night)).routing().rule())
        .isZero();
  }

  @Test
  void conditionThatCannotBeEvaluatedDoesNotMatchAndIsCounted() {
    LongAdder failed = new LongAdder();
    RoutingTable table =
        RoutingTable.compile(
            1,
            Rules.set(
                rule().when("{'not':{'cel':'labels.exists(name, labels[name] == name)'}}"),
                rule().when("{'any':[{'exists':'team'},{'cel':'true'}]}")),
            Rules.CATALOG,
            true,
            LookupTable.Versions.NONE,
            failed::increment);
    assertThat(route(table, ALERT).rule()).isZero();
    assertThat(failed.sum()).isZero();
    Labels.Builder many = new Labels.Builder().set("team", "web");
    for (int i = 0; i < 1_100; i++) {
      many.set("label" + i, "x");
    }

    assertThat(route(table, many.build()).rule()).isEqualTo(1);
    assertThat(failed.sum()).isEqualTo(1);
    assertThat(
            table
                .explain(RoutedAlert.of(many.build(), null, SEV3_MEDIUM, Rules.NOON))
                .rules()
                .getFirst()
                .failed())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.pointer()).isEqualTo("/when/not");
              assertThat(part.error()).contains("failed");
            });
  }

  private static Routing route(RoutingTable table, Labels labels) {
    return table.route(RoutedAlert.of(labels, SEV2_HIGH, SEV3_MEDIUM, Rules.NOON));
  }

  private static Decision decision(Routing routing) {
    return Decision.of(routing.decision());
  }

  private static void assertSeverity(
      RoutingTable table, Labels labels, Severity sent, Severity expected, SeverityFound how) {
    Routing routing = table.route(RoutedAlert.of(labels, sent, SEV3_MEDIUM, Rules.NOON));
    assertThat(routing.severity()).isEqualTo(expected);
    assertThat(decision(routing).severity()).isEqualTo(how);
  }

  private static Labels labels(String text) {
    Labels.Builder labels = new Labels.Builder().set("alertname", "x");
    for (String pair : text.split(" ")) {
      int at = pair.indexOf('=');
      labels.set(pair.substring(0, at), pair.substring(at + 1));
    }
    return labels.build();
  }
}
