package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who hears that a goal is half used up without progress, and that it is missed (C54). */
class MissedGoalsIT {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final EscalationScene scene = new EscalationScene();

  /** Ann at once, the boss after five minutes; two hours to resolve a SEV1. */
  @BeforeEach
  void prepare() {
    Reply reply =
        scene.core.send(
            scene.core.token,
            "PUT",
            "/api/v1/service-levels",
            "{\"resolution\": [{\"severity\": \"SEV1\", \"within\": \"PT2H\"}]}",
            "if-match",
            "\"1\"");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    scene.person("ann", "email");
    scene.person("boss", "sms");
    scene.onCall("ann");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private void ladder() {
    scene.policy(
        1, "PT30M", "", EscalationScene.onCallAfter("PT0S"), scene.userAfter("PT5M", "boss"));
  }

  /** Time passes for clocks of incidents; the database's clock cannot be moved. */
  private void passes(Duration time) {
    scene.core.clock.move(time);
    scene.core.database.execute(
        "UPDATE timer SET due_at = now(), try_at = now() WHERE kind = 'incident-clock' AND due_at <= '%s'"
            .formatted(scene.core.now()));
    scene.core.nudge();
    Await.until(
        "clocks to be looked at",
        () ->
            scene.core.database.count(
                "SELECT count(*) FROM timer WHERE kind = 'incident-clock' AND try_at <= now()"),
        left -> left == 0);
    scene.settles();
  }

  private String acknowledged() {
    String incident = scene.opens("SEV1");
    scene.accepts();
    scene.acknowledges(incident);
    scene.accepts();
    return incident;
  }

  @Test
  void nothingCameOfTheAcknowledgementSoTheNextStepIsCalledOnce() {
    ladder();
    String incident = acknowledged();
    passes(Duration.ofMinutes(61));
    assertThat(scene.called(incident)).containsExactly("ann/email", "boss/sms");
    assertThat(scene.timeline(incident, "ESCALATION"))
        .last()
        .asString()
        .startsWith("Half of the time to resolve is used up without progress, and ")
        .endsWith("has acknowledged it: step 2 of 2 of “Shop ladder” is taken: pages boss");
    assertThat(status(incident)).as("it stays in hand").isEqualTo("ACKNOWLEDGED");
    passes(MINUTE);
    passes(MINUTE);
    assertThat(scene.called(incident)).hasSize(2);
  }

  @Test
  void pageThatFailsThenGoesToWhoeverIsOnCallAndToTheFallback() {
    ladder();
    scene.desk();
    String incident = acknowledged();
    passes(Duration.ofMinutes(61));
    scene.refuses("boss", "sms");
    assertThat(scene.called(incident)).as("whoever is on call").endsWith("boss/sms", "ann/email");
    scene.refuses("ann", "email");
    assertThat(scene.called(incident)).endsWith("boss/sms", "ann/email", "Desk");
  }

  @Test
  void lastStepIsTakenAgainWhereNoneIsLeft() {
    ladder();
    String incident = scene.opens("SEV1");
    scene.accepts();
    scene.passes(Duration.ofMinutes(6));
    scene.accepts();
    scene.acknowledges(incident);
    passes(Duration.ofMinutes(55));
    assertThat(scene.called(incident)).containsExactly("ann/email", "boss/sms", "boss/sms");
  }

  @Test
  void withoutAnEscalationTheFallbackIsCalled() {
    scene.desk();
    scene.core.database.execute("DELETE FROM team_on_call");
    String incident = scene.opens("SEV1");
    scene.acknowledges(incident);
    scene.accepts();
    List<String> before = scene.called(incident);
    passes(Duration.ofMinutes(61));
    assertThat(scene.called(incident)).hasSize(before.size() + 1).endsWith("Desk");
    assertThat(scene.timeline(incident, "ESCALATION"))
        .last()
        .asString()
        .endsWith("the fallback is paged (no escalation has run)");
  }

  @Test
  void incidentThatPagesNobodyPagesNobodyThen() {
    ladder();
    scene.desk();
    String incident =
        scene.made(
            "/api/v1/incidents",
            "{\"title\":\"Rehearsal\",\"severity\":\"SEV1\",\"service\":\"shop\",\"page\":false}");
    scene.acknowledges(incident);
    passes(Duration.ofMinutes(61));
    assertThat(scene.called(incident)).isEmpty();
    assertThat(scene.timeline(incident, "NOTE"))
        .last()
        .asString()
        .endsWith("nobody is called, since it was opened without paging anyone");
  }

  /** A running escalation has it; a snooze is a person's word; whoever works is left alone. */
  @Test
  void nobodyIsCalledBesidesARunningEscalationASnoozeOrWork() {
    ladder();
    String triggered = scene.opens("SEV1");
    String snoozed = scene.opens("SEV1");
    String worked = scene.opens("SEV1");
    scene.accepts();
    scene.acts(snoozed, "snooze", "{\"for\":\"PT4H\"}");
    scene.acknowledges(worked);
    scene.accepts();
    scene.core.clock.move(Duration.ofMinutes(50));
    scene.made(
        "/api/v1/incidents/" + worked + "/comments", "{\"message\":\"a new disk is on its way\"}");
    // The database wrote when this was, and its clock does not move.
    scene.core.database.execute(
        "UPDATE timeline SET at = '%s' WHERE incident_id = '%s'"
            .formatted(scene.core.now(), worked));
    passes(Duration.ofMinutes(11));
    assertThat(scene.called(triggered)).containsExactly("ann/email");
    assertThat(scene.called(snoozed)).containsExactly("ann/email");
    assertThat(scene.called(worked)).containsExactly("ann/email");
    assertThat(scene.timeline(snoozed, "NOTE"))
        .last()
        .asString()
        .contains("Half of the time to resolve is used up without progress; nobody is called")
        .endsWith("has snoozed it");
    assertThat(scene.timeline(worked, "NOTE")).noneMatch(line -> line.startsWith("Half"));
  }

  @Test
  void whoeverWasToldHearsOfAMissedGoalOnce() {
    ladder();
    String incident = scene.opens("SEV1");
    scene.accepts();
    passes(Duration.ofHours(3));
    passes(MINUTE);
    assertThat(
            scene.core.database.query(
                """
                SELECT d.channel || ' ' || (d.payload -> 'incident' ->> 'status') || ': ' || (d.payload ->> 'message')
                  FROM delivery d WHERE d.incident_id = '%s' AND d.event = 'incident.breached'\
                """
                    .formatted(incident)))
        .containsExactly("email TRIGGERED: Missed the goal to resolve within 2 h (noticed late)");
    assertThat(scene.timeline(incident, "SLA_BREACH")).hasSize(1);
  }

  private String status(String incident) {
    return scene.core.get("/api/v1/incidents/" + incident).json().get("status").asText();
  }
}
