package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Role;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One delivery's life against a real database and real sockets. */
class DeliveryIT {

  private final NotifierScene scene = new NotifierScene();
  private final FakeReceiver receiver = FakeReceiver.start(scene.vertx);
  private final UUID incident = scene.incident("Database is down");
  private final UUID contact = scene.contact("DBA hook", receiver.url("/hook"), "topsecret");

  @AfterEach
  void close() {
    scene.close();
  }

  private UUID queue(int eventSeq) {
    return scene.delivery(incident, eventSeq, contact, receiver.url("/hook"), Severity.SEV2_HIGH);
  }

  @Test
  void aQueuedPageGoesOutSignedAndIsWrittenDown() {
    scene.startNotifier(Map.of());
    UUID delivery = queue(1);
    scene.awaitStatus(delivery, "sent");
    assertThat(receiver.requests()).hasSize(1);
    FakeReceiver.Received request = receiver.requests().get(0);
    assertThat(request.header("Idempotency-Key")).isEqualTo(delivery.toString());
    assertThat(request.header("X-IMAS-Signature")).startsWith("sha256=");
    assertThat(scene.attempts(delivery)).containsExactly("1 accepted");
    assertThat(scene.outcomes(incident)).containsExactly("1 sent 1");
    Await.until(
        "the page to be counted",
        () -> scene.meter("imas.deliveries", "channel", "webhook", "outcome", "accepted"),
        accepted -> accepted == 1);
    Await.until(
        "its time to be measured",
        () -> scene.meters.find("imas.delivery").timer(),
        timer -> timer != null && timer.count() == 1);
  }

  @Test
  void aWordOnTheBusIsEnoughWithoutWaitingForThePoll() {
    scene.startNotifier(Map.of("IMAS_NOTIFIER_POLL", "1s"));
    Await.until(
        "first poll", () -> scene.meters.find("imas.deliveries.due").gauge() != null, yes -> yes);
    UUID delivery = queue(1);
    scene.tellNotifier();
    scene.awaitStatus(delivery, "sent");
  }

  @Test
  void failuresAreTriedAgainWithTheSameKeyUntilAccepted() {
    AtomicInteger count = new AtomicInteger();
    receiver.replies(request -> Reply.status(count.incrementAndGet() < 3 ? 503 : 200));
    scene.startNotifier(Map.of());
    UUID delivery = queue(1);
    scene.awaitStatus(delivery, "sent");
    assertThat(scene.attempts(delivery))
        .containsExactly("1 retry 503 HTTP 503", "2 retry 503 HTTP 503", "3 accepted");
    assertThat(receiver.requests())
        .extracting(request -> request.header("Idempotency-Key"))
        .containsOnly(delivery.toString());
    assertThat(scene.outcomes(incident)).containsExactly("1 sent 3");
  }

  @Test
  void aRefusalIsADeadLetterAtOnceAndSaysSoLoudly() {
    receiver.replies(Reply.status(410));
    scene.startNotifier(Map.of());
    UUID delivery = queue(1);
    scene.awaitStatus(delivery, "dead");
    assertThat(scene.attempts(delivery)).containsExactly("1 refused 410 HTTP 410");
    assertThat(scene.outcomes(incident)).containsExactly("1 dead 1 HTTP 410");
    Await.until(
        "the dead letter to be counted",
        () -> scene.meter("imas.delivery.dead.letters", "channel", "webhook"),
        letters -> letters == 1);
    assertThat(
            scene.database.query(
                "SELECT last_error || (finished_at IS NOT NULL) FROM delivery WHERE id = '"
                    + delivery
                    + "'"))
        .containsExactly("HTTP 410true");
  }

  @Test
  void aRouteThatIsBackAfterADeployGetsItsPage() {
    AtomicInteger count = new AtomicInteger();
    receiver.replies(
        request ->
            switch (count.incrementAndGet()) {
              case 1 -> Reply.status(404);
              case 2 -> Reply.status(302, "Location", receiver.url("/elsewhere"));
              default -> Reply.status(200);
            });
    scene.startNotifier(Map.of());
    UUID delivery = queue(1);
    scene.awaitStatus(delivery, "sent");
    assertThat(scene.attempts(delivery))
        .containsExactly(
            "1 refused 404 HTTP 404",
            "2 refused 302 HTTP 302: redirects are not followed",
            "3 accepted");
    assertThat(receiver.requests()).extracting(request -> request.path()).containsOnly("/hook");
  }

