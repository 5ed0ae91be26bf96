package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Received;
import dev.imas.fixtures.FakeReceiver.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NTF-17: events are posted signed, in order for each incident, and beside the pages. */
class EventPostIT {

  private static final String SECRET = "a secret of sixteen";

  private final NotifierScene scene = new NotifierScene();
  private final FakeReceiver receiver = FakeReceiver.start(scene.vertx);
  private final UUID webhook = webhook("hook", receiver.url("/events"));

  @AfterEach
  void close() {
    scene.close();
  }

  private UUID webhook(String name, String url) {
    UUID id = UUID.randomUUID();
    scene.execute(
        """
        INSERT INTO event_webhook (tenant_id, id, name, url, secret_enc, secret_hint, events)
        VALUES (?, ?, ?, ?, ?, '…', ARRAY ['incident.created'])
        """,
        scene.tenant.value(),
        id,
        name,
        url,
        scene.secrets.seal(SECRET, scene.tenant));
    return id;
  }

  /** Queues an event as core does. */
  private UUID event(UUID hook, UUID incident, String event) {
    return event(hook, incident, event, "{\"title\":\"Wärme\"}");
  }

  private UUID event(UUID hook, UUID incident, String event, String data) {
    UUID id = UUID.randomUUID();
    scene.execute(
        """
        BEGIN;
        SELECT set_config('imas.tenant', '%1$s', true);
        SELECT queue_events(ARRAY ['%2$s'::uuid], ARRAY ['%3$s'::uuid], ARRAY ['%4$s'::uuid], ARRAY ['%5$s:' || random()],
                            ARRAY ['%5$s'],
                            ARRAY ['{"event":"%5$s","timestamp":"2026-01-02T03:04:05Z","data":%6$s}']);
        COMMIT\
        """
            .formatted(scene.tenant, id, hook, incident, event, data));
    return id;
  }

  private String status(UUID event) {
    return scene
        .database
        .query("SELECT status FROM event_delivery WHERE id = '" + event + "'")
        .get(0);
  }

  private void awaitStatus(UUID event, String status) {
    Await.until("event " + status, () -> status(event), status::equals);
  }

  private List<String> events(String path) {
    return receiver.requests().stream()
        .filter(r -> r.path().equals(path))
        .map(r -> r.header("X-IMAS-Event"))
        .toList();
  }

