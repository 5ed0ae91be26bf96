package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.imports.AlertmanagerImport;
import dev.imas.core.imports.ImportResult;
import dev.imas.core.model.Labels;
import dev.imas.core.rule.Matcher;
import dev.imas.fixtures.AlertmanagerTree;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Files of Alertmanager become rules that send alerts where Alertmanager would, as its own amtool
 * says it. Runs the file and commands of docs/import.md.
 */
class AlertmanagerImportIT {

  private static final Path PAGE = Path.of("../docs/import.md");
  private static final Pattern FILE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMANDS = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REPORT = Pattern.compile("```\n([=~-] .*?)```", Pattern.DOTALL);

  private final Path folder = TestPostgres.newFolder();
  private final RealClients clients = new RealClients(folder);
  private final ImasProcess imas = new ImasProcess(folder, Map.of());

  @AfterEach
  void stop() {
    clients.close();
    imas.close();
    TestPostgres.delete(folder);
  }

  private static List<String> all(Pattern pattern, String page) {
    List<String> found = new ArrayList<>();
    java.util.regex.Matcher matcher = pattern.matcher(page);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private String run(String commands) throws IOException, InterruptedException {
    ProcessBuilder bash = new ProcessBuilder("bash", "-es").redirectErrorStream(true);
    bash.directory(folder.toFile());
    bash.environment().put("IMAS_URL", imas.core());
    bash.environment().put("IMAS_TOKEN", ImasProcess.ADMIN_TOKEN);
    Process process = bash.start();
    try (var in = process.getOutputStream()) {
      in.write((StartedOnce.shellFunction() + commands).getBytes(StandardCharsets.UTF_8));
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  @Test
  void theFileOfThePageIsAppliedAndAlertsGoWhereItsRoutesSend() throws Exception {
    RealClients.need("amtool");
    String page = Files.readString(PAGE);
    Files.writeString(folder.resolve("alertmanager.yml"), onAnotherDay(all(FILE, page).getFirst()));
    Files.createDirectories(folder.resolve("secrets"));
    Files.writeString(folder.resolve("secrets/smtp"), "hunter2\n");
    List<String> commands = all(COMMANDS, page);
    imas.start();

    String report = run(commands.getFirst());
    assertThat(report).contains(all(REPORT, page).getFirst().lines().toList());
    assertThat(run(commands.get(1))).contains("Set alertmanager, would be: ", "Set alertmanager: ");
    assertThat(
            run(
                "export AM_PAGER_PAGERDUTY_ROUTING_KEY=0123456789abcdef0123456789abcdef\n"
                    + "export"
                    + " AM_DATABASES_WEBHOOK_URL='https://databases.example.org/alerts?key=5f1c'\n"
                    + "imas apply -f imported --set alertmanager"))
        .contains(" 0 created, 0 changed, 0 deleted");

    List<Map<String, String>> alerts =
        List.of(
            Map.of("alertname", "Watchdog"),
            Map.of("alertname", "Watchdog", "severity", "critical"),
            Map.of("alertname", "Slow", "service", "mysql"),
            Map.of("alertname", "Slow", "service", "mysql2"),
            Map.of("alertname", "Down", "service", "cassandra", "severity", "critical"),
            Map.of("alertname", "Down", "severity", "critical"));
    assertThat(imas.post("/am/" + ImasProcess.SOURCE_KEY + "/api/v2/alerts", posted(alerts)))
        .isEqualTo(200);
    List<JsonNode> stored =
        Await.until(
            "the alerts, and that one is muted",
            () -> imas.list("/api/v1/alerts"),
            all ->
                all.size() == alerts.size()
                    && all.stream().anyMatch(alert -> !alert.path("hidden_by").isEmpty()));
    Map<Map<String, String>, Set<String>> reached = new TreeMap<>(this::compare);
    for (JsonNode alert : stored) {
      Map<String, String> labels = new TreeMap<>();
      alert.get("labels").properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
      boolean isHidden = !alert.path("hidden_by").isEmpty();
      reached.put(labels, isHidden ? Set.of("nobody") : told(alert.at("/service/id").asText()));
    }
    for (Map<String, String> alert : alerts) {
      Set<String> told = amtool("alertmanager.yml", alert);
      if (told.size() > 1) {
        told.remove("nobody");
      }
      assertThat(reached.get(alert)).as("%s", alert).isEqualTo(told);
    }

    importAFileWithoutServicesThatHadIncidents();
  }

  /** What had incidents is switched off by the next import, and a third one finds nothing to do. */
  private void importAFileWithoutServicesThatHadIncidents()
      throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("alertmanager.yml"),
        """
        global: {smtp_smarthost: 'smtp.example.org:587', smtp_from: 'alerts@example.org'}
        route: {receiver: everybody}
        receivers:
          - name: everybody
            email_configs: [{to: 'everybody@example.org'}]
        """);
    String commands =
        """
        imas import alertmanager alertmanager.yml --out again
        imas apply -f again --set alertmanager --prune
        """;
    assertThat(run(commands)).containsPattern("[1-9][0-9]* switched off");
    assertThat(run("imas apply -f again --set alertmanager --prune\n"))
        .contains(" 0 created, 0 changed, 0 deleted");
  }

  /** With a weekend that is not today, since amtool does not look at time intervals. */
  private static String onAnotherDay(String file) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    String weekend = "'saturday', 'sunday'";
    assertThat(file).contains(weekend);
    return file.replace(
        weekend, "'" + day(today.plusDays(3)) + "', '" + day(today.plusDays(4)) + "'");
  }

