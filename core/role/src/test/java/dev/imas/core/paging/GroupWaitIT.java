package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An incident whose first word waits for the rest of its group. */
class GroupWaitIT {

  private final EscalationScene scene = new EscalationScene();
  private final RunningCore core = scene.core;
  private int version;

  @BeforeEach
  void people() {
    scene.person("ann", "sms");
    scene.policy(1, "PT30M", "", scene.userAfter("PT0S", "ann"));
    version = scene.rules("[{\"name\":\"all\",\"group_by\":[],\"group_wait\":\"PT30S\"}]");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void whatFiresTogetherIsOneMessage() {
    String incident = fires(2, "a");
    fires(2, "b");
    assertThat(scene.called(incident)).isEmpty();

    waitIsOver(incident);

    assertThat(scene.called(incident)).containsExactly("ann/sms");
    assertThat(lines(incident))
        .contains("Told after 30 s for its group: 2 alerts fire")
        .anySatisfy(line -> assertThat(line).endsWith("its first word waits 30 s for its group"));
    assertThat(core.get("/api/v1/incidents/" + incident + "/escalation").json().at("/runs/0/state"))
        .hasToString("\"running\"");
  }

  @Test
  void whatHasRecoveredByThenIsToldToNobody() {
    String incident = fires(2, "a");
    scene.routed(version, 0, alert(2, "a").resolved());
    assertThat(status(incident)).isEqualTo("RESOLVED");

    waitIsOver(incident);

    assertThat(scene.called(incident)).isEmpty();
    assertThat(core.database.count("SELECT count(*) FROM delivery")).isZero();
  }

  @Test
  void whatIsCriticalNeverWaits() {
    assertThat(scene.called(fires(1, "a"))).containsExactly("ann/sms");
    assertThat(core.database.count("SELECT count(*) FROM timer WHERE kind = 'group-wait'"))
        .isZero();
  }

  @Test
  void aRiseEndsTheWaitAndNobodyIsToldTwice() {
    String incident = fires(3, "a");
    fires(2, "b");
    assertThat(scene.called(incident)).containsExactly("ann/sms");

    waitIsOver(incident);

    assertThat(scene.called(incident)).containsExactly("ann/sms");
  }

  /** A person raises it by mistake: who is called about that is not called once it is lowered. */
  @Test
  void whatIsRaisedAndLoweredWithinTheWaitIsToldWhenThatEnds() {
    scene.desk();
    String incident = fires(3, "a");
    scene.raises(incident, "SEV1");
    assertThat(scene.called(incident)).containsExactly("ann/sms");

    scene.raises(incident, "SEV3");
    scene.passes(Duration.ofMinutes(6)); // by which the raise would have been accepted
    assertThat(scene.called(incident)).containsExactly("ann/sms (stopped)");
    assertThat(scene.timers()).as("nothing of the raise is to come").isZero();

    waitIsOver(incident);
    assertThat(scene.called(incident)).containsExactly("ann/sms (stopped)", "ann/sms");
    assertThat(
            core.database.query(
                "SELECT payload #>> '{incident,severity}' FROM delivery WHERE status = 'pending'"
                    + " AND channel = 'sms'"))
        .containsExactly("SEV3_MEDIUM");
    assertThat(scene.state(incident)).isEqualTo("running");
  }

  /** Whoever has heard of it as a SEV1 stays responsible for it: nothing is lost in between. */
  @Test
  void whatWasSentOfTheRaiseIsNotTakenBack() {
    String incident = fires(3, "a");
    scene.raises(incident, "SEV1");
    scene.accepts();

    scene.raises(incident, "SEV3");
    waitIsOver(incident);

    assertThat(scene.called(incident)).containsExactly("ann/sms");
    assertThat(scene.state(incident)).isEqualTo("running");
  }

  @Test
  void whoeverAcknowledgesIsNotCalled() {
    String incident = fires(2, "a");
    scene.acknowledges(incident);

    waitIsOver(incident);

    assertThat(scene.called(incident)).isEmpty();
  }

  @Test
  void aRestartForgetsNothing() {
    String incident = fires(2, "a");
    core.restart();

    waitIsOver(incident);

    assertThat(scene.called(incident)).containsExactly("ann/sms");
  }

  /** Nobody waits for another group time, since whoever was called has refused. */
  @Test
  void whereTheOnlyContactRefusesTheNextStepOrTheFallbackFollowsAtOnce() {
    scene.desk();
    String incident = fires(2, "a");
    waitIsOver(incident);
    assertThat(scene.called(incident)).containsExactly("ann/sms");

    scene.refuses("ann", "sms");

    assertThat(scene.called(incident)).containsExactlyInAnyOrder("ann/sms", "Desk");
    scene.accepts();
    assertThat(scene.called(incident)).hasSize(2);
  }

  @Test
  void theOnlyContactOfATeamThatRefusesIsFollowedByTheFallbackAtOnce() {
    core.database.execute(
        """
        DELETE FROM escalation_policy_version; DELETE FROM escalation_policy;
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
        VALUES ('%1$s', '%2$s', '%2$s', 'Chat', 'webhook', 'https://example.org/chat')\
        """
            .formatted(core.tenant, scene.team));
    scene.desk();
    String incident = fires(2, "a");
    waitIsOver(incident);
    assertThat(scene.called(incident)).containsExactly("Chat");

    core.database.execute(
        "UPDATE delivery SET status = 'dead', attempts = 1, finished_at = now(), last_error = 'HTTP"
            + " 403' WHERE status = 'pending' AND channel = 'webhook'");
    scene.settles();

    assertThat(scene.called(incident)).containsExactly("Chat", "Desk");
  }

  private void waitIsOver(String incident) {
    Reply run = core.post("/api/v1/timers/group-wait:" + incident + "/run", "{}");
    assertThat(run.status()).as(run.http().body()).isIn(200, 404);
    Await.until(
        "the timer's end",
        () -> core.database.count("SELECT count(*) FROM timer WHERE kind = 'group-wait'"),
        n -> n == 0);
  }

  private String fires(int severity, String name) {
    scene.routed(version, 0, alert(severity, name));
    return core.database.query("SELECT id FROM incident").getFirst();
  }

  private Event alert(int severity, String name) {
    return Event.firing(name, severity, scene.shop, core.now()).inGroup("shop");
  }

  private String status(String incident) {
    return core.get("/api/v1/incidents/" + incident).json().get("status").asText();
  }

  private List<String> lines(String incident) {
    JsonNode items = core.get("/api/v1/incidents/" + incident + "/timeline").json().get("items");
    return StreamSupport.stream(items.spliterator(), false)
        .map(item -> item.get("message").asText())
        .toList();
  }
}