  @Test
  void anEventIsPostedWithASignatureThatAReceiverCanCheck() throws Exception {
    UUID incident = UUID.randomUUID();
    UUID id = event(webhook, incident, "incident.created");
    scene.startNotifier(Map.of("IMAS_PUBLIC_URL", "https://imas.example/"));
    Received post = receiver.await(1).get(0);

    // As the documentation shows it.
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signed = post.header("X-IMAS-Timestamp") + "." + post.body();
    String expected =
        "sha256=" + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    assertThat(
            MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8),
                post.header("X-IMAS-Signature").getBytes(StandardCharsets.UTF_8)))
        .isTrue();
    assertThat(post.header("Idempotency-Key")).isEqualTo(id.toString());
    assertThat(post.header("X-IMAS-Event")).isEqualTo("incident.created");
    assertThat(post.header("X-IMAS-Attempt")).isEqualTo("1");
    assertThat(post.body())
        .as("ASCII alone")
        .isEqualTo(
            new String(post.body().getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII));
    UUID published = UUID.randomUUID();
    String page = "https://status.example.org/status/acme";
    event(webhook, published, "status.incident", "{\"url\":\"" + page + "\"}");
    JsonNode told = Json.read(receiver.await(2).get(1).body(), JsonNode.class);
    assertThat(told.at("/data/url").asText()).as("core knows the page").isEqualTo(page);
    JsonNode body = Json.read(post.body(), JsonNode.class);
    assertThat(body.at("/data/title").asText()).isEqualTo("Wärme");
    assertThat(body.at("/data/url").asText())
        .isEqualTo("https://imas.example/api/v1/incidents/" + incident);
    awaitStatus(id, "sent");
  }

  @Test
  void eventsOfOneIncidentArriveInOrderAlthoughTheFirstFailsAtFirst() {
    UUID incident = UUID.randomUUID();
    receiver.replies(
        post ->
            post.header("X-IMAS-Attempt").equals("1")
                    && post.header("X-IMAS-Event").equals("incident.created")
                ? Reply.status(503)
                : Reply.status(204));
    UUID first = event(webhook, incident, "incident.created");
    UUID second = event(webhook, incident, "incident.acknowledged");
    UUID third = event(webhook, incident, "incident.resolved");
    scene.startNotifier(Map.of());
    receiver.await(1);
    awaitStatus(first, "pending");
    assertThat(status(second)).isEqualTo("pending");
    assertThat(scene.database.query("SELECT failures FROM event_webhook")).containsExactly("1");
    letItGoOn();

    awaitStatus(third, "sent");
    assertThat(events("/events"))
        .containsExactly(
            "incident.created", "incident.created", "incident.acknowledged", "incident.resolved");
    assertThat(receiver.requests().get(1).header("Idempotency-Key")).isEqualTo(first.toString());
    assertThat(receiver.requests().get(1).body()).isEqualTo(receiver.requests().get(0).body());
    assertThat(
            scene.database.query(
                "SELECT attempt || ' ' || outcome || ' ' || status_code FROM event_attempt WHERE"
                    + " delivery_id = '"
                    + first
                    + "' ORDER BY attempt"))
        .containsExactly("1 retry 503", "2 accepted 204");
    assertThat(scene.database.query("SELECT failures, failing_since FROM event_webhook"))
        .as("it is well again")
        .containsExactly("0");
  }

  /** The rest of the subscription is over. */
  private void letItGoOn() {
    scene.execute("UPDATE event_webhook SET rests_until = now()");
    scene.execute("UPDATE event_delivery SET next_attempt_at = now() WHERE status = 'pending'");
  }

  @Test
  void aRefusedEventDoesNotKeepTheNextOnesBack() {
    UUID incident = UUID.randomUUID();
    receiver.replies(
        post -> Reply.status(post.header("X-IMAS-Event").equals("incident.created") ? 400 : 200));
    UUID first = event(webhook, incident, "incident.created");
    UUID second = event(webhook, incident, "incident.resolved");
    scene.startNotifier(Map.of());
    awaitStatus(second, "sent");
    assertThat(status(first)).isEqualTo("dead");
  }

  @Test
  void whileASubscriberFailsItIsTriedOnceInAWhileAndOthersAreNotDelayed() {
    UUID well = webhook("well", receiver.url("/well"));
    receiver.replies(post -> Reply.status(post.path().equals("/well") ? 200 : 500));
    for (int i = 0; i < 20; i++) {
      event(webhook, UUID.randomUUID(), "incident.created");
    }
    scene.execute("UPDATE event_webhook SET failures = 1 WHERE id = ?", webhook);
    scene.startNotifier(Map.of());
    receiver.await(1);
    UUID other = event(well, UUID.randomUUID(), "incident.created");
    awaitStatus(other, "sent");
    assertThat(events("/events")).as("one probe, then it rests").hasSize(1);
  }

  @Test
  void aSilentSubscriberDelaysNoPage() {
    FakeReceiver silent = FakeReceiver.start(scene.vertx).replies(new Reply.Silence());
    for (int i = 0; i < 20; i++) {
      UUID dead = webhook("dead " + i, silent.url("/" + i));
      for (int j = 0; j < 20; j++) {
        event(dead, UUID.randomUUID(), "incident.created");
      }
    }
    scene.startNotifier(
        Map.of(
            "IMAS_NOTIFIER_CONCURRENCY", "8",
            "IMAS_NOTIFIER_EVENTS_CONCURRENCY", "8",
            // Longer than this test waits.
            "IMAS_NOTIFIER_WEBHOOK_TIMEOUT", "25s",
            "IMAS_NOTIFIER_LEASE", "60s"));
    silent.await(8);
    UUID contact = scene.contact("page", receiver.url("/page"), null);
    for (int i = 0; i < 20; i++) {
      scene.delivery(scene.incident("x"), 1, contact, receiver.url("/page"), Severity.SEV4_LOW);
    }
    scene.tellNotifier();
    receiver.await(20);
    assertThat(silent.mostUnderWay()).as("their own slots").isEqualTo(8);
    silent.replies(Reply.status(200));
    silent.release(200);
  }

  @Test
  void aClaimThatNobodyEndedIsTakenOverAfterItsLease() {
    UUID incident = UUID.randomUUID();
    UUID id = event(webhook, incident, "incident.created");
    UUID next = event(webhook, incident, "incident.resolved");
    scene.execute(
        "UPDATE event_delivery SET status = 'sending', attempts = 1, next_attempt_at = now() +"
            + " interval '1 hour' WHERE id = ?",
        id);
    scene.startNotifier(Map.of());
    UUID other = event(webhook, UUID.randomUUID(), "incident.created");
    awaitStatus(other, "sent");
    assertThat(status(next)).isEqualTo("pending");
    scene.execute("UPDATE event_delivery SET next_attempt_at = now() WHERE id = ?", id);
    awaitStatus(next, "sent");
    assertThat(status(id)).isEqualTo("sent");
    assertThat(
            receiver.requests().stream()
                .filter(r -> r.header("Idempotency-Key").equals(id.toString()))
                .map(r -> r.header("X-IMAS-Attempt")))
        .containsExactly("2");
  }

  @Test
  void anInnerAddressIsNotPostedTo() {
    UUID inner = webhook("inner", "http://169.254.169.254/latest/meta-data");
    UUID id = event(inner, UUID.randomUUID(), "incident.created");
    scene.startNotifier(Map.of());
    awaitStatus(id, "dead");
    assertThat(
            scene.database.query("SELECT last_error FROM event_delivery WHERE id = '" + id + "'"))
        .containsExactly(
            "169.254.169.254 is in a network that is not allowed (notifier.webhook.allow)");
  }

  @Test
  void oneThatIsGoneIsMarkedForBeingSwitchedOff() {
    receiver.replies(Reply.status(410));
    UUID id = event(webhook, UUID.randomUUID(), "incident.created");
    scene.startNotifier(Map.of());
    awaitStatus(id, "dead");
    assertThat(scene.database.query("SELECT why FROM failed_event_webhooks('3 days', 10000)"))
        .containsExactly("it answered that it is gone (HTTP 410)");
  }

  /** Rows that lie an hour ahead simulate it. */
  @Test
  void whatAClockPutOffThatWasSetBackSinceIsPostedAtOnce() {
    UUID waiting = event(webhook, UUID.randomUUID(), "incident.created");
    UUID leased = event(webhook, UUID.randomUUID(), "incident.resolved");
    String claim = "SELECT id FROM claim_events(8, 4, interval '30 s')";
    wait(waiting, "pending", "10 minutes", "0");
    wait(leased, "sending", "10 minutes", "0");
    assertThat(scene.database.query(claim)).as("as this clock put it off").isEmpty();

    wait(waiting, "pending", "1 hour 10 minutes", "1 hour");
    wait(leased, "sending", "1 hour 10 minutes", "1 hour");
    assertThat(scene.database.query(claim)).containsExactly(waiting.toString());
    assertThat(
            scene.database.query(
                "SELECT id FROM event_delivery"
                    + " WHERE next_attempt_at BETWEEN now() AND now() + interval '31 s'"))
        .as("another one finishes what it has leased")
        .containsExactlyInAnyOrder(waiting.toString(), leased.toString());
  }

  @Test
  void aRestByAClockThatWasSetBackSinceKeepsNoSubscriptionWaiting() {
    UUID id = event(webhook, UUID.randomUUID(), "incident.created");
    String claim = "SELECT id FROM claim_events(8, 4, interval '30 s')";
    rest("10 minutes", "0");
    assertThat(scene.database.query(claim)).isEmpty();
    rest("1 hour 10 minutes", "1 hour");
    assertThat(scene.database.query(claim)).containsExactly(id.toString());

    scene.database.query(
        "SELECT end_event_attempt('%s', '%s', 1, 'pending', interval '0', interval '1 minute', false, 'retry', 503, 'x', 1)"
            .formatted(scene.tenant, id));
    assertThat(
            scene.database.count(
                "SELECT count(*) FROM event_webhook"
                    + " WHERE rests_until BETWEEN now() AND now() + interval '1 minute'"))
        .as("the next rest is by the clock of now")
        .isOne();
  }

  private void wait(UUID event, String status, String until, String by) {
    scene.database.execute(
        "UPDATE event_delivery SET status = '%s', next_attempt_at = now() + interval '%s', scheduled_at = now() + interval '%s' WHERE id = '%s'"
            .formatted(status, until, by, event));
  }

  private void rest(String until, String by) {
    scene.database.execute(
        "UPDATE event_webhook SET failures = 1, rests_until = now() + interval '%s', last_error_at = now() + interval '%s'"
            .formatted(until, by));
  }
}
