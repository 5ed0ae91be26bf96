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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A Prometheus whose clock is four and a half minutes behind ours, so that every end it promises
 * has passed when it arrives. libfaketime moves our clock, since a Go program asks the kernel
 * itself.
 */
class SlowClockIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final Path folder = TestPostgres.newFolder();
  private final Vertx vertx = Vertx.vertx();
  private final FakeReceiver receiver = FakeReceiver.start(vertx);
  private final RealClients clients = new RealClients(folder);
  private final ImasProcess imas =
      new ImasProcess(
          folder,
          Map.of(
              "LD_PRELOAD", RealClients.FAKETIME.toString(),
              "FAKETIME", "+270s",
              "FAKETIME_DONT_FAKE_MONOTONIC", "1",
              "FAKETIME_FORCE_MONOTONIC_FIX", "0",
              "IMAS_NOTIFIER_WEBHOOK_ALLOW", "127.0.0.1"));

  /** What Prometheus scrapes: 1 means trouble. */
  private volatile int trouble = 1;

  private final HttpServer target =
      Await.result(
          vertx
              .createHttpServer()
              .requestHandler(r -> r.response().end("trouble " + trouble + "\n"))
              .listen(0, "127.0.0.1"));

  @AfterEach
  void stop() {
    clients.close();
    imas.close();
    receiver.close();
    Await.result(vertx.close());
    TestPostgres.delete(folder);
  }

  @Test
  void prometheusWhoseClockIsFourAndAHalfMinutesBehindPagesAndEnds() {
    RealClients.need("prometheus");
    RealClients.needFile(RealClients.FAKETIME, "libfaketime");
    imas.start();
    imas.page(receiver.url("/page"));
    startPrometheus();

    awaitPage("incident.triggered");
    JsonNode alert = imas.list("/api/v1/alerts?name=Behind").getFirst();
    assertThat(alert.path("status").asText()).isEqualTo("FIRING");
    assertThat(alert.toString()).contains("clock_behind");

    trouble = 0;
    awaitPage("incident.resolved");
    assertThat(imas.command("ledger", "verify")).isZero();
  }

  private void awaitPage(String event) {
    Await.until(
        event,
        TIMEOUT,
        () ->
            receiver.requests().stream()
                .map(page -> ImasProcess.tree(page.body()))
                .filter(page -> event.equals(page.path("event").asText()))
                .count(),
        pages -> pages == 1);
  }

  private void startPrometheus() {
    clients.write(
        "rules.yml",
        """
        groups:
          - name: trouble
            rules:
              - alert: Behind
                expr: trouble == 1
                labels: {severity: critical}
        """);
    clients.write(
        "prometheus.yml",
        """
        global: {scrape_interval: 500ms, scrape_timeout: 400ms, evaluation_interval: 500ms}
        rule_files: [rules.yml]
        scrape_configs:
          - job_name: target
            static_configs:
              - targets: ['127.0.0.1:%d']
        alerting:
          alertmanagers:
            - api_version: v2
              path_prefix: /am/%s
              static_configs:
                - targets: ['127.0.0.1:%d']
        """
            .formatted(target.actualPort(), ImasProcess.SOURCE_KEY, imas.gatewayPort()));
    clients.start(
        "prometheus",
        List.of(
            "prometheus",
            "--config.file=prometheus.yml",
            "--storage.tsdb.path=prom-data",
            "--web.listen-address=127.0.0.1:" + FreePort.next(),
            "--rules.alert.resend-delay=1s"));
  }
}
