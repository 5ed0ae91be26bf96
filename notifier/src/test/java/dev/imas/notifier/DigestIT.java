package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.message.LinkToken;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A receiver has used up its rate: one message that grows replaces the others. */
class DigestIT {

  private static final Map<String, String> RATE = Map.of("IMAS_NOTIFIER_RECEIVER_RATE", "20");

  private final NotifierScene scene = new NotifierScene();
  private final FakeReceiver receiver = FakeReceiver.start(scene.vertx);
  private final UUID contact = scene.contact("DBA hook", receiver.url("/hook"), null);

  @AfterEach
  void close() {
    scene.close();
  }

  private void storm(Severity urgency, int incidents) {
    scene.backlog(contact, receiver.url("/hook"), urgency, incidents);
  }

  private void awaitCount(String status, int expected) {
    Await.until(
        expected + " " + status,
        () ->
            scene.database.count(
                "SELECT count(*) FROM delivery WHERE incident_id IS NOT NULL AND status = '"
                    + status
                    + "'"),
        count -> count == expected);
  }

  private List<String> digests() {
    return scene.database.query(
        """
        SELECT concat_ws(' ', status, payload #>> '{digest,messages}', payload #>> '{digest,incidents}',
                         payload #>> '{digest,over}', payload #>> '{digest,by_severity}')
          FROM delivery WHERE event = 'incidents.digest' ORDER BY created_at\
        """);
  }

  @Test
  void beyondTheRateOneMessageTellsTheRest() {
    storm(Severity.SEV4_LOW, 3_000);
    scene.startNotifier(RATE);
    awaitCount("sent", 20);
    awaitCount("folded", 2_980);
    assertThat(receiver.requests()).hasSize(20);
    assertThat(digests()).containsExactly("pending 2980 2980 0 [0, 0, 0, 2980]");

    scene.clock.move(Duration.ofSeconds(15));
    Await.until("the digest", this::digests, List.of("sent 2980 2980 0 [0, 0, 0, 2980]")::equals);
    assertThat(receiver.requests()).hasSize(21);
    String body = receiver.requests().get(20).body();
    assertThat(body)
        .contains("\"event\":\"incidents.digest\"")
        .contains("\"event_type\":\"digest\"")
        .contains("\"title\":\"2980 more incidents: 2980 SEV4\"")
        .doesNotContain("\"incident_id\"");
    assertThat(String.valueOf(Json.read(body, Map.class).get("data"))).contains("listed");
    assertThat(
            scene.database.count(
                "SELECT count(*) FROM delivery f JOIN delivery d ON d.id = f.folded_into"
                    + " WHERE d.event = 'incidents.digest' AND f.status = 'folded'"))
        .isEqualTo(2_980);
    assertThat(scene.meter("imas.deliveries.folded", "channel", "webhook")).isEqualTo(2_980);
  }

  @Test
  void aFewMoreThanTheRateWaitForRoomAndAreSentOneByOne() {
    storm(Severity.SEV4_LOW, 24);
    scene.startNotifier(RATE);
    awaitCount("sent", 20);
    scene.clock.move(Duration.ofSeconds(15));
    awaitCount("sent", 24);
    assertThat(digests()).isEmpty();
    assertThat(scene.database.count("SELECT max(attempts) FROM delivery")).isEqualTo(1);
  }

  @Test
  void aNewSev1GoesAtOnceWhateverTheReceiverWasSent() {
    storm(Severity.SEV4_LOW, 500);
    scene.startNotifier(RATE);
    awaitCount("folded", 480);
    UUID urgent =
        scene.delivery(
            scene.incident("urgent"), 1, contact, receiver.url("/hook"), Severity.SEV1_CRITICAL);
    scene.awaitStatus(urgent, "sent");
    assertThat(receiver.requests()).hasSize(21);
  }

  @Test
  void aStormOfSev1OfOneServiceIsTheFirstAndOneMessageAtOnce() {
    storm(Severity.SEV1_CRITICAL, 500);
    assertThat(scene.database.count("SELECT count(*) FROM delivery WHERE alone")).isEqualTo(1);
    scene.startNotifier(RATE);
    Await.until(
        "a digest", this::digests, found -> !found.isEmpty() && found.get(0).startsWith("sent "));
    awaitCount("pending", 0);
    assertThat(receiver.requests().size()).isLessThan(25);
    assertThat(
            scene.database.count(
                "SELECT sum((payload #>> '{digest,incidents}')::int) FROM delivery WHERE"
                    + " event = 'incidents.digest'"))
        .isEqualTo(
            500
                - scene.database.count(
                    "SELECT count(*) FROM delivery WHERE status = 'sent' AND"
                        + " incident_id IS NOT NULL"));
  }

