package dev.imas.core.rule;

import static dev.imas.core.rule.Rules.rule;
import static dev.imas.core.rule.Rules.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Counts instead of times: how many of 10,000 rules are tried for one alert. */
class RuleIndexTest {

  private static final int FEW = 4;

  @Test
  void ruleOfItsOwnValueIsTriedAlone() {
    RoutingTable table = table(i -> rule("service=s" + i));
    assertThat(tried(table, "service", "s9999")).isEqualTo(1);
    assertThat(tried(table, "service", "other")).isZero();
  }

  @Test
  void popularValueDoesNotCrowdTheRareOne() {
    RoutingTable table = table(i -> rule("severity=critical", "env=prod", "service=s" + i));
    assertThat(tried(table, "severity", "critical", "env", "prod", "service", "s77")).isEqualTo(1);
  }

  @Test
  void twoValuesThatAreRareOnlyTogetherAreLookedUpTogether() {
    RoutingTable table = table(i -> rule("team=t" + i / 100, "service=s" + i % 100));
    assertThat(tried(table, "team", "t99", "service", "s99")).isLessThanOrEqualTo(FEW);
    assertThat(table.widestCandidates()).isLessThanOrEqualTo(FEW);
  }

  @Test
  void listsOfValuesAreIndexedLikeEqualities() {
    RoutingTable table = table(i -> rule("severity=critical", "host=~\"a" + i + "|b" + i + "\""));
    assertThat(tried(table, "severity", "critical", "host", "b5000")).isEqualTo(1);
    assertThat(table.unindexedRules()).isZero();
  }

  @Test
  void conditionsThatMustAllHoldAreIndexedLikeMatchers() {
    RoutingTable table =
        table(
            i ->
                i % 2 == 0
                    ? rule().when("{'all':[{'exists':'host'},{'matcher':'host=h%d'}]}".formatted(i))
                    : rule().when("{'label':'host','in':['h%d','x%d']}".formatted(i, i)));
    assertThat(tried(table, "host", "h5000")).isEqualTo(1);
    assertThat(tried(table, "host", "x5001")).isEqualTo(1);
    assertThat(table.unindexedRules()).isZero();
    assertThat(Rules.table(rule().when("{'any':[{'matcher':'a=b'}]}")).unindexedRules())
        .isEqualTo(1);
  }

  @Test
  void labelOfItsOwnForEachRuleIsFoundFromTheAlert() {
    RoutingTable table = table(i -> rule("label" + i + "=x"));
    assertThat(tried(table, "label123", "x", "label7", "y")).isEqualTo(1);
  }

  @Test
  void rulesThatContinueAreTriedNoMoreOftenThanTheyMatch() {
    RoutingTable table =
        table(i -> i < 3 ? rule("team=web").andContinue() : rule("team=web", "service=s" + i));
    assertThat(tried(table, "team", "web", "service", "s5")).isLessThanOrEqualTo(FEW);
  }

  @Test
  void rulesWithoutAnyEqualityAreCounted() {
    RoutingTable table =
        table(
            i ->
                switch (i % 4) {
                  case 0 -> rule("a=~\"x.*\"");
                  case 1 -> rule("a!=b", "c=\"\"");
                  case 2 -> rule("a=b" + i, "c=~\"x.*\"");
                  default -> rule("a=~\"x" + i + "|y" + i + "\"");
                });
    assertThat(table.unindexedRules()).isEqualTo(5_000);
    assertThat(Rules.table(rule()).unindexedRules()).isZero();
  }

  @Test
  void crowdThatNoEqualityPartsIsCounted() {
    assertThat(table(i -> rule("a=b", "c=~\"x" + i + ".*\"")).widestCandidates()).isEqualTo(10_000);
  }

  private static RoutingTable table(IntFunction<Rules> rule) {
    Rules[] rules = new Rules[10_000];
    Arrays.setAll(rules, rule);
    return RoutingTable.compile(1, set(rules), Rules.CATALOG, true);
  }

  private static int tried(RoutingTable table, String... labels) {
    RoutedAlert alert =
        RoutedAlert.of(
            Labels.of(labels).with("alertname", "x"), null, Severity.SEV3_MEDIUM, Rules.NOON);
    return table.search(alert, alert.labels(), null, 0).evaluated();
  }
}
