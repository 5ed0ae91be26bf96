package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Role;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One receiver's trouble never delays another. */
class FairnessIT {

  /** Longer than a test waits, so that whoever waits for one attempt at the dead fails it. */
  private static final Map<String, String> SLOW_TO_GIVE_UP =
      Map.of("IMAS_NOTIFIER_WEBHOOK_TIMEOUT", "25s", "IMAS_NOTIFIER_LEASE", "60s");

  private final NotifierScene scene = new NotifierScene();
  private final FakeReceiver healthy = FakeReceiver.start(scene.vertx);
  private final FakeReceiver blackHole =
      FakeReceiver.start(scene.vertx).replies(new Reply.Silence());
  private final UUID healthyContact = scene.contact("healthy", healthy.url("/h"), null);
  private final UUID deadContact = scene.contact("dead", blackHole.url("/d"), null);

  @AfterEach
  void close() {
    blackHole.replies(Reply.status(200));
    blackHole.release(200);
    scene.close();
  }

  private UUID toHealthy() {
    return scene.delivery(
        scene.incident("x"), 1, healthyContact, healthy.url("/h"), Severity.SEV4_LOW);
  }

  private long count(UUID receiver, String status) {
    return scene.database.count(
        "SELECT count(*) FROM delivery WHERE receiver_id = '%s' AND status = '%s'"
            .formatted(receiver, status));
  }

  @Test
  void aDeadReceiverDelaysNoOther() {
    scene.backlog(deadContact, blackHole.url("/d"), Severity.SEV1_CRITICAL, 500);
    scene.startNotifier(SLOW_TO_GIVE_UP);
    blackHole.await(4);
    for (int i = 0; i < 20; i++) {
      toHealthy();
    }
    scene.tellNotifier();
    healthy.await(20);
    assertThat(blackHole.mostUnderWay()).isEqualTo(4);
  }

  @Test
  void fortyDeadReceiversDelayNoOther() {
    for (int i = 0; i < 40; i++) {
      UUID dead = scene.contact("dead " + i, blackHole.url("/" + i), null);
      scene.backlog(dead, blackHole.url("/" + i), Severity.SEV1_CRITICAL, 20);
    }
    scene.startNotifier(SLOW_TO_GIVE_UP);
    blackHole.await(100);
    toHealthy();
    healthy.await(1);
  }

  @Test
  void messagesThatWaitForAnEarlierOneStarveNobody() {
    // Each incident's first message waits for its retry; the second ones are due and blocked.
    scene.backlog(deadContact, blackHole.url("/d"), Severity.SEV1_CRITICAL, 1500);
    scene.execute("UPDATE delivery SET next_attempt_at = now() + interval '1 hour'");
    scene.execute(
        """
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel,
               address, urgency, status, payload)
        SELECT tenant_id, gen_random_uuid(), incident_id, 2, event, receiver_id, channel, address,
               urgency, status, payload
          FROM delivery
        """);
    UUID delivery = toHealthy();
    scene.startNotifier(Map.of());
    scene.awaitStatus(delivery, "sent");
    assertThat(blackHole.requests()).isEmpty();
  }

  @Test
  void neverMoreThanTheLimitIsUnderWayToOneReceiver() {
    scene.backlog(healthyContact, healthy.url("/h"), Severity.SEV2_HIGH, 200);
    scene.startNotifier(Map.of("IMAS_NOTIFIER_RECEIVER_CONCURRENCY", "3"));
    healthy.await(200);
    Await.until("all sent", () -> count(healthyContact, "sent"), sent -> sent == 200);
    assertThat(healthy.mostUnderWay()).isBetween(1, 3);
  }

  @Test
  void whatWaitsForADeadReceiverIsGivenUpAloudWhenItsTimeIsOver() {
    healthy.replies(Reply.status(500));
    // More than one query reads.
    scene.backlog(healthyContact, healthy.url("/h"), Severity.SEV2_HIGH, 1_200);
    scene.execute("UPDATE delivery SET next_attempt_at = now() - interval '5 seconds'");
    scene.startNotifier(
        Map.of("IMAS_NOTIFIER_CIRCUIT_FAILURES", "2", "IMAS_NOTIFIER_RECEIVER_CONCURRENCY", "1"));
    Await.until(
        "an open circuit",
        () -> scene.database.count("SELECT count(*) FROM delivery_attempt"),
        tries -> tries == 2);
    assertThat(count(healthyContact, "dead")).isZero();
    // All retries of a SEV2 would have taken 1.55 s. On a slow machine, three may have been tried
    // lately.
    scene.clock.move(Duration.ofSeconds(31));
    Await.until("the rest given up", () -> count(healthyContact, "dead"), dead -> dead >= 1_197);
    assertThat(
            scene.database.count(
                """
                SELECT count(*) FROM delivery d
                 WHERE d.status = 'dead' AND NOT EXISTS (
                         SELECT FROM delivery_outcome o
                          WHERE o.delivery_id = d.id AND o.outcome = 'dead')\
                """))
        .isZero();
    assertThat(healthy.requests()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void theUrgentGoFirst() {
    for (int i = 0; i < 30; i++) {
      toHealthy();
    }
    UUID urgent =
        scene.delivery(
            scene.incident("urgent"), 1, healthyContact, healthy.url("/h"), Severity.SEV1_CRITICAL);
    scene.startNotifier(Map.of("IMAS_NOTIFIER_RECEIVER_CONCURRENCY", "1"));
    assertThat(healthy.await(1).get(0).header("Idempotency-Key")).isEqualTo(urgent.toString());
  }

  @Test
  void twoNotifiersShareTheWorkWithoutDoublingIt() {
    scene.backlog(healthyContact, healthy.url("/h"), Severity.SEV2_HIGH, 300);
    scene.startNotifier(Map.of());
    scene.startNotifier(Map.of());
    Await.until("all sent", () -> count(healthyContact, "sent"), sent -> sent == 300);
    Set<String> keys = new HashSet<>();
    List<FakeReceiver.Received> requests = healthy.requests();
    requests.forEach(request -> keys.add(request.header("Idempotency-Key")));
    assertThat(requests).hasSize(300);
    assertThat(keys).hasSize(300);
  }

  @Test
  void anOpenCircuitIsSeenInTheMetricsOfTheRole() {
    healthy.replies(Reply.status(500));
    UUID delivery = toHealthy();
    Role.Running notifier = scene.startNotifier(Map.of("IMAS_NOTIFIER_CIRCUIT_FAILURES", "1"));
    // The circuit opens before the attempt is stored, and so ended.
    Await.until(
        "an open circuit",
        () -> get(notifier.port(), "/metrics"),
        text ->
            text.contains("imas_receiver_circuits{channel=\"webhook\",state=\"open\"} 1.0")
                && text.contains("imas_deliveries_in_flight 0.0"));
    assertThat(scene.status(delivery)).isEqualTo("pending");
    assertThat(get(notifier.port(), "/metrics"))
        .contains("imas_deliveries_total{channel=\"webhook\",outcome=\"retry\"} 1.0")
        .contains("imas_deliveries_due")
        .contains("imas_deliveries_oldest_due_seconds");
    assertThat(get(notifier.port(), "/health/live")).contains("alive");
    assertThat(get(notifier.port(), "/health/ready")).contains("\"ready\"");
  }

  private static String get(int port, String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
