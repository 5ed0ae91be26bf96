package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that wait for one receiver about one incident become one, with the newest state. */
class FoldingIT {

  private final NotifierScene scene = new NotifierScene();
  private final FakeReceiver receiver = FakeReceiver.start(scene.vertx);
  private final UUID incident = scene.incident("Database is down");
  private final UUID contact = scene.contact("DBA hook", receiver.url("/hook"), null);

  @AfterEach
  void close() {
    scene.close();
  }

  private UUID moment(int seq, String event, Severity urgency) {
    return scene.moment(incident, seq, event, contact, receiver.url("/hook"), urgency);
  }

  private List<String> events() {
    return receiver.requests().stream()
        .map(request -> request.body().replaceAll("(?s).*?\"event\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  private String foldedInto(UUID delivery) {
    return scene
        .database
        .query("SELECT status || ' ' || folded_into FROM delivery WHERE id = '" + delivery + "'")
        .get(0);
  }

  @Test
  void aRaiseToSev1DoesNotWaitForThePauseOfWhatCameBefore() {
    receiver.replies(
        request ->
            request.body().contains("triggered") && !request.body().contains("severity_changed")
                ? Reply.status(503, "Retry-After", "3600")
                : Reply.status(200));
    scene.startNotifier(Map.of());
    UUID first = moment(1, "triggered", Severity.SEV3_MEDIUM);
    Await.until("its pause", () -> scene.attempts(first), tries -> tries.size() == 1);
    scene.awaitStatus(first, "pending");

    UUID raise = moment(2, "severity_changed", Severity.SEV1_CRITICAL);
    scene.awaitStatus(raise, "sent");
    assertThat(foldedInto(first)).isEqualTo("folded " + raise);
    assertThat(events()).containsExactly("incident.triggered", "incident.severity_changed");
    assertThat(receiver.requests().get(1).body())
        .contains("\"earlier\":[{\"event\":\"incident.triggered\"");
  }

  @Test
  void whatIsNoMoreUrgentKeepsThePauseThatTheReceiverAskedFor() {
    receiver.replies(Reply.status(503, "Retry-After", "3600"));
    scene.startNotifier(Map.of());
    UUID first = moment(1, "triggered", Severity.SEV3_MEDIUM);
    Await.until("its pause", () -> scene.attempts(first), tries -> tries.size() == 1);
    scene.awaitStatus(first, "pending");
    UUID resolved = moment(2, "resolved", Severity.SEV3_MEDIUM);
    assertThat(foldedInto(first)).isEqualTo("folded " + resolved);
    assertThat(
            scene.database.query(
                "SELECT attempts || ' ' || (next_attempt_at > now() + interval '50 minutes')"
                    + " FROM delivery WHERE id = '"
                    + resolved
                    + "'"))
        .containsExactly("1 true");
  }

  @Test
  void whatIsOverBeforeItWasToldIsOneMessageThatSaysBoth() {
    UUID opened = moment(1, "triggered", Severity.SEV1_CRITICAL);
    UUID over = moment(2, "resolved", Severity.SEV1_CRITICAL);
    scene.startNotifier(Map.of());
    scene.awaitStatus(over, "sent");
    assertThat(foldedInto(opened)).isEqualTo("folded " + over);
    assertThat(events()).containsExactly("incident.resolved");
    assertThat(receiver.requests().get(0).body()).contains("\"earlier_count\":1");
    assertThat(scene.outcomes(incident)).containsExactly("2 sent 1");
    Await.until(
        "it to be counted, after its commit",
        () -> scene.meter("imas.deliveries.folded", "channel", "webhook"),
        folded -> folded == 1);
  }

  @Test
  void whatHasJoinedDoesNotStandForThePageThatWaits() {
    UUID opened = moment(1, "triggered", Severity.SEV3_MEDIUM);
    UUID grew = moment(2, "grew", Severity.SEV3_MEDIUM);
    scene.startNotifier(Map.of());
    scene.awaitStatus(grew, "sent");
    scene.awaitStatus(opened, "sent");
    assertThat(events()).containsExactly("incident.triggered", "incident.grew");
  }

  @Test
  void flapsThatWaitAreOneMessage() {
    UUID last = moment(1, "triggered", Severity.SEV2_HIGH);
    for (int seq = 2; seq <= 26; seq += 2) {
      moment(seq, "resolved", Severity.SEV2_HIGH);
      last = moment(seq + 1, "reopened", Severity.SEV2_HIGH);
    }
    scene.startNotifier(Map.of());
    scene.awaitStatus(last, "sent");
    assertThat(events()).containsExactly("incident.reopened");
    assertThat(receiver.requests().get(0).body()).contains("\"earlier_count\":26");
    assertThat(
            scene.database.query(
                "SELECT jsonb_array_length(payload -> 'earlier') FROM delivery WHERE status ="
                    + " 'sent'"))
        .containsExactly("10");
  }

  @Test
  void flapsThatAQuickReceiverHearsOfAreToldThreeTimesAMinute() {
    scene.startNotifier(Map.of());
    scene.awaitStatus(moment(1, "triggered", Severity.SEV2_HIGH), "sent");
    scene.awaitStatus(moment(2, "resolved", Severity.SEV2_HIGH), "sent");
    scene.awaitStatus(moment(3, "reopened", Severity.SEV2_HIGH), "sent");
    for (int seq = 4; seq <= 10; seq += 2) {
      moment(seq, "resolved", Severity.SEV2_HIGH);
      moment(seq + 1, "reopened", Severity.SEV2_HIGH);
    }
    UUID last = moment(12, "resolved", Severity.SEV2_HIGH);
    assertThat(
            scene.database.query(
                "SELECT extract(epoch FROM next_attempt_at - now()) BETWEEN 30 AND 60"
                    + " FROM delivery WHERE status = 'pending'"))
        .containsExactly("t");
    scene.execute("UPDATE delivery SET next_attempt_at = now() WHERE id = ?", last);
    scene.awaitStatus(last, "sent");
    assertThat(receiver.requests()).hasSize(4);
  }

  @Test
  void aSev1ThatOpensAgainIsCalledForAtOnce() {
    scene.startNotifier(Map.of());
    scene.awaitStatus(moment(1, "triggered", Severity.SEV1_CRITICAL), "sent");
    scene.awaitStatus(moment(2, "reopened", Severity.SEV1_CRITICAL), "sent");
    scene.awaitStatus(moment(3, "resolved", Severity.SEV1_CRITICAL), "sent");
    scene.awaitStatus(moment(4, "reopened", Severity.SEV1_CRITICAL), "sent");
    assertThat(receiver.requests()).hasSize(4);
  }

  @Test
  void aCallToASev1IsHeardBeforeTheNewsOfIt() {
    UUID call = moment(1, "triggered", Severity.SEV1_CRITICAL);
    UUID acknowledged = moment(2, "acknowledged", Severity.SEV1_CRITICAL);
    UUID mitigated = moment(3, "mitigated", Severity.SEV1_CRITICAL);
    scene.startNotifier(Map.of());
    scene.awaitStatus(mitigated, "sent");
    assertThat(scene.status(call)).isEqualTo("sent");
    assertThat(foldedInto(acknowledged)).isEqualTo("folded " + mitigated);
    assertThat(events()).containsExactly("incident.triggered", "incident.mitigated");
  }

  @Test
  void aCallToASev1ThatIsNoLongerTheirsIsNotMade() {
    UUID call = moment(1, "triggered", Severity.SEV1_CRITICAL);
    UUID handedOver = moment(2, "handed_over", Severity.SEV1_CRITICAL);
    scene.startNotifier(Map.of());
    scene.awaitStatus(handedOver, "sent");
    assertThat(foldedInto(call)).isEqualTo("folded " + handedOver);
    assertThat(events()).containsExactly("incident.handed_over");
  }

  @Test
  void whatComesWhileOneIsBeingSentWaitsForItsEnd() {
    receiver.replies(new Reply.Silence());
    scene.startNotifier(Map.of());
    UUID first = moment(1, "triggered", Severity.SEV3_MEDIUM);
    receiver.await(1);
    UUID raise = moment(2, "severity_changed", Severity.SEV1_CRITICAL);
    UUID witness =
        scene.delivery(
            scene.incident("x"), 1, new UUID(0, 0), "console", "console", Severity.SEV4_LOW);
    scene.awaitStatus(witness, "sent");
    assertThat(receiver.requests()).hasSize(1);
    receiver.replies(Reply.status(200));
    receiver.release(503);
    scene.awaitStatus(raise, "sent");
    assertThat(foldedInto(first)).isEqualTo("folded " + raise);
    assertThat(receiver.requests()).hasSize(2);
  }
}
