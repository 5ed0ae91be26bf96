package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.e2e.ImasProcess;
import dev.imas.e2e.RealClients;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A real Alertmanager fires an alert again with the {@code startsAt} of the episode that it has
 * reported as recovered, one group interval later. Its repeat interval is hours, so a page that
 * does not come then does not come at all.
 */
final class RefireIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  /**
   * In the short run, both are a twelfth of what is configured; in the long run, the defaults and
   * 30 s.
   */
  private final Duration groupInterval =
      FaultRun.span(Duration.ofMillis(2_500), Duration.ofSeconds(30));

  private final Path folder = TestPostgres.newFolder();
  private final RealClients clients = new RealClients(folder);

  @AfterEach
  void close() {
    clients.close();
    TestPostgres.delete(folder);
  }

  @Test
  void aReFireUnderTheOldStartIsPagedThoughItComesAGroupIntervalAfterTheRecovery() {
    RealClients.need("prometheus-alertmanager");
    Map<String, String> settings =
        FaultRun.times(0, 1) == 1 ? Map.of() : Map.of("IMAS_GATEWAY_REORDER_WINDOW", "2s");
    try (FaultScene scene = FaultScene.embedded(settings)) {
      String alertmanager = startAlertmanager(scene.imas);
      String startsAt = Instant.now().minusSeconds(60).toString();

      post(alertmanager, startsAt, Instant.now().plusSeconds(3_600));
      awaitPages(scene, "incident.triggered");
      // Not renewed in time, as when its Prometheus was away.
      post(alertmanager, startsAt, Instant.now());
      awaitPages(scene, "incident.resolved");
      Signs signs = Signs.from(scene.imas);
      post(alertmanager, startsAt, Instant.now().plusSeconds(3_600));
      awaitPages(scene, "incident.reopened");

      signs
          .counts("imas_ingest_alerts_total", 1, "disposition=\"reopened\"")
          .counts("imas_incidents_reopened_total", 1);
      assertThat(
              scene.sql.rows(
                  "SELECT status, episode, stale_count FROM alert WHERE name = 'Refired'"))
          .containsExactly(List.of("1", "2", "0"));
      assertThat(scene.sql.rows("SELECT * FROM recount_ledger()")).isEmpty();
      assertThat(scene.imas.command("ledger", "verify")).isZero();
    }
  }

  private String startAlertmanager(ImasProcess imas) {
    int port = FreePort.next();
    clients.write(
        "alertmanager.yml",
        """
        route:
          receiver: imas
          group_by: [alertname]
          group_wait: 0s
          group_interval: %dms
          repeat_interval: 4h
        receivers:
          - name: imas
            webhook_configs:
              - url: %s/api/v1/webhooks/alertmanager/
                send_resolved: true
                http_config:
                  authorization:
                    credentials: %s
        """
            .formatted(groupInterval.toMillis(), imas.gateway(), ImasProcess.SOURCE_KEY));
    clients.start(
        "alertmanager",
        List.of(
            "prometheus-alertmanager",
            "--config.file=alertmanager.yml",
            "--storage.path=am-data",
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address="));
    String url = "http://127.0.0.1:" + port;
    Await.until(
        "Alertmanager",
        TIMEOUT,
        () -> send(HttpRequest.newBuilder(URI.create(url + "/-/ready")).GET()),
        status -> status == 200);
    return url;
  }

  private static void post(String alertmanager, String startsAt, Instant endsAt) {
    int status =
        send(
            HttpRequest.newBuilder(URI.create(alertmanager + "/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        """
                        [{"labels":{"alertname":"Refired","severity":"critical"},"startsAt":"%s","endsAt":"%s"}]\
                        """
                            .formatted(startsAt, endsAt))));
    assertThat(status).isEqualTo(200);
  }

  private static void awaitPages(FaultScene scene, String event) {
    Await.until(
        "one page of " + event,
        TIMEOUT,
        () ->
            scene.receiver.requests().stream()
                .filter(page -> page.header("X-IMAS-Event").equals(event))
                .count(),
        pages -> pages == 1);
  }

  /** The status, 0 while nobody listens. */
  private static int send(HttpRequest.Builder request) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              request.timeout(Duration.ofSeconds(5)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (java.net.ConnectException nobody) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
