package dev.imas.core.rule;

import static dev.imas.core.rule.Rules.NOON;
import static dev.imas.core.rule.Rules.rule;
import static dev.imas.core.rule.Rules.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActingRulesTest {

  private static final RuleSetDefinition RULES =
      set(
          rule("env=\"prod\"").named("prod").policy("nights").groupInterval("PT1M").andContinue(),
          rule("team=\"shop\"")
              .named("shop")
              .scopes("Legal")
              .tags("shop", "{{labels.team}}")
              .policy("days")
              .title("first")
              .andContinue(),
          rule()
              .named("rest")
              .title("{{name}}")
              .tags("SHOP", "all")
              .groupWait("PT30S")
              .groupInterval("PT5M")
              .repeatInterval("PT4H"));

  private static final ActingRules ACTING =
      ActingRules.of(3, RULES, LookupTable.Versions.NONE).orElseThrow();

  private static RoutedAlert alert(Labels labels) {
    return RoutedAlert.of(labels, null, Severity.SEV3_MEDIUM, NOON);
  }

  private static RuleActions actions(Map<String, String> labels) {
    Labels of = Labels.of(labels);
    Routing routing =
        RoutingTable.compile(3, RULES, Rules.CATALOG, true)
            .route(RoutedAlert.of(of, null, Severity.SEV3_MEDIUM, NOON));
    return ACTING.actions(routing.rule(), alert(of), () -> Rules.CATALOG);
  }

  @Test
  void anEarlierRuleDecidesAndALaterOneAddsWhatItLeftOpen() {
    RuleActions both = actions(Map.of("env", "prod", "team", "shop"));

    assertThat(both.escalationPolicy()).isEqualTo("nights");
    assertThat(both.impactScopes()).containsExactly("Legal");
    assertThat(both.title()).hasToString("first");
    assertThat(both.groupInterval()).hasMinutes(1);
    assertThat(both.repeatInterval()).hasHours(4);
    assertThat(actions(Map.of("env", "prod")).title()).hasToString("{{name}}");
  }

  @Test
  void theFirstThatDoesNotContinueIsTheLast() {
    RuleActions shop = actions(Map.of("team", "shop"));

    assertThat(shop.escalationPolicy()).isEqualTo("days");
    assertThat(shop.groupWait()).hasSeconds(30);
    assertThat(shop.groupInterval()).hasMinutes(5);
    assertThat(actions(Map.of()).escalationPolicy()).isNull();
    assertThat(actions(Map.of()).title()).hasToString("{{name}}");
  }

  /** Unlike what only one rule can decide. */
  @Test
  void tagsOfAllRulesThatMatchAddUpAndEachOnce() {
    assertThat(actions(Map.of("env", "prod", "team", "shop")).tags())
        .extracting(TitleTemplate::source)
        .containsExactly("shop", "{{labels.team}}", "all");
    assertThat(actions(Map.of("env", "prod")).tags())
        .extracting(TitleTemplate::source)
        .containsExactly("SHOP", "all");
  }

  @Test
  void rulesThatSayNothingOfIncidentsAreNotKept() {
    assertThat(ActingRules.of(1, set(rule().severity("P1")), LookupTable.Versions.NONE)).isEmpty();
  }

  /** By them scopes and policies are chosen, also where no rule says more. */
  @Test
  void labelsThatRulesOnlySetAreKept() {
    LookupTable owners =
        new LookupTable(4, "owners", List.of("host", "team"), List.of(List.of("db-1", "dba")));
    RuleSetDefinition rules =
        set(
            rule()
                .enrich(new Enrichment("owners", 4, List.of("host"), Map.of("team", "team"), null))
                .andContinue(),
            rule("env=\"prod\"").severity("P1"));
    ActingRules acting =
        ActingRules.of(1, rules, version -> version == 4 ? owners : null).orElseThrow();

    assertThat(acting.actions(0, alert(Labels.of("host", "db-1")), () -> Rules.CATALOG).labels())
        .isEqualTo(Map.of("team", "dba"));
    assertThat(acting.actions(0, alert(Labels.of("host", "db-2")), () -> Rules.CATALOG))
        .isEqualTo(RuleActions.NONE);
  }

  @Test
  void withoutARuleNothingIsSaid() {
    assertThat(ACTING.actions(Routing.NO_RULE, alert(Labels.EMPTY), () -> Rules.CATALOG))
        .isEqualTo(RuleActions.NONE);
    assertThat(ACTING.actions(17, alert(Labels.EMPTY), () -> Rules.CATALOG))
        .isEqualTo(RuleActions.NONE);
  }

  @Test
  void theExplanationNamesTheRuleThatDecided() {
    Explanation explanation =
        RoutingTable.compile(3, RULES, Rules.CATALOG, true)
            .explain(
                RoutedAlert.of(
                    Labels.of(Map.of("env", "prod", "team", "shop")),
                    null,
                    Severity.SEV3_MEDIUM,
                    NOON));

    assertThat(explanation.opening())
        .isEqualTo(
            new Explanation.OpeningTrace(
                "first",
                1,
                "nights",
                0,
                List.of("Legal"),
                1,
                List.of(
                    new Explanation.TagTrace("shop", 1),
                    new Explanation.TagTrace("{{labels.team}}", 1),
                    new Explanation.TagTrace("all", 2)),
                "PT30S",
                2,
                "PT1M",
                0,
                "PT4H",
                2,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));
    assertThat(explanation.rules().get(1).decided())
        .containsExactly("title", "impact_scopes", "tags");
    assertThat(explanation.rules().get(2).decided()).contains("tags");
  }
}
