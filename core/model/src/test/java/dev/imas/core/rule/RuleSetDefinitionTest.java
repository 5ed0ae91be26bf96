package dev.imas.core.rule;

import static dev.imas.core.rule.Rules.rule;
import static dev.imas.core.rule.Rules.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.fixtures.CpuTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleSetDefinitionTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void readsAndWritesTheSameJson() throws Exception {
    String json =
        """
        {"rules":[{"name":"db","description":"d","matchers":["job=\\"pg\\""],"service":"checkout",\
        "severity":"P1","severity_mapping":{"level":{"boom":"critical"}},"group_by":["cluster"],\
        "auto_resolve":false,"continue":true}]}\
        """;
    RuleSetDefinition read = JSON.readValue(json, RuleSetDefinition.class);
    assertThat(JSON.writeValueAsString(read)).isEqualTo(json);
    assertThat(read.faults()).isEmpty();
  }

  @Test
  void dropStandsAloneAndNeedsAReasonAndACondition() throws Exception {
    String json =
        """
        {"rules":[{"name":"d","description":"","matchers":["a=b"],"drop":"noise","continue":false}]}\
        """;
    RuleSetDefinition read = JSON.readValue(json, RuleSetDefinition.class);
    assertThat(read).isEqualTo(set(rule("a=b").named("d").drop("noise")));
    assertThat(JSON.writeValueAsString(read)).isEqualTo(json);
    assertThat(read.faults()).isEmpty();
    assertThat(
            set(
                    rule("a=b").drop(" "),
                    rule("a=b").drop("x".repeat(RuleLimits.DROP_LENGTH + 1)),
                    rule().drop("all"),
                    rule("a=b").severity("P1").drop("why"),
                    rule("a=b").drop("why").andContinue())
                .faults())
        .extracting(RuleFault::pointer)
        .containsExactly(
            "/rules/0/drop",
            "/rules/1/drop",
            "/rules/2/drop",
            "/rules/3/drop",
            "/rules/4/continue");
  }

  @Test
  void whatARuleSaysOfAnIncidentIsCheckedWhenItIsWritten() throws Exception {
    String json =
        """
        {"rules":[{"name":"i","description":"","matchers":[],"title":"{{name}}",\
        "escalation_policy":"nights","impact_scopes":["Legal"],"tags":["db","{{labels.team}}"],"group_wait":"PT30S",\
        "group_interval":"PT5M","repeat_interval":"PT4H",\
        "continue":false}]}\
        """;
    RuleSetDefinition read = JSON.readValue(json, RuleSetDefinition.class);
    assertThat(read)
        .isEqualTo(
            set(
                rule()
                    .named("i")
                    .title("{{name}}")
                    .policy("nights")
                    .scopes("Legal")
                    .tags("db", "{{labels.team}}")
                    .groupWait("PT30S")
                    .groupInterval("PT5M")
                    .repeatInterval("PT4H")));
    assertThat(JSON.writeValueAsString(read)).isEqualTo(json);
    assertThat(read.faults()).isEmpty();
    assertThat(
            set(
                    rule().title("{{host}}"),
                    rule().policy(" "),
                    rule().scopes("Legal", "legal"),
                    rule("a=b").title("t").drop("why"),
                    rule().scopes(""),
                    rule().groupWait("30s"),
                    rule().groupWait("PT10M1S"),
                    rule().groupWait("PT0S"),
                    rule().groupInterval("PT0.5S"),
                    rule().groupInterval("PT25H"),
                    rule().repeatInterval("PT59S"),
                    rule().repeatInterval("P31D"),
                    rule("a=b").repeatInterval("P1D").drop("why"),
                    rule().tags("a", "A"),
                    rule().tags(" "),
                    rule().tags("{{host}}"),
                    rule("a=b").tags("t").drop("why"))
                .faults())
        .extracting(RuleFault::toString)
        .containsExactly(
            "/rules/0/title: has no variable 'host'; use name, source, labels.<label> or"
                + " annotations.<annotation>",
            "/rules/1/escalation_policy: is empty; name an escalation policy, or leave it out",
            "/rules/2/impact_scopes/1: repeats legal; name each scope once",
            "/rules/3/drop: leaves nothing to decide; remove what else the rule says of its alerts",
            "/rules/4/impact_scopes/0: is empty; name an impact scope, or leave it out",
            "/rules/5/group_wait: must be a duration of whole seconds, at most ten minutes, such as"
                + " PT30S",
            "/rules/6/group_wait: must be a duration of whole seconds, at most ten minutes, such as"
                + " PT30S",
            "/rules/7/group_wait: must be a duration of whole seconds, at most ten minutes, such as"
                + " PT30S",
            "/rules/8/group_interval: must be a duration of whole seconds, at most a day, such as"
                + " PT5M",
            "/rules/9/group_interval: must be a duration of whole seconds, at most a day, such as"
                + " PT5M",
            "/rules/10/repeat_interval: must be a duration of whole seconds, from a minute to 30"
                + " days, such as PT4H",
            "/rules/11/repeat_interval: must be a duration of whole seconds, from a minute to 30"
                + " days, such as PT4H",
            "/rules/12/drop: leaves nothing to decide; remove what else the rule says of its"
                + " alerts",
            "/rules/13/tags/1: repeats A; name each tag once",
            "/rules/14/tags/0: is empty; name a tag, or leave it out",
            "/rules/15/tags/0: has no variable 'host'; use name, source, labels.<label> or"
                + " annotations.<annotation>",
            "/rules/16/drop: leaves nothing to decide; remove what else the rule says of its"
                + " alerts");
  }

  @Test
  void onlyTheNameIsNeeded() throws Exception {
    RuleSetDefinition read =
        JSON.readValue("{\"rules\":[{\"name\":\"x\"}]}", RuleSetDefinition.class);
    assertThat(read.faults()).isEmpty();
    assertThat(read).isEqualTo(set(rule().named("x")));
  }

  @Test
  void nullsInJsonAreFaultsAndNotCrashes() throws Exception {
    String json =
        """
        {"rules":[null,{"name":null,"matchers":[null],"group_by":[null],
        "severity_mapping":{"a":{"b":null},"c":null}}]}\
        """;
    assertThat(JSON.readValue(json, RuleSetDefinition.class).faults())
        .extracting(RuleFault::pointer)
        .containsExactly(
            "/rules/0/name",
            "/rules/1/name",
            "/rules/1/severity_mapping/a/b",
            "/rules/1/group_by/0",
            "/rules/1/matchers/0");
    assertThat(JSON.readValue("{}", RuleSetDefinition.class).faults()).isEmpty();
  }

  @Test
  void allFaultsAreToldWithTheirPlace() {
    RuleSetDefinition definition =
        set(
            rule("a=b"),
            rule("a=~\"(\"", "ok=1", "no operator here").named("").severity("loud").to(" "),
            rule().groupBy("a", "a", "...", ""),
            rule().mapping(Map.of("a/b", Map.of("Warn", "P1", "warn", "P2"))),
            rule("a=\0"));
    assertThat(definition.faults())
        .extracting(RuleFault::pointer)
        .containsExactly(
            "/rules/1/name",
            "/rules/1/service",
            "/rules/1/severity",
            "/rules/1/matchers/0",
            "/rules/1/matchers/2",
            "/rules/2/group_by/1",
            "/rules/2/group_by/2",
            "/rules/2/group_by/3",
            "/rules/3/severity_mapping/a~1b/warn",
            "/rules/4/matchers/0");
    assertThatThrownBy(() -> RoutingTable.compile(1, definition, Rules.CATALOG, true))
        .isInstanceOfSatisfying(
            InvalidRuleSetException.class, e -> assertThat(e.faults()).hasSize(10));
  }

  @Test
  void numbersOfRulesMatchersAndLabelsAreBounded() {
    RuleDefinition one = rule("a=b").build();
    assertThat(new RuleSetDefinition(Collections.nCopies(20_000, one)).faults()).isEmpty();
    assertThat(new RuleSetDefinition(Collections.nCopies(20_001, one)).faults()).hasSize(1);
    assertThat(faultsOf(rule(numbered(33, "m=")))).containsExactly("/rules/0/matchers");
    assertThat(faultsOf(rule().groupBy(numbered(33, "l")))).containsExactly("/rules/0/group_by");
    assertThat(faultsOf(rule("a=" + "x".repeat(5_000)))).containsExactly("/rules/0/matchers/0");
    assertThat(faultsOf(rule("a=~" + "x".repeat(1_025)))).containsExactly("/rules/0/matchers/0");
  }

  @Test
  void expressionsAreBoundedTogether() {
    String wide = "a=~\"" + String.join("|", numbered(180, "v")) + "\"";
    List<RuleDefinition> rules = Collections.nCopies(6_000, rule(wide).build());
    assertThat(new RuleSetDefinition(rules).faults())
        .singleElement()
        .satisfies(f -> assertThat(f.detail()).contains("too large together"));
  }

  /** About 1,200 instructions: a million steps, and 26 ms, for a value of 1,024 characters. */
  private static String dear(int n) {
    return "l=~\"(?:a*){0,%d}Z\"".formatted(398 - n);
  }

  @Test
  void matchingOfOneAlertIsBoundedAndTheDearestRulesAreNamed() {
    RuleDefinition[] rules = new RuleDefinition[300];
    for (int i = 0; i < rules.length; i++) {
      rules[i] = rule(dear(i)).named("dear " + i).build();
    }

    assertThat(new RuleSetDefinition(List.of(rules)).faults())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.pointer()).isEqualTo("/rules");
              assertThat(f.detail()).contains("steps for one alert", "'dear 0' (/rules/0, ");
            });
    assertThat(set(rule(dear(0))).faults()).isEmpty();
  }

  @Test
  void faultsOfConditionsNameTheirPlaceInTheSet() {
    assertThat(
            set(
                    rule("a=b"),
                    rule().when("{'all':[{'exists':'a'},{'not':{'cel':'labels.a'}}]}"),
                    rule().when("[]"))
                .faults())
        .extracting(RuleFault::pointer)
        .containsExactly("/rules/1/when/all/1/not/cel", "/rules/2/when");
  }

  /** So that configuration as code sees no difference where there is none. */
  @Test
  void conditionIsTheSameHoweverItsNumbersAreWritten() {
    RuleDefinition one =
        rule().when("{'all':[{'label':'a','gt':1e3},{'label':'b','lt':2.0}]}").build();
    assertThat(one)
        .isEqualTo(rule().when("{'all':[{'gt':1000,'label':'a'},{'label':'b','lt':2}]}").build())
        .isNotEqualTo(rule().build());
    assertThat(rule().when("null").build()).isEqualTo(rule().build());
  }

  @Test
  void expressionsOfASetAreBounded() {
    RuleDefinition[] rules = new RuleDefinition[1_002];
    Arrays.setAll(rules, i -> rule("a=b").when("{'cel':'1<%d'}".formatted(i)).build());
    assertThat(
            new RuleSetDefinition(
                    Collections.nCopies(1_002, rule("a=b").when("{'cel':'1<2'}").build()))
                .faults())
        .isEmpty();
    assertThat(new RuleSetDefinition(List.of(rules)).faults())
        .singleElement()
        .satisfies(f -> assertThat(f.detail()).contains("more than 1000 expressions"));
  }

  @Test
  void costOfConditionsCounts() {
    RuleDefinition[] rules = new RuleDefinition[30];
    Arrays.setAll(rules, i -> rule().when("{'cel':'labels.a.contains(labels.b)'}").build());
    assertThat(new RuleSetDefinition(List.of(rules)).faults())
        .singleElement()
        .satisfies(f -> assertThat(f.detail()).contains("steps for one alert"));
  }

  @Test
  void sameExpressionCostsOnce() {
    List<RuleDefinition> rules = Collections.nCopies(300, rule(dear(0)).build());
    assertThat(new RuleSetDefinition(rules).faults()).isEmpty();

    RoutingTable table = RoutingTable.compile(1, new RuleSetDefinition(rules), Rules.CATALOG, true);
    Labels labels = Labels.of(Map.of("l", "a".repeat(1_024)));
    table.route(RoutedAlert.of(labels, null, Severity.SEV3_MEDIUM, Rules.NOON));
    CpuTime.within(
        Duration.ofMillis(500),
        () -> table.route(RoutedAlert.of(labels, null, Severity.SEV3_MEDIUM, Rules.NOON)));
  }

  @Test
  void ofValuesThatExcludeEachOtherTheDearestCounts() {
    RuleDefinition[] apart = new RuleDefinition[300];
    RuleDefinition[] together = new RuleDefinition[300];
    for (int i = 0; i < apart.length; i++) {
      apart[i] = rule("service=s" + i, dear(i)).build();
      together[i] = rule("service=s", dear(i)).build();
    }

    assertThat(new RuleSetDefinition(List.of(apart)).faults()).isEmpty();
    assertThat(new RuleSetDefinition(List.of(together)).faults()).hasSize(1);
  }

  @Test
  void tenThousandRulesOfTheUsualKindAreFarBelow() {
    List<RuleDefinition> rules = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      rules.add(rule("service=s" + i, "host=~\"db-" + i + "-[a-z]+\\\\.prod\"").build());
    }
    for (int i = 0; i < 150; i++) {
      rules.add(rule("host=~\"(web|api)-" + i + "-.*\"").build());
    }
    assertThat(new RuleSetDefinition(rules).faults()).isEmpty();
  }

  @Test
  void faultsWithoutEndAreCutOff() {
    RuleDefinition bad = rule("a", "b", "c").build();
    assertThat(new RuleSetDefinition(Collections.nCopies(20_000, bad)).faults()).hasSize(1_000);
  }

  private static List<String> faultsOf(Rules one) {
    return set(one).faults().stream().map(RuleFault::pointer).toList();
  }

  private static String[] numbered(int n, String prefix) {
    return IntStream.range(0, n).mapToObj(i -> prefix + i).toArray(String[]::new);
  }
}
