package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.TestPostgres;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The first start of an installation whose stdout nobody reads. */
class FirstStartIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration START = Duration.ofMinutes(3);

  /** All complete lines on stdout. */
  private static List<JsonNode> events(Path stdout) {
    try {
      String said = Files.readString(stdout);
      List<JsonNode> events = new ArrayList<>();
      for (String line : said.substring(0, said.lastIndexOf('\n') + 1).lines().toList()) {
        events.add(JSON.readTree(line));
      }
      return events;
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + e.getMessage(), e);
    }
  }

  private static JsonNode awaitEvent(Path stdout, String message) {
    return Await.until(
            "the event '" + message + "' in " + stdout,
            START,
            () ->
                events(stdout).stream()
                    .filter(event -> event.path("message").asText().startsWith(message))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** So that logging begins as in the product. */
  private static String withoutTheLogSettingsOfTests() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("fixtures"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void stdoutIsFlatJsonAloneAndCredentialsAreInAFileOfTheirOwn() throws Exception {
    Path folder = TestPostgres.newFolder();
    Path stdout = folder.resolve("stdout");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            withoutTheLogSettingsOfTests(),
            "dev.imas.core.launch.Imas",
            "run");
    builder.environment().keySet().removeIf(name -> name.startsWith("IMAS_"));
    for (String role : new String[] {"GATEWAY", "CORE", "NOTIFIER"}) {
      builder.environment().put("IMAS_" + role + "_PORT", Integer.toString(FreePort.next()));
    }
    builder.environment().put("IMAS_DATA_DIR", folder.resolve("data").toString());
    builder.environment().put("IMAS_DATABASE_BINARIES_DIR", TestPostgres.binaries().toString());
    builder.environment().put("IMAS_DATABASE_EMBEDDED_WAL", "64MiB");
    builder.redirectOutput(stdout.toFile()).redirectError(folder.resolve("stderr").toFile());
    Process imas = builder.start();
    try {
      JsonNode up = awaitEvent(stdout, "IMAS is up");
      Path credentials = Path.of(up.path("credentials").asText());
      assertThat(credentials).hasParent(folder.resolve("data"));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials)))
          .isEqualTo("rw-------");
      Properties made = new Properties();
      try (var in = Files.newBufferedReader(credentials)) {
        made.load(in);
      }
      assertThat(made.stringPropertyNames())
          .containsExactlyInAnyOrder(
              "IMAS_BOOTSTRAP_SOURCE_KEY", "IMAS_BOOTSTRAP_ADMIN_TOKEN", "IMAS_FIRST_ADMIN_CODE");

      post(
          up.path("gateway").asText() + "/api/v1/webhooks/custom/",
          made.getProperty("IMAS_BOOTSTRAP_SOURCE_KEY"));
      everyMetricOfJavaThatIsWatchedIsThere(up.path("core").asText());
      // A warning that nobody can be called yet may come first.
      Await.until(
          "the page in " + stdout,
          START,
          () ->
              events(stdout).stream()
                  .anyMatch(
                      event ->
                          event.path("message").asText().startsWith("Page on the console channel")
                              && event.path("headline").asText().contains("SEV1")),
          shown -> shown);

      imas.destroy();
      assertThat(imas.waitFor(60, TimeUnit.SECONDS)).isTrue();

      assertThat(events(stdout))
          .allSatisfy(
              event -> {
                assertThat(event).allMatch(JsonNode::isValueNode);
                assertThat(Instant.parse(event.path("time").asText())).isNotNull();
                assertThat(event.path("time").asText()).endsWith("Z");
                assertThat(event.path("level").asText()).isNotEmpty();
                assertThat(event.path("message").asText()).isNotEmpty();
              });
      assertThat(Files.readString(stdout))
          .doesNotContain(made.getProperty("IMAS_BOOTSTRAP_SOURCE_KEY"))
          .doesNotContain(made.getProperty("IMAS_BOOTSTRAP_ADMIN_TOKEN"))
          .doesNotContain(made.getProperty("IMAS_FIRST_ADMIN_CODE"));
      assertThat(events(stdout))
          .as("no line of every setting")
          .allMatch(event -> event.toString().length() < 1_000);
      assertThat(Files.readString(folder.resolve("stderr"))).isEmpty();
    } finally {
      imas.destroyForcibly().waitFor();
      TestPostgres.delete(folder);
    }
  }

  /** IMAS's own are compared with its documents; these come from libraries. */
  private static void everyMetricOfJavaThatIsWatchedIsThere(String core)
      throws IOException, InterruptedException {
    Path monitoring = Path.of("").toAbsolutePath().resolve("monitoring");
    Set<String> watched = new TreeSet<>();
    for (String file : new String[] {"rules.yml", "grafana-dashboard.json"}) {
      Pattern.compile("\\b(?:jvm|process)_[a-z_]+")
          .matcher(Files.readString(monitoring.resolve(file)))
          .results()
          .forEach(m -> watched.add(m.group()));
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      String metrics =
          http.send(
                  HttpRequest.newBuilder(URI.create(core + "/metrics")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      assertThat(watched)
          .hasSizeGreaterThan(3)
          .allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[ {]"));
    }
  }

  private static void post(String url, String key) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url))
                  .version(HttpClient.Version.HTTP_1_1)
                  .header("Authorization", "Bearer " + key)
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"alert_name\":\"DiskFull\",\"severity\":\"critical\",\"title\":\"Disk\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(url + " " + answer.body()).isEqualTo(202);
    }
  }
}
