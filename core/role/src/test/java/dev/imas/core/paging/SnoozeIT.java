package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An acknowledgement that ends at a time that a person chose. */
class SnoozeIT {

  private static final Duration HOUR = Duration.ofHours(1);

  private final EscalationScene scene = new EscalationScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void itIsAcknowledgedUntilThenAndThenPagesAgain() {
    String incident = ladder("");
    scene.acts(incident, "snooze", "{\"for\":\"PT1H\"}");
    scene.accepts();
    JsonNode shown = incident(incident);
    assertThat(shown.get("status").asText()).isEqualTo("ACKNOWLEDGED");
    assertThat(Instant.parse(shown.get("snoozed_until").asText()))
        .isEqualTo(scene.core.clock.instant().plus(HOUR).truncatedTo(ChronoUnit.MICROS));
    assertThat(scene.timeline(incident, "STATUS_CHANGE")).contains("Snoozed for 1 hour");
    assertThat(scene.called(incident)).containsExactly("ann/email");

    ends(incident);
    scene.accepts();
    assertThat(incident(incident).get("status").asText()).isEqualTo("TRIGGERED");
    assertThat(incident(incident).get("snoozed_until").isNull()).isTrue();
    assertThat(scene.timeline(incident, "STATUS_CHANGE"))
        .last()
        .asString()
        .contains("that is over: its escalation goes on");
    assertThat(scene.state(incident)).isEqualTo("running");
    scene.passes(Duration.ofMinutes(6));
    assertThat(scene.called(incident)).endsWith("boss/sms");
  }

  /** Whatever ends the acknowledgement before ends the snooze, and nobody is called by it. */
  @Test
  void itEndsWithTheAcknowledgement() {
    for (String end : new String[] {"unacknowledge", "mitigate", "resolve"}) {
      String incident = scene.opens("SEV3");
      scene.acts(incident, "snooze", "{\"for\":\"PT1H\",\"message\":\"the disk comes at noon\"}");
      assertThat(waiting(incident)).isEqualTo(1);
      scene.acts(incident, end, "{}");
      assertThat(waiting(incident)).as(end).isZero();
      assertThat(incident(incident).get("snoozed_until").isNull()).as(end).isTrue();
    }
  }

  /** A person who says when knows better than the policy; the last one who says so counts. */
  @Test
  void itTakesThePlaceOfThePolicysEndAndOfTheSnoozeBefore() {
    String incident = ladder("PT30M");
    scene.acknowledges(incident);
    scene.acts(incident, "snooze", "{\"for\":\"PT2H\"}");
    scene.passes(Duration.ofMinutes(31));
    assertThat(incident(incident).get("status").asText()).isEqualTo("ACKNOWLEDGED");
    Instant later = scene.core.clock.instant().plus(Duration.ofHours(5));
    scene.acts(incident, "snooze", "{\"until\":\"" + later + "\"}");
    assertThat(incident(incident).get("snoozed_until").asText())
        .startsWith(later.toString().substring(0, 19));
    assertThat(waiting(incident)).isEqualTo(1);
    assertThat(scene.timeline(incident, "ESCALATION"))
        .contains("Snoozed for 2 hours", "Snoozed for 5 hours");
    scene.acts(incident, "unacknowledge", "{}");
    scene.acknowledges(incident);
    scene.passes(Duration.ofMinutes(31));
    assertThat(incident(incident).get("status").asText())
        .as("the policy ends the next acknowledgement")
        .isEqualTo("TRIGGERED");
  }

  @Test
  void whatCannotBeSnoozedSaysWhy() {
    String incident = scene.opens("SEV3");
    assertThat(refused(incident, "{}", "/until")).contains("is missing");
    assertThat(refused(incident, "{\"for\":\"PT1H\",\"until\":\"2026-01-01T00:00:00Z\"}", "/for"))
        .contains("send one of them");
    assertThat(refused(incident, "{\"for\":\"P8D\"}", "/for")).contains("from PT1M to P7D");
    assertThat(refused(incident, "{\"until\":\"2020-01-01T00:00:00Z\"}", "/until"))
        .contains("one minute to 7 days ahead");
    scene.acts(incident, "mitigate", "{}");
    Reply mitigated =
        scene.core.post("/api/v1/incidents/" + incident + "/snooze", "{\"for\":\"PT1H\"}");
    assertThat(mitigated.status()).isEqualTo(409);
    assertThat(mitigated.json().get("detail").asText()).contains("is MITIGATED");
  }

  private String refused(String incident, String body, String pointer) {
    Reply reply = scene.core.post("/api/v1/incidents/" + incident + "/snooze", body);
    assertThat(reply.status()).isEqualTo(422);
    return reply.json().get("details").get(pointer).get(0).asText();
  }

  private JsonNode incident(String incident) {
    return scene.core.get("/api/v1/incidents/" + incident).json();
  }

  private long waiting(String incident) {
    return scene.core.database.count(
        "SELECT count(*) FROM timer WHERE kind = 'snooze-end' AND subject = (SELECT id::text FROM"
            + " incident WHERE id::text = '%1$s' OR short_id = '%1$s')".formatted(incident));
  }

  /** The time of the snooze has come; the database's clock cannot be moved. */
  private void ends(String incident) {
    scene.core.database.execute(
        "UPDATE timer SET due_at = now(), try_at = now() WHERE kind = 'snooze-end'");
    Await.until("the snooze to end", () -> waiting(incident), left -> left == 0);
    scene.settles();
  }

  /** Ann at once, the boss after five minutes. */
  private String ladder(String resumeAfter) {
    scene.person("ann", "email");
    scene.person("boss", "sms");
    scene.onCall("ann");
    scene.policy(
        1,
        "PT30M",
        resumeAfter,
        EscalationScene.onCallAfter("PT0S"),
        scene.userAfter("PT5M", "boss"));
    String incident = scene.opens("SEV2");
    scene.accepts();
    return incident;
  }
}