  private static String day(LocalDate date) {
    return date.getDayOfWeek().name().toLowerCase(Locale.ROOT);
  }

  private int compare(Map<String, String> a, Map<String, String> b) {
    return new TreeMap<>(a).toString().compareTo(new TreeMap<>(b).toString());
  }

  private static String posted(List<Map<String, String>> alerts) {
    return alerts.stream()
        .map(
            labels ->
                labels.entrySet().stream()
                    .map(label -> "\"" + label.getKey() + "\":\"" + label.getValue() + "\"")
                    .collect(Collectors.joining(",", "{\"labels\":{", "}}")))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** The teams that the policy of the service tells. */
  private Set<String> told(String service) {
    JsonNode policy = imas.api("/api/v1/services/" + service).path("escalation_policy");
    Set<String> told = new TreeSet<>();
    imas.api("/api/v1/escalation-policies/" + policy.path("id").asText())
        .at("/steps/0/notify")
        .forEach(
            one ->
                told.add(
                    imas.api("/api/v1/teams/" + one.path("team").asText()).path("name").asText()));
    return told;
  }

  private Set<String> amtool(String file, Map<String, String> labels) {
    List<String> command =
        new ArrayList<>(List.of("amtool", "config", "routes", "test", "--config.file=" + file));
    labels.forEach((name, value) -> command.add(name + "=" + value));
    // It warns of settings that it does not use.
    String line =
        clients
            .run(command.toArray(String[]::new))
            .lines()
            .filter(text -> !text.startsWith("Warning:"))
            .collect(Collectors.joining())
            .strip();
    return Arrays.stream(line.split(",", -1)).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void rulesOfRandomTreesSendWhereAmtoolSends() throws IOException {
    RealClients.need("amtool");
    long seed = Long.getLong("imas.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 10; round++) {
      AlertmanagerTree tree = AlertmanagerTree.random(random, 5 + random.nextInt(20), false);
      Files.writeString(folder.resolve("random.yml"), tree.yaml());
      List<ObjectNode> documents =
          ((ImportResult.Imported) AlertmanagerImport.of(tree.yaml(), path -> path)).documents();
      for (int i = 0; i < 6; i++) {
        Map<String, String> labels = tree.labels();
        if (!labels.isEmpty()) {
          assertThat(told(documents, Labels.of(labels)))
              .as("seed %d, %s%n%s", seed, labels, tree.yaml())
              .isEqualTo(amtool("random.yml", labels));
        }
      }
    }
  }

  /** By the first rule that matches, its service, and the policy of that. */
  private static Set<String> told(List<ObjectNode> documents, Labels labels) {
    for (JsonNode rule : documents.getLast().get("rules")) {
      boolean matches = true;
      for (JsonNode matcher : rule.path("matchers")) {
        matches &= Matcher.parse(matcher.textValue()).matches(labels);
      }
      if (matches) {
        JsonNode service = one(documents, "service", "name", rule.get("service").textValue());
        String key = service.get("escalation_policy").textValue();
        return one(documents, "escalation_policy", "key", key).findValuesAsText("team").stream()
            .map(team -> one(documents, "team", "key", team).get("name").textValue())
            .collect(Collectors.toCollection(TreeSet::new));
      }
    }
    return Set.of();
  }

  private static JsonNode one(List<ObjectNode> documents, String kind, String member, String is) {
    return documents.stream()
        .filter(document -> document.get("kind").textValue().equals(kind))
        .filter(document -> document.path(member).asText().equals(is))
        .findFirst()
        .orElseThrow();
  }
}
