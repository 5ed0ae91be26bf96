package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.TestPostgres;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Debian's Prometheus, Alertmanager and amtool against IMAS as it is shipped: fire, page, restart
 * of IMAS, resolve.
 */
final class RealClientsIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(180);

  private final Vertx vertx = Vertx.vertx();
  private final Path folder = TestPostgres.newFolder();
  private final FakeReceiver receiver = FakeReceiver.start(vertx);
  private final RealClients clients = new RealClients(folder);
  private final ImasProcess imas =
      new ImasProcess(
          folder,
          Map.of("IMAS_NOTIFIER_WEBHOOK_ALLOW", "127.0.0.1", "IMAS_NOTIFIER_RETRY_FIRST", "200ms"));

  /** What Prometheus scrapes: 1 means trouble. */
  private volatile int trouble;

  private final HttpServer target =
      Await.result(
          vertx
              .createHttpServer()
              .requestHandler(
                  request ->
                      request
                          .response()
                          .putHeader("content-type", "text/plain")
                          .end("trouble " + trouble + "\n"))
              .listen(0, "127.0.0.1"));

  @BeforeEach
  void start() {
    RealClients.need("prometheus", "prometheus-alertmanager", "amtool");
    imas.start();
    imas.page(receiver.url("/page"));
  }

  @AfterEach
  void stop() {
    clients.close();
    imas.close();
    receiver.close();
    Await.result(vertx.close());
    TestPostgres.delete(folder);
  }

  @Test
  void prometheusPostingStraightToUsFiresPagesAndResolvesAcrossARestart() {
    startPrometheus(
        """
        alerting:
          alertmanagers:
            - api_version: v2
              path_prefix: /am/%s
              static_configs:
                - targets: ['127.0.0.1:%d']
        """
            .formatted(ImasProcess.SOURCE_KEY, imas.gatewayPort()));

    firesPagesAndResolvesAcrossARestart("Trouble");
  }

  @Test
  void throughAlertmanagerItFiresPagesAndResolvesAcrossARestart() {
    int alertmanagerPort = FreePort.next();
    clients.write(
        "alertmanager.yml",
        """
        route:
          receiver: imas
          group_by: [alertname]
          group_wait: 0s
          group_interval: 1s
          repeat_interval: 1h
        receivers:
          - name: imas
            webhook_configs:
              - url: http://127.0.0.1:%d/api/v1/webhooks/alertmanager/
                send_resolved: true
                http_config:
                  authorization:
                    credentials: %s
        """
            .formatted(imas.gatewayPort(), ImasProcess.SOURCE_KEY));
    clients.start(
        "alertmanager",
        List.of(
            "prometheus-alertmanager",
            "--config.file=alertmanager.yml",
            "--storage.path=am-data",
            "--web.listen-address=127.0.0.1:" + alertmanagerPort,
            "--cluster.listen-address="));
    startPrometheus(
        """
        alerting:
          alertmanagers:
            - api_version: v2
              static_configs:
                - targets: ['127.0.0.1:%d']
        """
            .formatted(alertmanagerPort));

    firesPagesAndResolvesAcrossARestart("Trouble");
  }

  @Test
  void amtoolAddsAndQueriesAlerts() {
    String url = imas.gateway() + "/am/" + ImasProcess.SOURCE_KEY;

    clients.run(
        "amtool",
        "--alertmanager.url=" + url,
        "alert",
        "add",
        "HandMade",
        "severity=warning",
        "host=db-1",
        "--annotation=summary=made by hand");

    String firing =
        clients.run("amtool", "--alertmanager.url=" + url, "alert", "query", "alertname=HandMade");
    assertThat(firing).contains("HandMade").contains("made by hand");
    String none =
        clients.run("amtool", "--alertmanager.url=" + url, "alert", "query", "host=~web-.*");
    assertThat(none).doesNotContain("HandMade");
    String config = clients.run("amtool", "--alertmanager.url=" + url, "config", "show");
    assertThat(config).contains("receivers");
    String cluster = clients.run("amtool", "--alertmanager.url=" + url, "cluster", "show");
    assertThat(cluster).contains("ready");
    JsonNode incident = incident("HandMade", "TRIGGERED");
    assertThat(incident.path("title").asText()).isEqualTo("made by hand");
    assertThat(incident.path("severity").asText()).isEqualTo("SEV2_HIGH");

    clients.run(
        "amtool",
        "--alertmanager.url=" + url,
        "alert",
        "add",
        "HandMade",
        "severity=warning",
        "host=db-1",
        "--end=2026-01-01T00:00:00Z");

    incident("HandMade", "RESOLVED");
  }

  @Test
  void amtoolSilencesWhatThenOpensWhenTheSilenceIsExpired() {
    JsonNode source =
        imas.apiPost(
            "/api/v1/sources",
            "{\"name\":\"amtool\",\"type\":\"ALERTMANAGER\",\"config\":{\"may_silence\":true,\"reads_all_alerts\":true}}");
    String key =
        imas.apiPost("/api/v1/sources/" + source.path("id").asText() + "/keys", "{}")
            .path("key")
            .asText();
    String url = "--alertmanager.url=" + imas.gateway() + "/am/" + key;
    Await.until(
        "the gateway to know the source",
        TIMEOUT,
        () -> imas.post("/am/" + key + "/api/v2/alerts", "[]"),
        status -> status == 200);

    String id =
        amtool(
            url,
            "silence",
            "add",
            "alertname=Silenced",
            "host=~db-.*",
            "--author=ana",
            "--comment=moving house",
            "--duration=1h");
    assertThat(amtool(url, "silence", "query", "-q")).isEqualTo(id);
    assertThat(amtool(url, "silence", "query")).contains("Silenced", "moving house");
    amtool(url, "alert", "add", "Silenced", "severity=critical", "host=db-1");
    amtool(url, "alert", "add", "Silenced", "severity=critical", "host=web-1");
    JsonNode seen = incident("Silenced", "TRIGGERED");
    assertThat(seen.path("alert_count").asInt(1)).isEqualTo(1);
    Await.until(
        "the alert to be shown as silenced",
        TIMEOUT,
        () -> amtool(url, "alert", "query", "--silenced", "alertname=Silenced"),
        shown -> shown.contains("suppressed"));
    assertThat(amtool(url, "alert", "query", "alertname=Silenced")).doesNotContain("suppressed");

    amtool(url, "silence", "update", "--duration=2h", id);
    assertThat(amtool(url, "silence", "query", "-q")).isEqualTo(id);
    String exported = amtool(url, "silence", "query", "-o", "json");
    amtool(url, "silence", "expire", id);
    assertThat(amtool(url, "silence", "query", "-q")).isEmpty();
    assertThat(amtool(url, "silence", "query", "--expired", "-q")).contains(id);
    Await.until(
        "the alert to be shown again",
        TIMEOUT,
        () -> amtool(url, "alert", "query", "--silenced", "alertname=Silenced"),
        shown -> !shown.contains("suppressed"));

    amtool(url, "silence", "import", clients.write("silences.json", exported).toString());
    assertThat(amtool(url, "silence", "query", "-q")).isNotEmpty().isNotEqualTo(id);
  }

  /** What amtool prints, without its warning that it is of another version. */
  private String amtool(String url, String... words) {
    String[] command =
        Stream.concat(Stream.of("amtool", url), Arrays.stream(words)).toArray(String[]::new);
    return clients
        .run(command)
        .lines()
        .filter(line -> !line.startsWith("Warning:"))
        .collect(Collectors.joining("\n"))
        .strip();
  }

  private void startPrometheus(String alerting) {
    clients.write(
        "prometheus.yml",
        """
        global:
          scrape_interval: 500ms
          scrape_timeout: 400ms
          evaluation_interval: 500ms
        rule_files: [rules.yml]
        scrape_configs:
          - job_name: target
            static_configs:
              - targets: ['127.0.0.1:%d']
        """
                .formatted(target.actualPort())
            + alerting);
    clients.write(
        "rules.yml",
        """
        groups:
          - name: trouble
            rules:
              - alert: Trouble
                expr: trouble == 1
                labels: {severity: critical}
                annotations:
                  summary: 'Trouble on {{ $labels.instance }}'
                  value: '{{ $value }}'
        """);
    clients.start(
        "prometheus",
        List.of(
            "prometheus",
            "--config.file=prometheus.yml",
            "--storage.tsdb.path=prom-data",
            "--web.listen-address=127.0.0.1:" + FreePort.next(),
            "--rules.alert.resend-delay=1s"));
  }

  private void firesPagesAndResolvesAcrossARestart(String name) {
    trouble = 1;
    JsonNode incident = incident(name, "TRIGGERED");
    assertThat(incident.path("severity").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(incident.path("title").asText()).startsWith("Trouble on 127.0.0.1:");
    Await.until("the page", TIMEOUT, () -> pages(incident, "incident.triggered"), n -> n == 1);

    assertThat(imas.stop()).isIn(0, 143);
    imas.start();
    assertThat(incident(name, "TRIGGERED").path("id")).isEqualTo(incident.path("id"));

    trouble = 0;
    JsonNode resolved = incident(name, "RESOLVED");
    assertThat(resolved.path("id")).isEqualTo(incident.path("id"));
    assertThat(resolved.path("mttr_seconds").isNumber()).isTrue();
    Await.until(
        "the page of the resolution",
        TIMEOUT,
        () -> pages(incident, "incident.resolved"),
        n -> n == 1);
    assertThat(pages(incident, "incident.triggered")).isEqualTo(1);
    assertThat(imas.command("ledger", "verify")).isZero();
  }

  private JsonNode incident(String alertName, String status) {
    return Await.until(
            alertName + " " + status,
            TIMEOUT,
            () ->
                imas.list("/api/v1/incidents").stream()
                    .filter(i -> i.path("group_key").asText().contains("\"" + alertName + "\""))
                    .filter(i -> i.path("status").asText().equals(status))
                    .toList(),
            found -> found.size() == 1)
        .getFirst();
  }

  private long pages(JsonNode incident, String event) {
    return receiver.requests().stream()
        .filter(r -> r.body().contains(incident.path("id").asText()) && r.body().contains(event))
        .count();
  }
}
