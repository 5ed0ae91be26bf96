package dev.imas.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.e2e.RealClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files for monitoring IMAS: rules, dashboard, scrape examples, the systemd unit. */
class MonitoringIT {

  private static final Path ROOT = root();
  private static final Path FOLDER = ROOT.resolve("docker/monitoring");
  private static final Pattern METRIC = Pattern.compile("\\bimas_[a-z0-9_]+");

  private static final List<String> TESTS = List.of("rules_test.yml", "rules_of_a_day_test.yml");

  @TempDir private Path folder;

  @Test
  void theRulesAreReadByPrometheusAndFireWhenTheyShall() throws IOException {
    RealClients.need("promtool");
    try (RealClients clients = new RealClients(folder)) {
      for (String file : List.of("rules.yml", "prometheus-one.yml", "prometheus-three.yml")) {
        clients.write(file, Files.readString(FOLDER.resolve(file)));
      }
      clients.run("promtool", "check", "rules", "rules.yml");
      clients.run("promtool", "check", "config", "prometheus-one.yml", "prometheus-three.yml");
      for (String file : TESTS) {
        clients.write(file, Files.readString(FOLDER.resolve(file)));
        clients.run("promtool", "test", "rules", file);
      }
    }
  }

  @Test
  void everyRuleHasATestAndTheNamesThatAreKnown() throws IOException {
    Set<String> rules = found("alert: (\\w+)", Files.readString(FOLDER.resolve("rules.yml")));
    Set<String> tested = new TreeSet<>();
    for (String file : TESTS) {
      tested.addAll(found("alertname: (\\w+)", Files.readString(FOLDER.resolve(file))));
    }

    assertThat(rules)
        .contains(
            "IMASWebDown", "IMASWorkerDown", "IMASHighLatency", "HighErrorRate", "PodCrashLooping");
    assertThat(tested).isEqualTo(rules);
  }

  @Test
  void eachRuleLeadsToItsSectionAndEachSectionToARule() throws IOException {
    String rules = Files.readString(FOLDER.resolve("rules.yml"));
    Set<String> names = found("alert: (\\w+)", rules);
    assertThat(found("runbook_url: \"docs/alerts\\.md#(\\w+)\"", rules))
        .isEqualTo(
            names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(found("(?m)^### (\\w+)$", Files.readString(ROOT.resolve("docs/alerts.md"))))
        .isEqualTo(names);
  }

  @Test
  void everyMetricOfTheRulesExists() throws IOException {
    assertThat(unknown(Files.readString(FOLDER.resolve("rules.yml")))).isEmpty();
    assertThat(unknown("imas_ingest_alert_total")).isNotEmpty();
  }

  @Test
  void everyPanelOfTheDashboardAsksForMetricsThatExist() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(FOLDER.resolve("grafana-dashboard.json").toFile());
    List<String> expressions = new ArrayList<>();
    Set<Integer> ids = new TreeSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as("%s", panel.path("title")).isTrue();
      if (!panel.path("type").asText().equals("row")) {
        assertThat(panel.path("targets")).as("%s", panel.path("title")).isNotEmpty();
      }
      for (JsonNode target : panel.path("targets")) {
        expressions.add(target.path("expr").asText());
      }
    }

    assertThat(expressions).hasSizeGreaterThan(20).noneMatch(String::isBlank);
    assertThat(expressions.stream().flatMap(e -> unknown(e).stream())).isEmpty();
  }

  @Test
  void systemdUnderstandsTheUnit() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd is not installed");
    try (RealClients clients = new RealClients(folder)) {
      String unit = Files.readString(ROOT.resolve("docker/systemd/imas.service"));
      // The program that it starts is not installed here.
      clients.write("imas.service", unit.replaceAll("(?m)^ExecStart=.*$", "ExecStart=/bin/true"));

      String said =
          clients.run(
              "systemd-analyze", "verify", "--man=no", folder.resolve("imas.service").toString());

      assertThat(said).isEmpty();
    }
  }

  /** Metrics without a row in the table, which DocsTest compares with the code. */
  private static Set<String> unknown(String text) {
    try {
      Set<String> known =
          found(
              "(?m)^\\| `(imas_[a-z0-9_]+)` \\|",
              Files.readString(ROOT.resolve("docs/metrics.md")));
      return METRIC
          .matcher(text)
          .results()
          .map(m -> m.group())
          .filter(
              name ->
                  !known.contains(name)
                      && !known.contains(name.replaceFirst("_(bucket|count|sum|max)$", "")))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(m -> m.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("docs")) ? here : here.getParent();
  }
}