  @Test
  void whatIsOverBeforeTheDigestGoesIsCountedOnce() {
    storm(Severity.SEV2_HIGH, 30);
    scene.startNotifier(RATE);
    awaitCount("folded", 10);
    scene.execute(
        """
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel,
               address, urgency, status, payload)
        SELECT tenant_id, gen_random_uuid(), incident_id, 2, 'incident.resolved', receiver_id,
               channel, address, urgency, 'pending', payload
          FROM delivery WHERE status = 'folded'
        """);
    awaitCount("folded", 20);
    assertThat(digests()).containsExactly("pending 20 10 10 [0, 10, 0, 0]");
  }

  /** C16: by the link of such a message a person acknowledges all that it tells of. */
  @Test
  void onlyAPersonsMessageHasALinkThatAcknowledgesAll() {
    UUID person = UUID.randomUUID();
    scene.execute(
        "INSERT INTO user_account (tenant_id, id, username, email, role) VALUES (?, ?, 'kim',"
            + " 'kim@example.org', 'responder')",
        scene.tenant.value(),
        person);
    UUID phone = UUID.randomUUID();
    scene.execute(
        "INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)"
            + " VALUES (?, ?, ?, 'Hook', 'webhook', ?, now())",
        scene.tenant.value(),
        phone,
        person,
        receiver.url("/kim"));
    scene.backlog(phone, receiver.url("/kim"), Severity.SEV1_CRITICAL, 30);
    storm(Severity.SEV4_LOW, 100);
    scene.startNotifier(
        Map.of("IMAS_NOTIFIER_RECEIVER_RATE", "20", "IMAS_PUBLIC_URL", "https://imas.example"));
    Await.until("both digests", this::digests, found -> found.size() == 2);
    awaitCount("pending", 0);
    scene.clock.move(Duration.ofSeconds(15));
    Await.until(
        "both to be sent",
        this::digests,
        found -> found.stream().allMatch(digest -> digest.startsWith("sent")));

    UUID digest =
        UUID.fromString(
            scene
                .database
                .query(
                    "SELECT id FROM delivery WHERE event = 'incidents.digest' AND receiver_id = '"
                        + phone
                        + "'")
                .getFirst());
    String link =
        "https://imas.example"
            + LinkToken.PATH
            + LinkToken.ofDigest(scene.secrets, digest).reveal();
    for (FakeReceiver.Received request : receiver.requests()) {
      boolean isHers = request.path().equals("/kim") && request.body().contains("incidents.digest");
      assertThat(request.body().contains(LinkToken.PATH)).isEqualTo(isHers);
      assertThat(request.body().contains(link)).isEqualTo(isHers);
    }
    assertThat(receiver.requests()).anyMatch(request -> request.body().contains(link));
  }

  @Test
  void theConsoleIsNoException() {
    for (int i = 0; i < 30; i++) {
      scene.delivery(
          scene.incident("x"), 1, new UUID(0, 0), "console", "console", Severity.SEV4_LOW);
    }
    scene.startNotifier(RATE);
    awaitCount("sent", 20);
    awaitCount("folded", 10);
  }

  @Test
  void withADigestThatCannotBeSentDiesWhatItWasToTell() {
    receiver.replies(
        request -> Reply.status(request.body().contains("incidents.digest") ? 410 : 200));
    storm(Severity.SEV4_LOW, 60);
    scene.startNotifier(RATE);
    awaitCount("folded", 40);
    scene.clock.move(Duration.ofSeconds(15));
    Await.until("its end", this::digests, List.of("dead 40 40 0 [0, 0, 0, 40]")::equals);
    assertThat(scene.database.count("SELECT count(*) FROM delivery_outcome WHERE outcome = 'dead'"))
        .isEqualTo(40);
    assertThat(
            scene.database.query(
                "SELECT DISTINCT f.status FROM delivery d, delivery_fate(d.tenant_id, d.id) AS f"
                    + " WHERE d.status = 'folded'"))
        .containsExactly("dead");
  }
}
