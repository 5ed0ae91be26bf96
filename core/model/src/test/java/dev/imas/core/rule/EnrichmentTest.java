package dev.imas.core.rule;

import static dev.imas.core.rule.Rules.NOON;
import static dev.imas.core.rule.Rules.rule;
import static dev.imas.core.rule.Rules.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rules that set labels from lookup tables. */
class EnrichmentTest {

  private static final LookupTable HOSTS =
      new LookupTable(
          4,
          "hosts",
          List.of("host", "team", "tier"),
          List.of(
              List.of("db-1", "dba", "1"),
              List.of("web-1", "web", ""),
              List.of("db-1", "a second row of the same key", "3")));

  private static final LookupTable TEAMS =
      new LookupTable(5, "teams", List.of("team", "floor"), List.of(List.of("dba", "2")));

  private static @Nullable LookupTable tables(int version) {
    return version == 4 ? HOSTS : version == 5 ? TEAMS : null;
  }

  private static Enrichment hosts(Map<String, String> set, @Nullable Map<String, String> defaults) {
    return new Enrichment("hosts", 4, List.of("host", "instance"), set, defaults);
  }

  private static RoutingTable table(Rules... rules) {
    return RoutingTable.compile(7, set(rules), Rules.CATALOG, true, EnrichmentTest::tables);
  }

  private static List<Integer> matched(RoutingTable table, Labels labels) {
    List<Integer> matched = new ArrayList<>();
    table.route(
        new RoutedAlert(labels, null, Severity.SEV3_MEDIUM, NOON, Naming.UNKNOWN, Origin.UNKNOWN),
        matched::add);
    return matched;
  }

  @Test
  void laterRulesAndTheGroupSeeWhatTheTableSaysAndEarlierOnesDoNot() {
    RoutingTable table =
        table(
            rule("team=\"dba\"").severity("P1").andContinue(),
            rule().enrich(hosts(Map.of("team", "team"), null)).andContinue(),
            rule("team=\"dba\"").severity("P2").groupBy("team"));
    Labels alert = Labels.of("host", "db-1");

    Routing routing = table.route(RoutedAlert.of(alert, null, Severity.SEV3_MEDIUM, NOON));

    assertThat(matched(table, alert)).containsExactly(1, 2);
    assertThat(routing.severity()).isEqualTo(Severity.SEV2_HIGH);
    assertThat(routing.groupKey()).contains("dba");
    assertThat(alert.get("team")).as("the alert itself").isNull();
  }

  @Test
  void theFirstLabelWhoseValueIsThereFindsTheRow() {
    RoutingTable table = table(rule().enrich(hosts(Map.of("team", "team"), null)));

    assertThat(
            table.enrichedBy(
                RoutedAlert.of(
                    Labels.of("host", "gone", "instance", "web-1"),
                    null,
                    Severity.SEV3_MEDIUM,
                    NOON)))
        .containsEntry("team", "web");
  }

  @Test
  void theTableComesBeforeTheSenderAndAnEarlierRuleBeforeALaterOne() {
    RoutingTable table =
        table(
            rule().enrich(hosts(Map.of("team", "team"), null)).andContinue(),
            rule()
                .enrich(
                    new Enrichment(
                        "teams",
                        5,
                        List.of("team"),
                        Map.of("floor", "floor", "team", "floor"),
                        null)));

    assertThat(
            table.enrichedBy(
                RoutedAlert.of(
                    Labels.of("host", "db-1", "team", "a lie"), null, Severity.SEV3_MEDIUM, NOON)))
        .isEqualTo(Map.of("team", "dba", "floor", "2"));
  }

