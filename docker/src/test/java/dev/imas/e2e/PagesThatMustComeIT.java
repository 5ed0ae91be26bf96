package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.TestPostgres;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Pages that somebody waits for, through the whole product. The posts are those of a real
 * Alertmanager and a real pair of Prometheus, and literal bodies of other senders.
 */
class PagesThatMustComeIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(180);
  private static final AtomicInteger numbers = new AtomicInteger();

  private static Path folder;
  private static Vertx vertx;
  private static FakeReceiver receiver;
  private static ImasProcess imas;

  private RealClients clients;

  @BeforeAll
  static void start() {
    folder = TestPostgres.newFolder();
    vertx = Vertx.vertx();
    receiver = FakeReceiver.start(vertx);
    imas =
        new ImasProcess(
            folder,
            Map.of(
                "IMAS_NOTIFIER_WEBHOOK_ALLOW", "127.0.0.1",
                "IMAS_NOTIFIER_RECEIVER_RATE", "0",
                "IMAS_GATEWAY_REORDER_WINDOW", "6s",
                "IMAS_CORE_EXPIRY_INTERVAL", "500ms",
                "IMAS_CORE_STILL_FIRING_AFTER", "2s",
                "IMAS_CORE_GROWTH_PAUSE", "1s"));
    imas.start();
    imas.page(receiver.url("/page"));
  }

  @AfterAll
  static void stop() {
    assertThat(imas.command("ledger", "verify")).isZero();
    imas.close();
    receiver.close();
    Await.result(vertx.close());
    TestPostgres.delete(folder);
  }

  @BeforeEach
  void clients() {
    clients = new RealClients(TestPostgres.newFolder());
  }

  @AfterEach
  void end() {
    clients.close();
  }

  // --- through a real Alertmanager

  @Test
  void recoveryOfAPairOfPrometheusIsHeardThoughItsStartHasMoved() {
    RealClients.need("prometheus", "prometheus-alertmanager");
    String alert = name("Merged");
    AtomicInteger trouble = new AtomicInteger(1);
    HttpServer target =
        Await.result(
            vertx
                .createHttpServer()
                .requestHandler(r -> r.response().end("trouble " + trouble.get() + "\n"))
                .listen(0, "127.0.0.1"));
    int alertmanager = startAlertmanager("2s", true);
    // Nobody hears the first server; the second one, which started to fire later, is heard.
    int nobody = FreePort.next();
    Path config = startPrometheus("a", alert, target.actualPort(), nobody);
    clients.start("a", prometheus("a"));
    Await.until(
        "the first to fire",
        TIMEOUT,
        () -> status("http://127.0.0.1:" + port("a") + "/api/v1/alerts", "firing"),
        found -> found);
    Instant between = Instant.now();
    startPrometheus("b", alert, target.actualPort(), alertmanager);
    clients.start("b", prometheus("b"));
    JsonNode incident = awaitPage(alert, "incident.triggered");
    assertThat(Instant.parse(start(alert))).isAfter(between);

    // Now both are heard, and the Alertmanager uses the earlier start.
    clients.write(
        config.getFileName().toString(), prometheusConfig("a", target.actualPort(), alertmanager));
    assertThat(post("http://127.0.0.1:" + port("a") + "/-/reload", "")).isEqualTo(200);
    Await.until(
        "the Alertmanager's start to have moved",
        TIMEOUT,
        () -> alertmanagerStart(alertmanager, alert),
        starts -> starts.isPresent() && starts.get().isBefore(between));
    trouble.set(0);

    awaitPage(alert, "incident.resolved");
    assertThat(status(incident)).isEqualTo("RESOLVED");
    Await.result(target.close());
  }

  @Test
  void laterOutageIsPagedThoughSomebodyResolvedTheFirstByHandAndNoRecoveryWasSent() {
    RealClients.need("prometheus-alertmanager");
    String alert = name("ByHand");
    int alertmanager = startAlertmanager("1s", false);
    tell(alertmanager, alert, Instant.now().minusSeconds(30), Instant.now().plusSeconds(600));
    JsonNode incident = awaitPage(alert, "incident.triggered");
    act(incident, "resolve", "{\"message\":\"done\"}");
    // It ends, which the Alertmanager does not report, and begins again.
    tell(alertmanager, alert, Instant.now().minusSeconds(30), Instant.now());
    Await.until(
        "the Alertmanager to have no group any more",
        TIMEOUT,
        () ->
            status(
                "http://127.0.0.1:" + alertmanager + "/metrics",
                "alertmanager_dispatcher_aggregation_groups 0"),
        none -> none);

    tell(alertmanager, alert, Instant.now(), Instant.now().plusSeconds(600));

    awaitPage(alert, "incident.reopened");
  }

  @Test
  void reFireUnderTheOldStartWithinTheReorderWindowIsPagedWhenTheWindowEnds() {
    RealClients.need("prometheus-alertmanager");
    String alert = name("Refired");
    int alertmanager = startAlertmanager("1s", true);
    Instant starts = Instant.now().minusSeconds(60);
    tell(alertmanager, alert, starts, Instant.now().plusSeconds(600));
    awaitPage(alert, "incident.triggered");
    tell(alertmanager, alert, starts, Instant.now());
    awaitPage(alert, "incident.resolved");

    tell(alertmanager, alert, starts, Instant.now().plusSeconds(600));

    awaitPage(alert, "incident.reopened");
    assertThat(imas.list("/api/v1/alerts?name=" + alert)).hasSize(1);
  }

  // --- who is paged

  @Test
  void sameEpisodeThatGoesOnAfterSomebodyResolvedItIsPagedAgain() {
    String alert = name("GoesOn");
    custom(alert, "a", "firing", "is bad");
    JsonNode incident = awaitPage(alert, "incident.triggered");
    act(incident, "resolve", "{}");
    custom(alert, "a", "firing", "is bad");

    awaitPage(alert, "incident.reopened");
  }

  @Test
  void hostsThatJoinAnAcknowledgedIncidentAreToldInOneMessage() {
    String alert = name("Joined");
    custom(alert, "a", "firing", "is bad");
    JsonNode incident = awaitPage(alert, "incident.triggered");
    act(incident, "acknowledge", "{}");
    awaitPage(alert, "incident.acknowledged");
    custom(alert, "b", "firing", "is bad");
    custom(alert, "c", "firing", "is bad");

    JsonNode grew = awaitPage(alert, "incident.grew");

    assertThat(grew.at("/data/incident/alert_count").asInt()).isBetween(2, 3);
    assertThat(status(incident)).isEqualTo("ACKNOWLEDGED");
  }

  @Test
  void alertThatJoinsAMitigatedIncidentCallsPeopleAnew() {
    String alert = name("Unmitigated");
    custom(alert, "a", "firing", "is bad");
    JsonNode incident = awaitPage(alert, "incident.triggered");
    act(incident, "mitigate", "{}");
    custom(alert, "b", "firing", "is bad");

    awaitPage(alert, "incident.refired");
    assertThat(status(incident)).isEqualTo("TRIGGERED");
  }

  @Test
  void incidentOfAnAlertThatIsOverBeforeItIsOpenedIsNamedByItsFiring() {
    String alert = name("Brief");
    String labels = "\"labels\":{\"host\":\"a\"}";
    imas.post(
        "/api/v1/webhooks/custom/",
        "[{\"name\":\"%s\",\"severity\":\"critical\",\"title\":\"%s is bad\",%s},"
                .formatted(alert, alert, labels)
            + "{\"name\":\"%s\",\"severity\":\"critical\",\"status\":\"ok\",\"title\":\"%s is fine again\",%s}]"
                .formatted(alert, alert, labels));

    Await.until(
        "the incident",
        TIMEOUT,
        () -> imas.list("/api/v1/incidents?search=" + alert),
        found -> found.size() == 1 && found.getFirst().path("title").asText().endsWith("is bad"));
  }

  @Test
  void lateRepeatOfADatadogFiringOpensNothing() {
    String alert = name("Monitor");
    long at = Instant.now().minusSeconds(120).toEpochMilli();
    String body =
        "{\"alert_id\":\"%s\",\"alert_transition\":\"%s\",\"alert_type\":\"error\",\"title\":\"%s\",\"date\":\"%d\"}";
    String id = "77" + numbers.incrementAndGet();
    imas.post("/api/v1/webhooks/datadog/", body.formatted(id, "Triggered", alert, at));
    awaitPage(alert, "incident.triggered");
    imas.post("/api/v1/webhooks/datadog/", body.formatted(id, "Recovered", alert, at + 60_000));
    awaitPage(alert, "incident.resolved");

    imas.post("/api/v1/webhooks/datadog/", body.formatted(id, "Triggered", alert, at));

    // A later alert has been processed, so no other page of the monitor can follow.
    String after = name("After");
    custom(after, "a", "firing", "is bad");
    awaitPage(after, "incident.triggered");
    assertThat(pages(alert)).hasSize(2);
  }

  // --- the scene

  private static String name(String what) {
    return what + numbers.incrementAndGet();
  }

  private static void custom(String alert, String host, String status, String words) {
    int answer =
        imas.post(
            "/api/v1/webhooks/custom/",
            """
            {"name":"%s","severity":"critical","status":"%s","title":"%s %s","labels":{"host":"%s"}}\
            """
                .formatted(alert, status, alert, words, host));
    assertThat(answer).isEqualTo(202);
  }

  private static void act(JsonNode page, String action, String body) {
    imas.apiPost("/api/v1/incidents/" + page.at("/data/incident/id").asText() + "/" + action, body);
  }

  private static String status(JsonNode page) {
    return imas.api("/api/v1/incidents/" + page.at("/data/incident/id").asText())
        .path("status")
        .asText();
  }

  private static List<JsonNode> pages(String alert) {
    return receiver.requests().stream()
        .filter(r -> r.body().contains(alert))
        .map(r -> ImasProcess.tree(r.body()))
        .toList();
  }

  private static JsonNode awaitPage(String alert, String event) {
    return Await.until(
            event + " of " + alert,
            TIMEOUT,
            () ->
                pages(alert).stream().filter(p -> event.equals(p.path("event").asText())).toList(),
            found -> found.size() == 1)
        .getFirst();
  }

  private static String start(String alert) {
    return imas.list("/api/v1/alerts?name=" + alert).getFirst().path("starts_at").asText();
  }

  private int startAlertmanager(String groupInterval, boolean sendsResolved) {
    int port = FreePort.next();
    clients.write(
        "alertmanager.yml",
        """
        route:
          receiver: imas
          group_by: [alertname]
          group_wait: 0s
          group_interval: %s
          repeat_interval: 4h
        receivers:
          - name: imas
            webhook_configs:
              - url: %s/api/v1/webhooks/alertmanager/
                send_resolved: %s
                http_config:
                  authorization:
                    credentials: %s
        """
            .formatted(groupInterval, imas.gateway(), sendsResolved, ImasProcess.SOURCE_KEY));
    clients.start(
        "alertmanager",
        List.of(
            "prometheus-alertmanager",
            "--config.file=alertmanager.yml",
            "--storage.path=am-data",
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address="));
    Await.until(
        "Alertmanager",
        TIMEOUT,
        () -> status("http://127.0.0.1:" + port + "/-/ready", ""),
        ready -> ready);
    return port;
  }

  private static void tell(int alertmanager, String alert, Instant starts, Instant ends) {
    int status =
        post(
            "http://127.0.0.1:" + alertmanager + "/api/v2/alerts",
            """
            [{"labels":{"alertname":"%s","severity":"critical"},"startsAt":"%s","endsAt":"%s"}]\
            """
                .formatted(alert, starts, ends));
    assertThat(status).isEqualTo(200);
  }

  private static Optional<Instant> alertmanagerStart(int alertmanager, String alert) {
    JsonNode alerts =
        ImasProcess.tree(
            send(HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:"
                            + alertmanager
                            + "/api/v2/alerts?filter=alertname="
                            + alert)))
                .body());
    return alerts.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.parse(alerts.get(0).path("startsAt").asText()));
  }

  private final Map<String, Integer> ports = new HashMap<>();

  private int port(String name) {
    return ports.computeIfAbsent(name, n -> FreePort.next());
  }

  private Path startPrometheus(String name, String alert, int target, int alertmanager) {
    clients.write(
        "rules-" + name + ".yml",
        """
        groups:
          - name: trouble
            rules:
              - alert: %s
                expr: trouble == 1
                labels: {severity: critical}
        """
            .formatted(alert));
    return clients.write("prom-" + name + ".yml", prometheusConfig(name, target, alertmanager));
  }

  private static String prometheusConfig(String name, int target, int alertmanager) {
    return """
    global:
      scrape_interval: 500ms
      scrape_timeout: 400ms
      evaluation_interval: 500ms
    rule_files: [rules-%s.yml]
    scrape_configs:
      - job_name: target
        static_configs:
          - targets: ['127.0.0.1:%d']
    alerting:
      alertmanagers:
        - api_version: v2
          static_configs:
            - targets: ['127.0.0.1:%d']
    """
        .formatted(name, target, alertmanager);
  }

  private List<String> prometheus(String name) {
    return List.of(
        "prometheus",
        "--config.file=prom-" + name + ".yml",
        "--storage.tsdb.path=prom-data-" + name,
        "--web.listen-address=127.0.0.1:" + port(name),
        "--web.enable-lifecycle",
        "--rules.alert.resend-delay=1s");
  }

  private static int post(String url, String body) {
    return send(HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)))
        .statusCode();
  }

  /** Whether it answers 200 with that text. False while nobody listens. */
  private static boolean status(String url, String word) {
    try {
      HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(url)));
      return answer.statusCode() == 200 && answer.body().contains(word);
    } catch (UncheckedIOException nobody) {
      return false;
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          request.timeout(Duration.ofSeconds(5)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
