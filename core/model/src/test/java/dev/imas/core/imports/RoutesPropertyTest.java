package dev.imas.core.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.RoutedAlert;
import dev.imas.core.rule.RoutingTable;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.rule.Service;
import dev.imas.core.rule.ServiceCatalog;
import dev.imas.fixtures.AlertmanagerTree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules send every alert to the receivers that the tree of routes sends it to. */
class RoutesPropertyTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The rules of an import, as gateways run them. */
  private static final class Imported {

    private final RoutingTable table;
    private final RuleSetDefinition rules;
    private final Map<UUID, Set<String>> receivers;

    Imported(String yaml) throws JsonProcessingException {
      ImportResult result = AlertmanagerImport.of(yaml, UnaryOperator.identity());
      assertThat(result).isInstanceOf(ImportResult.Imported.class);
      List<ObjectNode> documents = ((ImportResult.Imported) result).documents();
      ObjectNode last = documents.getLast().deepCopy();
      last.remove(List.of("kind", "comment"));
      this.rules = JSON.treeToValue(last, RuleSetDefinition.class);
      assertThat(rules.faults()).isEmpty();
      List<Service> services = new ArrayList<>();
      services.add(new Service(id("triage"), "no receiver", List.of(), true));
      ofKind(documents, "service")
          .forEach(
              service -> {
                String name = service.get("name").textValue();
                services.add(new Service(id(name), name, List.of(), false));
              });
      this.table = RoutingTable.compile(1, rules, ServiceCatalog.of(services), true);
      this.receivers =
          ofKind(documents, "service").stream()
              .collect(
                  Collectors.toMap(
                      service -> id(service.get("name").textValue()),
                      service -> told(documents, service)));
    }

    private static List<ObjectNode> ofKind(List<ObjectNode> documents, String kind) {
      return documents.stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
    }

    private static UUID id(String name) {
      return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** By the policy that the service names. */
    private static Set<String> told(List<ObjectNode> documents, ObjectNode service) {
      Set<String> told = new TreeSet<>();
      for (ObjectNode policy : ofKind(documents, "escalation_policy")) {
        if (policy.get("key").equals(service.get("escalation_policy"))) {
          policy
              .findValues("team")
              .forEach(
                  key ->
                      ofKind(documents, "team").stream()
                          .filter(team -> team.get("key").equals(key))
                          .forEach(team -> told.add(team.get("name").textValue())));
        }
      }
      return told;
    }

    Set<String> receivers(Labels labels) {
      return receivers.getOrDefault(
          table
              .route(RoutedAlert.of(labels, null, Severity.SEV3_MEDIUM, Instant.EPOCH))
              .serviceId(),
          Set.of());
    }

    List<String> groupBy(Labels labels) {
      int rule =
          table.route(RoutedAlert.of(labels, null, Severity.SEV3_MEDIUM, Instant.EPOCH)).rule();
      List<String> groupBy = rules.rules().get(rule).groupBy();
      return groupBy == null ? List.of("unsaid") : groupBy;
    }
  }

  @Test
  void rulesTellThoseWhomTheTreeTells() throws JsonProcessingException {
    long seed = Long.getLong("imas.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 250; round++) {
      AlertmanagerTree tree = AlertmanagerTree.random(random, 1 + random.nextInt(25), true);
      Imported imported = new Imported(tree.yaml());
      for (int i = 0; i < 30; i++) {
        Map<String, String> labels = tree.labels();
        List<AlertmanagerTree.Node> ends = tree.ends(labels);
        assertThat(imported.receivers(Labels.of(labels)))
            .as("seed %d, round %d, %s%n%s", seed, round, labels, tree.yaml())
            .isEqualTo(ends.stream().map(end -> end.receiver).collect(Collectors.toSet()));
        assertThat(imported.groupBy(Labels.of(labels)))
            .as("seed %d, round %d, %s%n%s", seed, round, labels, tree.yaml())
            .isEqualTo(ends.getLast().groupBy);
      }
    }
  }

  @Test
  void withTooManyWaysTheFirstReceiverIsTold() {
    StringBuilder yaml = new StringBuilder("route:\n  receiver: r\n  routes:\n");
    for (int i = 0; i < 40; i++) {
      yaml.append(
          "    - {matchers: ['l%d=~\"x.*\"'], receiver: r%d, continue: true}\n".formatted(i, i));
    }
    yaml.append("receivers:\n  - name: r\n");
    for (int i = 0; i < 40; i++) {
      yaml.append("  - name: r%d\n".formatted(i));
    }

    ImportResult result = AlertmanagerImport.of(yaml.toString(), UnaryOperator.identity());

    assertThat(result).isInstanceOf(ImportResult.Imported.class);
    ImportResult.Imported imported = (ImportResult.Imported) result;
    assertThat(imported.documents().getLast().withArray("rules")).hasSize(41);
    assertThat(imported.report())
        .anySatisfy(
            finding -> {
              assertThat(finding.path()).isEqualTo("route.routes[39].continue");
              assertThat(finding.kind()).isEqualTo(Finding.Kind.LEFT);
            });
  }
}
