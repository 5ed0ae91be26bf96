package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.message.LinkToken;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Decision M17: what is sent by a drill leaves no trace in how pages are sent. */
class DrillMessageIT {

  private final NotifierScene scene = new NotifierScene();
  private final FakeReceiver receiver = FakeReceiver.start(scene.vertx);
  private final UUID contact = scene.contact("hook", receiver.url("/x"), null);

  @AfterEach
  void close() {
    scene.close();
  }

  private UUID drill() {
    return drill(contact, "webhook", receiver.url("/x"));
  }

  private UUID drill(UUID contact, String channel, String address) {
    UUID id = UUID.randomUUID();
    scene.execute(
        """
        INSERT INTO delivery (tenant_id, id, event_seq, event, receiver_id, channel, address, urgency, status, payload,
                              about_kind, about_id, about_key)
        VALUES (?, ?, 0, 'notice.drill', ?, ?, ?, 1, 'pending', ?::jsonb || '{"actions": ["acknowledge"]}',
                'drill', gen_random_uuid(), 'round 1, step 1')
        """,
        scene.tenant.value(),
        id,
        contact,
        channel,
        address,
        Json.write(Pages.page(UUID.randomUUID(), "DRILL", "", Severity.SEV1_CRITICAL))
            .replace("incident.triggered", "notice.drill"));
    return id;
  }

  private boolean isDead(UUID delivery) {
    return scene.status(delivery).equals("dead");
  }

  @Test
  void failingDrillsOpenNoCircuitAndHaveOneAttempt() {
    receiver.replies(
        request -> Reply.status(request.header("X-IMAS-Event").equals("notice.drill") ? 500 : 200));
    scene.startNotifier(Map.of("IMAS_NOTIFIER_CIRCUIT_FAILURES", "2"));
    for (int i = 0; i < 4; i++) {
      UUID drill = drill();
      Await.until("the drill to have failed", () -> isDead(drill), dead -> dead);
      assertThat(scene.attempts(drill)).hasSize(1);
    }
    UUID page =
        scene.delivery(scene.incident("x"), 1, contact, receiver.url("/x"), Severity.SEV2_HIGH);
    scene.tellNotifier();
    scene.awaitStatus(page, "sent");
    assertThat(receiver.requests()).as("no circuit kept it back").hasSize(5);
  }

  private List<String> health(UUID provider) {
    return scene.database.query(
        "SELECT circuits::text || ' ' || coalesce(last_error, 'none') FROM provider_health WHERE"
            + " provider_id = '"
            + provider
            + "'");
  }

  /** The same of a tenant's provider, which shows in its health that the drill has failed. */
  @Test
  void failingDrillsOpenNoCircuitOfATenantsProvider() {
    UUID phone = scene.contact("phone", "ntfy", "ops-pages", null);
    UUID provider =
        scene.provider(
            "own",
            "ntfy",
            100,
            "{\"server_url\":\"%s\",\"default_topic\":\"x\"}".formatted(receiver.url("")),
            Map.of("access_token", "tk"));
    receiver.replies(Reply.status(503));
    scene.startNotifier(
        Map.of("IMAS_NOTIFIER_CIRCUIT_FAILURES", "2", "IMAS_NOTIFIER_RETRY_FIRST", "1h"));
    for (int i = 0; i < 4; i++) {
      UUID drill = drill(phone, "ntfy", "ops-pages");
      Await.until("the drill to have failed", () -> isDead(drill), dead -> dead);
    }
    Await.until("its health", () -> health(provider), List.of("{} HTTP 503")::equals);

    receiver.replies(Reply.status(200));
    UUID page =
        scene.delivery(scene.incident("x"), 1, phone, "ntfy", "ops-pages", Severity.SEV2_HIGH);
    scene.tellNotifier();
    scene.awaitStatus(page, "sent");
    assertThat(receiver.requests()).as("no circuit kept it back").hasSize(5);
  }

  /** Two pages fail and the circuit opens. A drill shows that, and does not close it. */
  @Test
  void aDrillDoesNotProbeAProviderThatHasStoppedAnswering() {
    UUID phone = scene.contact("phone", "ntfy", "ops-pages", null);
    scene.provider(
        "own",
        "ntfy",
        100,
        "{\"server_url\":\"%s\",\"default_topic\":\"x\"}".formatted(receiver.url("")),
        Map.of("access_token", "tk"));
    receiver.replies(Reply.status(503));
    scene.startNotifier(
        Map.of("IMAS_NOTIFIER_CIRCUIT_FAILURES", "2", "IMAS_NOTIFIER_RETRY_FIRST", "1h"));
    for (int i = 0; i < 2; i++) {
      UUID page =
          scene.delivery(scene.incident("x"), 1, phone, "ntfy", "ops-pages", Severity.SEV4_LOW);
      scene.tellNotifier();
      Await.until("its attempt", () -> scene.attempts(page), tries -> tries.size() == 1);
    }
    receiver.replies(Reply.status(200));
    UUID drill = drill(phone, "ntfy", "ops-pages");
    Await.until("the drill to have failed", () -> isDead(drill), dead -> dead);

    assertThat(scene.attempts(drill).getFirst()).contains("it has stopped answering");
    assertThat(receiver.requests()).hasSize(2);
  }

  @Test
  void aDrillsMessageHasTheLinkByWhichItIsAcknowledged() {
    UUID drill = drill();
    scene.startNotifier(Map.of("IMAS_PUBLIC_URL", "https://imas.example"));
    assertThat(receiver.await(1).get(0).body())
        .contains(
            "https://imas.example" + LinkToken.PATH + LinkToken.of(scene.secrets, drill).reveal());
  }
}
