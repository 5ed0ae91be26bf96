package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The ten seconds in which a mistake can be taken back before others hear of it, in plain words
 * (decision D28). What calls people never waits.
 */
class TakeBackIT {

  private final EscalationScene scene =
      new EscalationScene(Map.of("IMAS_CORE_TAKE_BACK_WITHIN", "10s"));

  @BeforeEach
  void annIsOnCall() {
    scene.person("ann", "email");
    scene.onCall("ann");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void anAcknowledgementIsToldTenSecondsLater() {
    String incident = opens();
    scene.acknowledges(incident);
    assertThat(scene.get(incident, "").path("status").asText()).isEqualTo("ACKNOWLEDGED");
    assertThat(messages(incident)).containsExactly("triggered sent", "acknowledged held");

    passes(Duration.ofSeconds(10));

    assertThat(messages(incident)).containsExactly("triggered sent", "acknowledged pending");
  }

  @Test
  void whatIsTakenBackInTimeIsNotToldAndSaysWhy() {
    String incident = opens();
    scene.acknowledges(incident);
    scene.acts(incident, "unacknowledge", "{}");
    passes(Duration.ofSeconds(10));

    assertThat(messages(incident)).contains("acknowledged cancelled");
    JsonNode page =
        scene
            .get(incident, "pages")
            .get("pages")
            .valueStream()
            .filter(one -> one.get("event").asText().equals("incident.acknowledged"))
            .findFirst()
            .orElseThrow();
    assertThat(page.get("held_for").asText()).isEqualTo("take_back");
    assertThat(page.get("last_answer").asText()).contains("undone before anybody was notified");
    assertThat(scene.get(incident, "why?user=ann").at("/items/0/because").toString())
        .contains("until then the change could be taken back", "was not sent: not sent");
    assertThat(scene.timeline(incident, "NOTIFICATION_CANCELLED")).isEmpty();
  }

  /** The resolution is dropped, and the page that people are needed again goes at once. */
  @Test
  void aResolutionThatIsReopenedInTimeIsNotTold() {
    String incident = opens();
    scene.acts(incident, "resolve", "{}");
    scene.acts(incident, "reopen", "{\"message\":\"wrong one\"}");

    assertThat(messages(incident))
        .containsExactly("triggered sent", "resolved cancelled", "reopened pending");
  }

  @Test
  void whatCallsPeopleNeverWaits() {
    String incident = opens();
    scene.acknowledges(incident);
    scene.raises(incident, "SEV1");
    assertThat(messages(incident)).contains("severity_changed pending");
    scene.accepts();
    scene.acts(incident, "unacknowledge", "{}");
    assertThat(messages(incident)).contains("unacknowledged pending");
  }

  @Test
  void whatIsResolvedMeanwhileIsOneMessage() {
    String incident = opens();
    scene.acknowledges(incident);
    passes(Duration.ofSeconds(5));
    scene.acts(incident, "resolve", "{}");
    passes(Duration.ofSeconds(9));
    assertThat(messages(incident))
        .containsExactly("triggered sent", "acknowledged held", "resolved held");

    passes(Duration.ofSeconds(1));

    assertThat(messages(incident))
        .containsExactly("triggered sent", "acknowledged folded", "resolved pending");
  }

  /** An older state never follows a newer one. */
  @Test
  void whatALaterMessageHasToldIsNotToldAgain() {
    String incident = opens();
    scene.acknowledges(incident);
    scene.acts(incident, "mitigate", "{}");
    assertThat(messages(incident)).contains("acknowledged held", "mitigated pending");

    passes(Duration.ofSeconds(10));

    assertThat(messages(incident)).contains("acknowledged folded", "mitigated pending");
  }

  /** A card in a chat shows no more than messages tell. */
  @Test
  void aChatShowsItWithTheMessage() {
    String incident = opens();
    scene.core.database.execute(
        """
        INSERT INTO message_card (tenant_id, incident_id, receiver_id, channel, address, provider_id, message_id, place, delivery_id,
                                  wanted, shown)
        SELECT tenant_id, incident_id, receiver_id, channel, address, gen_random_uuid(), 'm', 'p', id, event_seq, event_seq
          FROM delivery WHERE incident_id = '%s'\
        """
            .formatted(incident));
    scene.acknowledges(incident);
    assertThat(scene.core.database.query("SELECT wanted - shown FROM message_card"))
        .containsExactly("0");
    assertThat(
            scene.core.database.query(
                "SELECT count(*) FROM message_card WHERE wanted > shown AND due_at < now()"))
        .containsExactly("0");

    passes(Duration.ofSeconds(10));

    assertThat(
            scene.core.database.query(
                """
                SELECT d.event FROM message_card c
                  JOIN delivery d ON d.incident_id = c.incident_id AND d.receiver_id = c.receiver_id AND d.event_seq = c.wanted\
                """))
        .containsExactly("incident.acknowledged");
  }

  /** Nobody can take back what follows from an alert. */
  @Test
  void aRecoveryIsToldAtOnce() {
    UUID shop =
        UUID.fromString(
            scene.core.database.query("SELECT id FROM service WHERE name = 'shop'").getFirst());
    Event fire = Event.firing("Checkout slow", 2, shop, scene.core.now());
    scene.core.post(fire);
    scene.core.follow();
    String incident = scene.core.database.query("SELECT id FROM incident").getFirst();
    scene.accepts();

    scene.core.post(fire.resolved());
    scene.core.follow();

    assertThat(messages(incident)).containsExactly("triggered sent", "resolved pending");
  }

  private String opens() {
    String incident = scene.opens("SEV2");
    assertThat(messages(incident)).containsExactly("triggered pending");
    scene.accepts();
    return incident;
  }

  /** Time passes for what can be taken back; the database's clock cannot be moved. */
  private void passes(Duration time) {
    scene.core.database.execute(
        """
        UPDATE timer SET due_at = due_at - interval '%1$s', try_at = try_at - interval '%1$s'
         WHERE kind = 'tell-unless-taken-back'\
        """
            .formatted(time));
    scene.core.clock.move(time);
    Await.until(
        "what is due to be told",
        () ->
            scene.core.database.count(
                "SELECT count(*) FROM timer WHERE kind = 'tell-unless-taken-back' AND try_at <="
                    + " now()"),
        left -> left == 0);
  }

  /** "acknowledged held", in the order of what happened. */
  private List<String> messages(String incident) {
    return scene.core.database.query(
        """
        SELECT DISTINCT substr(event, 10) || ' ' || status, event_seq FROM delivery WHERE incident_id = '%s' ORDER BY event_seq\
        """
            .formatted(incident));
  }
}
