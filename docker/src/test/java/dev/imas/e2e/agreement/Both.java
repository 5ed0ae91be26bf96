package dev.imas.e2e.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.e2e.ImasProcess;
import dev.imas.e2e.RealClients;
import dev.imas.e2e.agreement.AlertStream.Alert;
import dev.imas.e2e.agreement.AlertStream.Silence;
import dev.imas.fixtures.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Alertmanager and IMAS with the same configuration, which are told the same. */
final class Both implements AutoCloseable {

  private static final int POSTED_AT_ONCE = 1_000;

  /** Of a silence, with each of them. */
  private record Ids(String alertmanager, String imas) {}

  private final Path folder;
  private final RealClients clients;
  private final Alertmanager alertmanager;
  private final ImasProcess imas;
  private final Map<Silence, Ids> silences = new HashMap<>();
  private final Map<String, String> groupKeys = new HashMap<>();
  private final Map<String, String> addresses = new HashMap<>();
  private String sender = "";

  Both(Path folder) {
    this.folder = folder;
    this.clients = new RealClients(folder);
    this.alertmanager = new Alertmanager(clients);
    this.imas =
        new ImasProcess(
            folder,
            Map.of(
                "IMAS_NOTIFIER_WEBHOOK_ALLOW", "127.0.0.1",
                // Messages beyond a rate are one digest, which tells of incidents and not of
                // groups.
                "IMAS_NOTIFIER_RECEIVER_RATE", "0"));
  }

  /**
   * @param receivers where both call: below {@code am/} and {@code imas/}
   */
  void start(String receivers) throws IOException, InterruptedException {
    clients.write("alertmanager.yml", Configuration.yaml(receivers + "am/"));
    alertmanager.start();
    imas.start();
    imas("import", "alertmanager", "alertmanager.yml", "--out", "imported");
    // The file names what Alertmanager calls; here the same receivers have another address.
    for (String receiver : Configuration.receivers()) {
      addresses.put(
          "AM_" + receiver.toUpperCase(Locale.ROOT).replace('-', '_') + "_WEBHOOK_URL",
          receivers + "imas/" + receiver);
    }
    imas("apply", "-f", "imported", "--set", "alertmanager");
    JsonNode source =
        imas.apiPost(
            "/api/v1/sources",
            "{\"name\":\"both\",\"type\":\"ALERTMANAGER\",\"config\":{\"may_silence\":true}}");
    String key =
        imas.apiPost("/api/v1/sources/" + source.get("id").asText() + "/keys", "{}")
            .get("key")
            .asText();
    sender = imas.gateway() + "/am/" + key;
    Await.until(
        "the gateway to know the source",
        () -> imas.post("/am/" + key + "/api/v2/alerts", "[]"),
        status -> status == 200);
  }

  private void imas(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.imas.core.launch.Imas"));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("IMAS_URL", imas.core());
    builder.environment().put("IMAS_TOKEN", ImasProcess.ADMIN_TOKEN);
    builder.environment().putAll(addresses);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", words) + " failed: " + output);
    }
  }

  /** An alert that comes and goes is told each time, as Alertmanager does. */
  void tellWhatFlaps() {
    imas.apiPut(
        "/api/v1/flapping-policy",
        "{\"is_active\":false,\"returns\":4,\"within\":\"PT1H\",\"hold_down\":\"PT15M\"}");
  }

  void post(List<Alert> alerts) {
    for (int from = 0; from < alerts.size(); from += POSTED_AT_ONCE) {
      String json =
          alerts.subList(from, Math.min(alerts.size(), from + POSTED_AT_ONCE)).stream()
              .map(Alert::json)
              .collect(Collectors.joining(",", "[", "]"));
      Http.post(alertmanager.url("/api/v2/alerts"), json);
      Http.post(sender + "/api/v2/alerts", json);
    }
  }

  /**
   * From now on these are in force, and no others. Those that begin come first, so that nothing is
   * shown in between.
   */
  void silence(List<Silence> wanted) {
    for (Silence silence : wanted) {
      if (!silences.containsKey(silence)) {
        String json = json(silence);
        silences.put(
            silence,
            new Ids(
                Http.post(alertmanager.url("/api/v2/silences"), json).get("silenceID").asText(),
                Http.post(sender + "/api/v2/silences", json).get("silenceID").asText()));
      }
    }
    silences.forEach(
        (silence, ids) -> {
          if (!wanted.contains(silence)) {
            Http.delete(alertmanager.url("/api/v2/silence/" + ids.alertmanager()));
            Http.delete(sender + "/api/v2/silence/" + ids.imas());
          }
        });
    silences.keySet().retainAll(wanted);
  }

  private static String json(Silence silence) {
    Instant now = Instant.now();
    return silence.matchers().entrySet().stream()
        .map(
            matcher ->
                "{\"name\":\"%s\",\"value\":\"%s\",\"isRegex\":false,\"isEqual\":true}"
                    .formatted(matcher.getKey(), matcher.getValue()))
        .collect(
            Collectors.joining(
                ",",
                "{\"matchers\":[",
                "],\"startsAt\":\"%s\",\"endsAt\":\"%s\",\"createdBy\":\"ana\",\"comment\":\"test\"}"
                    .formatted(now, now.plus(Duration.ofHours(2)))));
  }

  /** Alertmanager is asked to end, and IMAS is killed. */
  void restart() throws InterruptedException {
    alertmanager.stop();
    imas.kill();
    imas.start();
    alertmanager.start();
  }

  /**
   * @param told "id receiver" of a message of IMAS
   */
  Group group(String told) {
    String[] words = told.split(" ");
    String key =
        groupKeys.computeIfAbsent(
            words[0], id -> imas.api("/api/v1/incidents/" + id).path("group_key").asText());
    return Group.ofKey(words[1], key);
  }

  @Override
  public void close() {
    clients.close();
    imas.close();
  }
}
