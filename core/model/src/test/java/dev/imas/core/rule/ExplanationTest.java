package dev.imas.core.rule;

import static dev.imas.core.rule.Rules.rule;
import static dev.imas.core.rule.Rules.set;
import static dev.imas.core.rule.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  private static final Labels ALERT =
      Labels.of("alertname", "Slow", "team", "web", "level", "Boom");

  @Test
  void tellsEachStepAsJson() throws Exception {
    RoutingTable table =
        table(
            rule("alertname=Slow", "team=db", "x=y").named("not me"),
            rule("region=eu").named("nor me"),
            rule("team=web").named("first").to("gone").andContinue(),
            rule("team=~\"web|db\"")
                .named("second")
                .mapping(Map.of("level", Map.of("boom", "P1")))
                .groupBy("team"),
            rule().named("never reached"));
    Explanation why = table.explain(RoutedAlert.of(ALERT, null, Severity.SEV3_MEDIUM, Rules.NOON));
    JsonNode json = new ObjectMapper().valueToTree(why);
    JsonNode expected =
        new ObjectMapper()
            .readTree(
                """
                {"routing":{"service_id":"00000000-0000-0000-0000-000000000000",
                  "severity":"SEV1_CRITICAL",
                  "group_key":"00000000-0000-0000-0000-000000000000:{team=\\"web\\"}",
                  "rule_set_version":7,"rule":2,"decision":5558},
                 "decision":{"service":"TRIAGE","rule_service_missing":true,
                  "severity":"RULE_MAPPING","auto_resolve":true,"group_by_rule":true,"weakly_named":false,
                  "sent":"NONE","recorded":false},
                 "rules_tried":4,
                 "rules":[
                  {"index":0,"name":"not me","matched":false,"continue":false,
                   "mismatch":{"matcher":"team=\\"db\\"","label":"team","actual":"web"},"decided":[]},
                  {"index":1,"name":"nor me","matched":false,"continue":false,
                   "mismatch":{"matcher":"region=\\"eu\\"","label":"region","actual":null},"decided":[]},
                  {"index":2,"name":"first","matched":true,"continue":true,"decided":["service"]},
                  {"index":3,"name":"second","matched":true,"continue":false,
                   "decided":["severity","group_by"]}],
                 "misses_left_out":0,
                 "service":{"id":"00000000-0000-0000-0000-000000000000","name":"Unknown/Triage",
                  "found":"TRIAGE","rule":2,"missing":"gone"},
                 "severity":{"severity":"SEV1_CRITICAL","found":"RULE_MAPPING","rule":3,
                  "label":"level","value":"Boom"},
                 "group":{"key":"00000000-0000-0000-0000-000000000000:{team=\\"web\\"}",
                  "by":["team"],"rule":3},
                 "auto_resolve":{"enabled":true}}
                """);
    assertThat(new ObjectMapper().readTree(json.toString())).isEqualTo(expected);
  }

  @Test
  void missesAreBoundedAndTheMatchIsStillShown() {
    Rules[] rules = new Rules[5_000];
    Arrays.setAll(rules, i -> rule("n=v" + i).named("rule " + i));
    RoutingTable table = RoutingTable.compile(1, set(rules), Rules.CATALOG, true);
    Explanation why =
        table.explain(
            RoutedAlert.of(
                Labels.of("alertname", "x", "n", "v4000"), null, Severity.SEV3_MEDIUM, Rules.NOON));
    assertThat(why.rulesTried()).isEqualTo(4_001);
    assertThat(why.rules()).hasSize(Explanation.MISSES + 1);
    assertThat(why.missesLeftOut()).isEqualTo(3_900);
    assertThat(why.rules().getLast().name()).isEqualTo("rule 4000");
  }

  @Test
  void labelThatNamedTheServiceIsShown() {
    Explanation why =
        table()
            .explain(
                RoutedAlert.of(
                    ALERT.with("job", "KASSE"),
                    Severity.SEV4_LOW,
                    Severity.SEV3_MEDIUM,
                    Rules.NOON));
    assertThat(why.service())
        .isEqualTo(
            new Explanation.ServiceTrace(
                Rules.CHECKOUT.id(),
                "checkout",
                ServiceFound.LABEL_JOB,
                null,
                null,
                "job",
                "KASSE"));
    assertThat(why.severity().found()).isEqualTo(SeverityFound.SENDER_LABEL);
    assertThat(why.group().by()).containsExactly("alertname");
  }
}