  @Test
  void whatNoRowSaysIsTheDefaultAndElseStays() {
    Enrichment said = hosts(Map.of("team", "team", "tier", "tier"), Map.of("tier", "9"));
    RoutingTable table = table(rule().enrich(said));

    assertThat(
            table.enrichedBy(
                RoutedAlert.of(Labels.of("host", "web-1"), null, Severity.SEV3_MEDIUM, NOON)))
        .as("an empty cell says nothing")
        .isEqualTo(Map.of("team", "web", "tier", "9"));
    assertThat(
            table.enrichedBy(
                RoutedAlert.of(Labels.of("host", "unknown"), null, Severity.SEV3_MEDIUM, NOON)))
        .isEqualTo(Map.of("tier", "9"));
    assertThat(
            table(rule().enrich(said.of(17)))
                .enrichedBy(
                    RoutedAlert.of(Labels.of("host", "web-1"), null, Severity.SEV3_MEDIUM, NOON)))
        .as("a version that is not there")
        .isEqualTo(Map.of("tier", "9"));
  }

  @Test
  void theExplanationNamesTableVersionAndRow() {
    Explanation why =
        table(rule().enrich(hosts(Map.of("team", "team"), null)).andContinue())
            .explain(RoutedAlert.of(Labels.of("host", "db-1"), null, Severity.SEV3_MEDIUM, NOON));

    assertThat(why.enriched())
        .containsExactly(
            new Explanation.EnrichTrace(
                0, "hosts", 4, null, "host", "db-1", Map.of("team", "dba")));
    assertThat(why.rules().getFirst().decided()).containsExactly("enrich");
  }

  @Test
  void tagsAndTitleOfTheIncidentSeeThemToo() {
    RuleActions said =
        ActingRules.of(
                7,
                set(rule().enrich(hosts(Map.of("team", "team"), null)).tags("{{labels.team}}")),
                EnrichmentTest::tables)
            .orElseThrow()
            .actions(
                0,
                RoutedAlert.of(Labels.of("host", "db-1"), null, Severity.SEV3_MEDIUM, NOON),
                () -> Rules.CATALOG);

    assertThat(said.labels()).isEqualTo(Map.of("team", "dba"));
  }

  /** As the index must find what trying every rule finds. */
  @Test
  void routingIsWhatItsExplanationSays() {
    Random random = new Random(7);
    String[] hosts = {"db-1", "web-1", "other"};
    for (int round = 0; round < 2_000; round++) {
      Rules[] rules = new Rules[6];
      for (int i = 0; i < rules.length; i++) {
        Rules one =
            switch (random.nextInt(4)) {
              case 0 -> rule("team=\"dba\"");
              case 1 -> rule("team=~\"web|dba\"", "host!=\"other\"");
              case 2 -> rule("floor=\"2\"");
              default -> rule();
            };
        if (random.nextInt(3) == 0) {
          one.enrich(hosts(Map.of("team", "team"), Map.of("team", "dba")));
        } else if (random.nextInt(3) == 0) {
          one.enrich(new Enrichment("teams", 5, List.of("team"), Map.of("floor", "floor"), null));
        }
        one.severity("P" + (1 + random.nextInt(4)));
        rules[i] = random.nextInt(4) == 0 ? one : one.andContinue();
      }
      RoutingTable table = table(rules);
      Labels labels = Labels.of("alertname", "a", "host", hosts[random.nextInt(hosts.length)]);
      assertThat(table.route(RoutedAlert.of(labels, null, Severity.SEV3_MEDIUM, NOON)))
          .as("round %s", round)
          .isEqualTo(
              table.explain(RoutedAlert.of(labels, null, Severity.SEV3_MEDIUM, NOON)).routing());
    }
  }

  @Test
  void itIsWrittenAsItWasReadAndFaultsPointIntoIt() throws Exception {
    String json =
        "{\"table\":\"hosts\",\"version\":4,\"key\":[\"host\"],\"set\":{\"team\":\"team\"},\"default\":{\"team\":\"x\"}}";
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.writeValueAsString(mapper.readValue(json, Enrichment.class))).isEqualTo(json);
    assertThat(
            set(
                    rule()
                        .enrich(new Enrichment("", 4, List.of(), Map.of("a", ""), Map.of("b", ""))),
                    rule("a=b").enrich(hosts(Map.of("a", "a"), null)).drop("why"))
                .faults())
        .extracting(RuleFault::pointer)
        .containsExactly(
            "/rules/0/enrich/table",
            "/rules/0/enrich/key",
            "/rules/0/enrich/set/a",
            "/rules/0/enrich/default/b",
            "/rules/1/drop");
  }
}