  @Test
  void afterAllRetriesItIsGivenUpAndAReplayWorks() {
    receiver.replies(Reply.status(500));
    scene.startNotifier(Map.of("IMAS_NOTIFIER_RETRY_LIMIT", "2"));
    UUID delivery = queue(1);
    scene.awaitStatus(delivery, "dead");
    assertThat(scene.attempts(delivery)).hasSize(3);

    receiver.replies(Reply.status(200));
    scene.execute(
        "UPDATE delivery SET status = 'pending', next_attempt_at = now(), finished_at = NULL WHERE"
            + " id = ?",
        delivery);
    scene.awaitStatus(delivery, "sent");
    assertThat(scene.attempts(delivery)).hasSize(4).last().isEqualTo("4 accepted");
    assertThat(scene.outcomes(incident))
        .containsExactly("1 dead 3 HTTP 500 (gave up after 3 attempts)", "1 sent 4");
  }

  @Test
  void aReplayToAReceiverWithAnOpenCircuitWaitsForTheProbe() {
    receiver.replies(Reply.status(500));
    scene.startNotifier(
        Map.of("IMAS_NOTIFIER_RETRY_LIMIT", "1", "IMAS_NOTIFIER_CIRCUIT_FAILURES", "2"));
    UUID delivery = queue(1);
    scene.awaitStatus(delivery, "dead");
    receiver.replies(Reply.status(200));
    scene.execute(
        "UPDATE delivery SET status = 'pending', next_attempt_at = now() WHERE id = ?", delivery);
    UUID witness =
        scene.delivery(incident, 9, new UUID(0, 0), "console", "console", Severity.SEV4_LOW);
    scene.awaitStatus(witness, "sent");
    assertThat(scene.status(delivery)).isEqualTo("pending");
    scene.clock.move(Duration.ofSeconds(31));
    scene.awaitStatus(delivery, "sent");
  }

  @Test
  void aDeadMessageDoesNotHoldUpTheNext() {
    receiver.replies(request -> Reply.status(request.body().contains("\"event 1\"") ? 410 : 200));
    UUID first =
        scene.moment(
            incident, 1, "triggered", contact, receiver.url("/hook"), Severity.SEV1_CRITICAL);
    UUID second =
        scene.moment(
            incident, 2, "acknowledged", contact, receiver.url("/hook"), Severity.SEV1_CRITICAL);
    scene.startNotifier(Map.of());
    scene.awaitStatus(second, "sent");
    assertThat(scene.status(first)).isEqualTo("dead");
  }

  @Test
  void whatAKilledNotifierLeftIsTakenOverAfterItsLease() {
    UUID delivery = queue(1);
    scene.execute(
        "UPDATE delivery SET status = 'sending', attempts = 1, next_attempt_at = now() + interval"
            + " '300 ms' WHERE id = ?",
        delivery);
    scene.startNotifier(Map.of());
    scene.awaitStatus(delivery, "sent");
    assertThat(scene.attempts(delivery)).containsExactly("2 accepted");
  }

  @Test
  void whatWasPutOffByAClockThatIsSetBackIsTriedAtOnce() {
    UUID putOff = queue(1);
    scene.execute(
        "UPDATE delivery SET next_attempt_at = now() + interval '65 minutes',"
            + " scheduled_at = now() + interval '1 hour' WHERE id = ?",
        putOff);
    UUID waiting =
        scene.delivery(
            scene.incident("Asked to wait"), 1, contact, receiver.url("/hook"), Severity.SEV2_HIGH);
    scene.execute(
        "UPDATE delivery SET next_attempt_at = now() + interval '65 minutes' WHERE id = ?",
        waiting);
    scene.startNotifier(Map.of());
    scene.awaitStatus(putOff, "sent");
    assertThat(scene.status(waiting)).isEqualTo("pending");
    assertThat(scene.meter("imas.deliveries.recalled")).isEqualTo(1);
  }

