package dev.imas.docker.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is to be copied: one file of values, and the tools that install the chart with it. */
class ChartExamplesIT {

  private static final Path CHART = RenderedChart.root().resolve("docker/chart");
  private static final Path EXAMPLES = CHART.resolve("examples");

  private static String text(String file) throws IOException {
    return Files.readString(EXAMPLES.resolve(file));
  }

  private static JsonNode only(String file) throws IOException {
    List<JsonNode> documents = RenderedChart.parsed(text(file));
    assertThat(documents).as(file).hasSize(1);
    return documents.getFirst();
  }

  private static String version() throws IOException {
    return RenderedChart.YAML
        .readTree(CHART.resolve("Chart.yaml").toFile())
        .path("version")
        .asText();
  }

  /** A file that nothing here reads would rot. */
  @Test
  void everyExampleIsKnownHere() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "values.yaml",
              "argocd.yaml",
              "terraform.tf",
              "ansible.yaml",
              "cloudnative-pg.yaml",
              "cloudnative-pg-restored.yaml");
    }
  }

  @Test
  void theValuesRenderWhatKubernetesTakesAndWhatWeAskOfIt() throws IOException {
    RenderedChart chart = RenderedChart.of(text("values.yaml"));

    assertThat(chart.documents().stream().flatMap(one -> KubernetesTypes.faults(one).stream()))
        .isEmpty();
    assertThat(PodRules.faults(chart)).isEmpty();
    assertThat(chart.the("Ingress", "gateway").at("/metadata/annotations").toString())
        .contains("force-ssl-redirect\":\"true\"", "proxy-body-size\":\"10m\"");
  }

  @Test
  void argoCdTakesTheSameValues() throws IOException {
    JsonNode source = only("argocd.yaml").at("/spec/source");

    assertThat(source.at("/helm/valuesObject"))
        .isEqualTo(RenderedChart.YAML.readTree(text("values.yaml")));
    assertThat(source.path("targetRevision").asText()).isEqualTo(version());
  }

  @Test
  void terraformTakesTheSameValues() throws Exception {
    JsonNode parsed = new ObjectMapper().valueToTree(new HCLParser().parse(text("terraform.tf")));
    JsonNode release = parsed.at("/resource/helm_release/imas");

    assertThat(release.path("version").asText()).isEqualTo(version());
    assertThat(release.path("chart").asText()).isEqualTo("imas");
    assertThat(release.path("wait").asBoolean()).isTrue();
    assertThat(text("terraform.tf")).contains("[file(\"values.yaml\")]");
  }

  @Test
  void ansibleTakesTheSameValues() throws IOException {
    JsonNode play = RenderedChart.YAML.readTree(text("ansible.yaml")).path(0);
    JsonNode helm = play.at("/tasks/0/kubernetes.core.helm");

    assertThat(helm.path("chart_version").asText()).isEqualTo(version());
    assertThat(helm.at("/values_files/0").asText()).isEqualTo("values.yaml");
  }

  /** Pods reach only the clusters that the values name. */
  @Test
  void theDatabasesAreThoseThatTheNetworkPoliciesLetPodsReach() throws IOException {
    Set<String> clusters = new TreeSet<>();
    for (String file : List.of("cloudnative-pg.yaml", "cloudnative-pg-restored.yaml")) {
      RenderedChart.parsed(text(file)).stream()
          .filter(one -> one.path("kind").asText().equals("Cluster"))
          .forEach(one -> clusters.add(one.at("/metadata/name").asText()));
    }
    Set<String> reached =
        RenderedChart.YAML
            .readTree(text("values.yaml"))
            .at("/networkPolicy/databaseTo")
            .findValuesAsText("cnpg.io/cluster")
            .stream()
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(clusters).hasSize(2).isEqualTo(reached);
  }

  @Test
  void theDatabaseLosesNothingInAFailoverAndItsOwnerMayMakeLogins() throws IOException {
    JsonNode cluster = RenderedChart.parsed(text("cloudnative-pg.yaml")).getFirst();

    assertThat(cluster.at("/spec/instances").asInt()).isEqualTo(3);
    assertThat(cluster.at("/spec/postgresql/synchronous/number").asInt()).isEqualTo(1);
    assertThat(cluster.at("/spec/managed/roles/0/createrole").asBoolean()).isTrue();
    assertThat(cluster.at("/spec/managed/roles/0/name"))
        .isEqualTo(cluster.at("/spec/bootstrap/initdb/owner"));
  }

  /** The quick start has values of its own. */
  @Test
  void theValuesOfTheDocumentAreRendered() throws IOException {
    String page = Files.readString(RenderedChart.root().resolve("docs/kubernetes.md"));
    List<String> values =
        Pattern.compile("(?ms)^```yaml\\n(.*?)^```$")
            .matcher(page)
            .results()
            .map(block -> block.group(1))
            .toList();

    assertThat(values).isNotEmpty();
    for (String one : values) {
      assertThat(PodRules.faults(RenderedChart.of(one))).as(one).isEmpty();
    }
  }
}
