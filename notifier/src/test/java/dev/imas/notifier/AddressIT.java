package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A page goes to the contact's address at the time of sending. */
class AddressIT {

  private final NotifierScene scene = new NotifierScene();
  private final FakeReceiver wrong = FakeReceiver.start(scene.vertx).replies(Reply.status(503));
  private final FakeReceiver right = FakeReceiver.start(scene.vertx);
  private final UUID incident = scene.incident("Database is down");
  private final UUID contact = scene.contact("DBA hook", wrong.url("/old"), null);
  private final UUID page =
      scene.delivery(incident, 1, contact, wrong.url("/old"), Severity.SEV2_HIGH);

  @AfterEach
  void close() {
    scene.close();
  }

  private void awaitFirstTry() {
    Await.until("a try", () -> scene.attempts(page), tries -> !tries.isEmpty());
  }

  @Test
  void aCorrectedContactIsUsedByWhatWaits() {
    scene.startNotifier(
        Map.of("IMAS_NOTIFIER_RETRY_LIMIT", "100", "IMAS_NOTIFIER_CIRCUIT_FAILURES", "1000"));
    awaitFirstTry();
    scene.execute(
        "UPDATE team_contact SET address = ?, secret_enc = ? WHERE id = ?",
        right.url("/new"),
        scene.secrets.seal("new secret", scene.tenant),
        contact);
    scene.awaitStatus(page, "sent");
    assertThat(right.requests()).hasSize(1);
    assertThat(right.requests().get(0).header("X-IMAS-Signature")).startsWith("sha256=");
    assertThat(scene.database.query("SELECT address FROM delivery"))
        .containsExactly(right.url("/new"));
  }

  @Test
  void aRemovedContactCancelsWhatWaitsForItEvenInItsPause() {
    scene.startNotifier(Map.of("IMAS_NOTIFIER_RETRY_FIRST", "1h"));
    awaitFirstTry();
    scene.awaitStatus(page, "pending");
    UUID acknowledged =
        scene.moment(
            incident, 2, "severity_changed", contact, wrong.url("/old"), Severity.SEV3_MEDIUM);
    scene.execute("DELETE FROM team_contact WHERE id = ?", contact);
    scene.awaitStatus(acknowledged, "cancelled");
    assertThat(scene.outcomes(incident)).containsExactly("2 cancelled 2 the contact was removed");
    // It is counted once its row is written.
    Await.until(
        "the cancelled page to be counted",
        () -> scene.meter("imas.deliveries", "channel", "webhook", "outcome", "cancelled"),
        count -> count == 1);
    assertThat(wrong.requests()).hasSize(1);
  }

  @Test
  void aContactThatIsSwitchedOffIsNotPaged() {
    scene.execute("UPDATE team_contact SET is_active = false WHERE id = ?", contact);
    scene.startNotifier(Map.of());
    scene.awaitStatus(page, "cancelled");
    assertThat(scene.outcomes(incident).get(0)).endsWith("the contact is not active");
    assertThat(wrong.requests()).isEmpty();
  }
}