  @Test
  void aLostLeaseOverwritesNothing() {
    receiver.replies(new Reply.Silence());
    scene.startNotifier(Map.of());
    UUID delivery = queue(1);
    receiver.await(1);
    // Another notifier has taken over, as it does after the lease.
    scene.execute(
        "UPDATE delivery SET attempts = 2, next_attempt_at = now() + interval '1 hour' WHERE id ="
            + " ?",
        delivery);
    receiver.release(200);
    Await.until("the attempt", () -> scene.attempts(delivery), list -> !list.isEmpty());
    assertThat(scene.status(delivery)).isEqualTo("sending");
    assertThat(scene.outcomes(incident)).isEmpty();
    Await.until(
        "the loss",
        () -> scene.meter("imas.deliveries", "channel", "webhook", "outcome", "lost"),
        lost -> lost == 1);
  }

  @Test
  void whatCannotBeReadOrHasNoChannelIsADeadLetter() {
    UUID unreadable =
        scene.delivery(
            incident, 1, contact, "webhook", "http://x/", Severity.SEV3_MEDIUM, "{\"a\":1}");
    scene.execute("ALTER TABLE team_contact DROP CONSTRAINT team_contact_channel_check");
    UUID pigeons = scene.contact("pigeons", "pigeon", "coop", null);
    UUID pigeon =
        scene.delivery(scene.incident("b"), 2, pigeons, "pigeon", "coop", Severity.SEV3_MEDIUM);
    UUID person = scene.contact("person", "email", "a@b.example", null);
    UUID mail =
        scene.delivery(
            scene.incident("c"), 3, person, "email", "a@b.example", Severity.SEV3_MEDIUM);
    scene.startNotifier(Map.of());
    scene.awaitStatus(unreadable, "dead");
    scene.awaitStatus(pigeon, "dead");
    scene.awaitStatus(mail, "dead");
    assertThat(scene.database.count("SELECT count(*) FROM delivery_outcome")).isEqualTo(3);
    assertThat(scene.attempts(mail))
        .containsExactly(
            "1 refused there is no active provider for email: set smtp.host and smtp.from"
                + " (IMAS_SMTP_HOST, IMAS_SMTP_FROM) on it, or create a provider of type smtp or"
                + " scaleway_tem (POST /api/v1/providers)");
  }

  @Test
  void aDatabaseThatRefusesForAWhileOnlyDelays() {
    String claim = "FUNCTION claim_deliveries(integer, integer, jsonb, jsonb, interval)";
    scene.execute("REVOKE EXECUTE ON " + claim + " FROM imas_notifier");
    scene.startNotifier(Map.of());
    UUID delivery = queue(1);
    scene.tellNotifier();
    UUID later =
        scene.delivery(
            scene.incident("Later"), 1, contact, receiver.url("/hook"), Severity.SEV2_HIGH);
    assertThat(scene.status(delivery)).isEqualTo("pending");
    scene.execute("GRANT EXECUTE ON " + claim + " TO imas_notifier");
    scene.awaitStatus(later, "sent");
    scene.awaitStatus(delivery, "sent");
    assertThat(scene.attempts(delivery)).containsExactly("1 accepted");
  }

  @Test
  void aStopLetsWhatIsUnderWayEndAndClaimsNothingMore() {
    receiver.replies(new Reply.Silence());
    Role.Running notifier = scene.startNotifier(Map.of("IMAS_NOTIFIER_DRAIN", "15s"));
    UUID first = queue(1);
    receiver.await(1);
    var stopped = notifier.stop();
    UUID second = queue(2);
    receiver.release(200);
    Await.result(stopped);
    assertThat(scene.status(first)).isEqualTo("sent");
    assertThat(scene.status(second)).isEqualTo("pending");
  }

  @Test
  void aStopIsBoundedAndTheRestIsLeftToTheLease() {
    receiver.replies(new Reply.Silence());
    Role.Running notifier = scene.startNotifier(Map.of("IMAS_NOTIFIER_DRAIN", "100ms"));
    UUID delivery = queue(1);
    receiver.await(1);
    Await.result(notifier.stop());
    assertThat(scene.status(delivery)).isEqualTo("sending");
  }
}
