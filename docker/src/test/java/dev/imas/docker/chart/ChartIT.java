package dev.imas.docker.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart, rendered by Helm and checked as Kubernetes would check it. */
class ChartIT {

  private static final Pattern READ_SECRET =
      Pattern.compile("\\bin\\s*\\.secret\\(\\s*\"([a-z.-]+)\"");
  private static final Pattern VARIABLE = Pattern.compile("\\| `(IMAS_[A-Z0-9_]+)` \\|");

  @SuppressWarnings("unused") // a source of values
  private static Set<String> valueSets() {
    return ValueSets.names();
  }

  @Test
  void theChartHasNoFaultThatHelmKnowsOf() {
    LintResult found = RenderedChart.lint();

    assertThat(found.isFailed()).as("%s", found.getMessages()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void whatItRendersIsWhatKubernetesTakesAndWhatWeAskOfIt(String name) {
    RenderedChart chart = RenderedChart.of(ValueSets.of(name));

    assertThat(chart.all("Deployment")).hasSize(3);
    assertThat(chart.documents().stream().flatMap(one -> KubernetesTypes.faults(one).stream()))
        .isEmpty();
    assertThat(PodRules.faults(chart)).isEmpty();
  }

  @Test
  void theMigrationIsAHookAndAloneHasTheOwnersUrl() {
    RenderedChart withHooks = RenderedChart.of("{}", "imas", true);
    RenderedChart plain = RenderedChart.of("{}");

    // Helm keeps hooks apart from what it renders.
    assertThat(withHooks.all("Job")).isEmpty();
    assertThat(databaseKeys(plain.all("Job"))).containsExactly("owner");
    assertThat(databaseKeys(plain.all("Deployment")))
        .containsExactly("core", "gateway", "notifier");
  }

  private static Set<String> databaseKeys(List<JsonNode> workloads) {
    return workloads.stream()
        .flatMap(one -> one.findValues("env").stream())
        .flatMap(env -> elements(env).stream())
        .filter(one -> one.path("name").asText().equals("IMAS_DATABASE_URL"))
        .map(one -> one.at("/valueFrom/secretKeyRef/key").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<JsonNode> elements(JsonNode array) {
    List<JsonNode> all = new ArrayList<>();
    array.forEach(all::add);
    return all;
  }

  /** A Job cannot be changed, and plain manifests are applied over those of the version before. */
  @Test
  void withoutHelmEachImageHasAMigrationOfItsOwn() {
    JsonNode before = RenderedChart.of("image: { tag: '1' }").all("Job").getFirst();
    JsonNode after = RenderedChart.of("image: { tag: '2' }").all("Job").getFirst();

    assertThat(before.at("/metadata/name")).isNotEqualTo(after.at("/metadata/name"));
  }

  @Test
  void theRulesAreThoseThatPrometheusReadsElsewhere() throws IOException {
    JsonNode rules = RenderedChart.of(ValueSets.of("monitored")).all("PrometheusRule").getFirst();
    Path source = RenderedChart.root().resolve("docker/monitoring/rules.yml");

    assertThat(rules.at("/spec/groups"))
        .isNotEmpty()
        .isEqualTo(RenderedChart.YAML.readTree(source.toFile()).path("groups"));
  }

  /** The rules and the dashboard ask for job="imas" and for the label "process". */
  @Test
  void scrapedMetricsHaveTheLabelsThatTheRulesAskFor() {
    for (String role : List.of("gateway", "core", "notifier")) {
      JsonNode relabelings =
          RenderedChart.of(ValueSets.of("monitored"))
              .the("ServiceMonitor", role)
              .at("/spec/endpoints/0/relabelings");

      assertThat(relabelings.toString())
          .contains("{\"targetLabel\":\"job\",\"replacement\":\"imas\"}")
          .contains("{\"targetLabel\":\"process\",\"replacement\":\"" + role + "\"}");
    }
  }

  /** With more gateways than replicas, a fixed number would take back what the autoscaler did. */
  @Test
  void anAutoscalerAloneSaysHowManyGatewaysThereAre() {
    RenderedChart chart = RenderedChart.of(ValueSets.of("autoscaled"));

    assertThat(chart.the("Deployment", "gateway").path("spec").has("replicas")).isFalse();
    assertThat(chart.the("Deployment", "core").at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(
            chart
                .the("HorizontalPodAutoscaler", "gateway")
                .at("/spec/behavior/scaleUp/stabilizationWindowSeconds")
                .asInt())
        .isEqualTo(120);
  }

  @Test
  void oneProcessOfARoleHasNoBudgetThatWouldKeepItsNode() {
    assertThat(RenderedChart.of(ValueSets.of("small")).all("PodDisruptionBudget")).isEmpty();
  }

  @Test
  void onlyNotifiersReachTheWorld() {
    RenderedChart chart = RenderedChart.of("{}");

    for (String role : List.of("gateway", "core", "migration", "restore-drill")) {
      assertThat(chart.the("NetworkPolicy", role).at("/spec/egress").toString())
          .as(role)
          .doesNotContain("0.0.0.0/0");
    }
    assertThat(chart.the("NetworkPolicy", "notifier").at("/spec/egress").toString())
        .contains("\"cidr\":\"0.0.0.0/0\"")
        .contains("169.254.0.0/16");
  }

  /** IMAS refuses to start with a variable that it does not know. */
  @Test
  void everyVariableOfThePodsIsASettingOfTheProduct() throws IOException {
    Set<String> known = new TreeSet<>(Set.of("POD_IP", "IMAS_JAVA_OPTS"));
    for (String page : List.of("configuration", "tuning")) {
      VARIABLE
          .matcher(Files.readString(RenderedChart.root().resolve("docs/" + page + ".md")))
          .results()
          .forEach(row -> known.add(row.group(1)));
    }
    Set<String> used = new TreeSet<>();
    for (String name : ValueSets.names()) {
      for (JsonNode document : RenderedChart.of(ValueSets.of(name)).documents()) {
        document.findValues("env").forEach(env -> used.addAll(env.findValuesAsText("name")));
      }
    }
    used.removeIf(name -> !name.startsWith("IMAS_") && !name.equals("POD_IP"));

    assertThat(known).containsAll(used);
    assertThat(used).contains("IMAS_GATEWAY_TLS_KEY", "IMAS_CLUSTER_HOST", "IMAS_DATABASE_MIGRATE");
  }

  /** A secret of the product must be a reference, also one that is added later. */
  @Test
  void noSecretOfTheProductIsTakenInPlain() throws IOException {
    Set<String> secrets = new TreeSet<>();
    for (String part : List.of("core", "gateway", "notifier")) {
      try (Stream<Path> files = Files.walk(RenderedChart.root().resolve(part))) {
        for (Path file :
            files.filter(f -> f.toString().matches(".*/src/main/.*\\.java")).toList()) {
          READ_SECRET
              .matcher(Files.readString(file))
              .results()
              .forEach(read -> secrets.add(read.group(1)));
        }
      }
    }

    assertThat(secrets).contains("smtp.password", "encryption-key", "redis.url");
    for (String key : secrets) {
      assertThat(refusal("settings: { \"" + key + "\": plain }")).as(key).isNotEmpty();
    }
    assertThat(refusal("settings: { core.retention.alerts: 60d }")).isEmpty();
  }

  private static String refusal(String values) {
    try {
      RenderedChart.of(values);
      return "";
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** For people without Helm: docs/kubernetes.md says where it is. */
  @Test
  void theBuildMakesPlainManifests() throws IOException {
    Path file = RenderedChart.root().resolve("docker/target/chart/imas.yaml");

    Files.writeString(file, RenderedChart.of("{}").text());

    assertThat(RenderedChart.parsed(Files.readString(file))).hasSizeGreaterThan(15);
  }
}
