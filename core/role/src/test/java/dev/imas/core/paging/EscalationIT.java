package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How incidents escalate, in plain words: given a team, when something happens or time passes, then
 * these people are called.
 */
class EscalationIT {

  private static final Duration FIVE = Duration.ofMinutes(5);
  private static final Duration QUARTER = Duration.ofMinutes(15);

  private final EscalationScene scene = new EscalationScene();

  @AfterEach
  void close() {
    scene.close();
  }

  /** ONC-15: a SEV1 or SEV2 alerts whoever is on call, also without any policy. */
  @Test
  void withoutAPolicyWhoeverIsOnCallIsCalledThreeTimes() {
    scene.person("ann", "email");
    scene.onCall("ann");
    String incident = scene.opens("SEV2");
    scene.accepts();
    assertThat(scene.called(incident)).containsExactly("ann/email");

    scene.passes(QUARTER);
    scene.accepts();
    scene.passes(QUARTER);
    scene.accepts();
    assertThat(scene.called(incident)).containsExactly("ann/email", "ann/email", "ann/email");

    scene.passes(QUARTER);
    assertThat(scene.state(incident)).isEqualTo("exhausted");
    assertThat(scene.timeline(incident, "ESCALATION"))
        .last()
        .asString()
        .contains("not acknowledged after its last step", "the console is paged");
  }

  @Test
  void aSev3OfATeamWithoutAPolicyCallsNobody() {
    scene.person("ann", "email");
    scene.onCall("ann");
    assertThat(scene.called(scene.opens("SEV3"))).isEmpty();
    assertThat(scene.timers()).isZero();
  }

  @Test
  void aTeamThatHasNobodyIsToldByItsChannelsAsBefore() {
    String incident = scene.opens("SEV1");
    assertThat(scene.called(incident)).isEmpty();
    assertThat(scene.get(incident, "escalation").get("runs")).isEmpty();
    assertThat(scene.core.database.query("SELECT channel FROM delivery"))
        .containsExactly("console");
  }

  /** ONC-11: whoever acknowledges in time keeps the next step from firing. */
  @Test
  void acknowledgedInTimeTheNextStepNeverFires() {
    scene.person("ann", "email");
    scene.person("boss", "sms");
    scene.onCall("ann");
    scene.policy(
        1, "PT30M", "", EscalationScene.onCallAfter("PT0S"), scene.userAfter("PT5M", "boss"));
    String incident = scene.opens("SEV2");
    scene.accepts();

    scene.acknowledges(incident);
    scene.passes(Duration.ofHours(2));

    assertThat(scene.called(incident)).containsExactly("ann/email");
    assertThat(scene.state(incident)).isEqualTo("acknowledged");
    assertThat(scene.timers()).isZero();
  }

  @Test
  void theNextStepSaysWhomItWouldPageAndWhen() {
    scene.person("ann", "email");
    scene.person("boss", "sms");
    scene.onCall("ann");
    scene.policy(
        1, "PT30M", "", EscalationScene.onCallAfter("PT0S"), scene.userAfter("PT5M", "boss"));
    String incident = scene.opens("SEV2");
    scene.accepts();

    JsonNode run = scene.get(incident, "escalation").at("/runs/0");
    assertThat(run.at("/next/step").asInt()).isEqualTo(2);
    assertThat(run.at("/next/pages/0").asText()).isEqualTo("boss");
    assertThat(run.at("/next/due_at").asText())
        .isEqualTo(Instant.parse(run.get("started_at").asText()).plus(FIVE).toString());

    scene.acknowledges(incident);
    assertThat(scene.get(incident, "escalation").at("/runs/0/next").isMissingNode()).isTrue();
  }

  @Test
  void nobodyAnswersSoTheNextStepTellsTheBoss() {
    scene.person("ann", "email");
    scene.person("boss", "sms");
    scene.onCall("ann");
    scene.policy(
        1, "PT30M", "", EscalationScene.onCallAfter("PT0S"), scene.userAfter("PT5M", "boss"));
    String incident = scene.opens("SEV2");
    scene.accepts();

    scene.passes(FIVE.minusSeconds(20));
    assertThat(scene.called(incident)).containsExactly("ann/email");
    scene.passes(Duration.ofSeconds(20));

    assertThat(scene.called(incident)).containsExactly("ann/email", "boss/sms");
    assertThat(scene.timeline(incident, "ESCALATION"))
        .containsExactly("Escalation “Shop ladder”, step 2 of 2: pages boss");
  }

  /** C20: one phone of two people rings once for an event. */
  @Test
  void aPhoneThatTwoPeopleShareRingsOnce() {
    scene.person("ann", "email", "sms");
    scene.person("bob", "email", "sms");
    scene.core.database.execute(
        "UPDATE user_contact SET address = '+33612345678' WHERE channel = 'sms'");
    scene.rules("ann", Map.of("email", Duration.ZERO, "sms", Duration.ofMinutes(3)));
    scene.rules("bob", Map.of("email", Duration.ZERO, "sms", Duration.ofMinutes(4)));
    scene.policy(
        1,
        "PT30M",
        "",
        scene
            .userAfter("PT0S", "ann")
            .replace(
                "]}", "," + scene.userAfter("PT0S", "bob").replaceAll(".*\\[(.*)]}", "$1") + "]}"));
    String incident = scene.opens("SEV2");
    scene.accepts();

    scene.passes(FIVE);

    assertThat(scene.called(incident)).filteredOn(one -> one.endsWith("sms")).hasSize(1);
  }

  /** ONC-13: a step without a target is skipped and recorded, and the next one runs at once. */
  @Test
  void nobodyIsHomeSoTheNextStepFollowsAtOnce() {
    scene.person("boss", "sms");
    scene.policy(
        1, "PT30M", "", EscalationScene.onCallAfter("PT0S"), scene.userAfter("PT5M", "boss"));

    String incident = scene.opens("SEV2");

    assertThat(scene.called(incident)).containsExactly("boss/sms");
    var steps = scene.get(incident, "escalation").at("/runs/0/steps");
    assertThat(steps.get(0).get("status").asText()).isEqualTo("skipped");
    assertThat(steps.get(0).get("reason").asText()).isNotBlank();
    assertThat(steps.get(1).get("status").asText()).isEqualTo("notified");
  }

  @Test
  void whoHasNoVerifiedContactMethodIsPassedOverWithTheReason() {
    scene.person("ann");
    scene.person("boss", "sms");
    scene.onCall("ann");
    scene.policy(
        1, "PT30M", "", EscalationScene.onCallAfter("PT0S"), scene.userAfter("PT5M", "boss"));

    String incident = scene.opens("SEV2");

    assertThat(scene.called(incident)).containsExactly("boss/sms");
    assertThat(scene.get(incident, "why?user=ann").at("/items/0/because").toString())
        .contains("could not be paged");
    assertThat(scene.get(incident, "why?user=ann").at("/items/0/paged").asBoolean()).isFalse();
  }

  @Test
  void everybodyExhaustedTheFallbackIsToldAndTheIncidentSaysSo() {
    scene.person("ann");
    scene.policy(3, "PT30M", "", scene.userAfter("PT0S", "ann"));
    String desk =
        scene.made(
            "/api/v1/teams/" + scene.team + "/contacts",
            """
            {"name": "Desk", "channel": "webhook", "address": "https://hooks.example/desk", "min_severity": "SEV1"}\
            """);
    scene.core.send(
        scene.core.token, "PUT", "/api/v1/fallback", "{\"contacts\":[\"" + desk + "\"]}");

    String incident = scene.opens("SEV2");
    scene.settles();

    assertThat(scene.called(incident)).containsExactly("Desk");
    assertThat(scene.state(incident)).isEqualTo("exhausted");
    assertThat(scene.timeline(incident, "ESCALATION"))
        .last()
        .asString()
        .contains("found nobody who can be paged", "the fallback is paged");
  }

  /** Trap 58: "SMS after three minutes" is dropped with the escalation. */
  @Test
  void aPersonsLaterRulesEndWithTheAcknowledgement() {
    scene.person("ann", "email", "sms");
    scene.rules("ann", Map.of("email", Duration.ZERO, "sms", Duration.ofMinutes(3)));
    scene.onCall("ann");
    String slow = scene.opens("SEV2");
    String quick = scene.opens("SEV2");
    scene.accepts();
    assertThat(scene.called(slow)).containsExactly("ann/email");

    scene.acknowledges(quick);
    scene.passes(Duration.ofMinutes(3));

    assertThat(scene.called(slow)).containsExactly("ann/email", "ann/sms");
    assertThat(scene.called(quick)).containsExactly("ann/email");
  }

  /** Decision C9: a page that waits when somebody acknowledges is not sent any more. */
  @Test
  void whatWasNotSentBeforeTheAcknowledgementIsStopped() {
    scene.person("ann", "sms");
    scene.onCall("ann");
    String incident = scene.opens("SEV1");

    scene.acknowledges(incident);
    scene.settles();

    assertThat(scene.called(incident)).containsExactly("ann/sms (stopped)");
    assertThat(scene.timeline(incident, "NOTIFICATION_CANCELLED"))
        .last()
        .asString()
        .contains("somebody took the incident on before it was sent");
  }

  /** NTF-26, decision C8: the person's next method, then the next step, without waiting. */
  @Test
  void aDeadMethodIsFollowedByTheNextOneAndThenByTheNextStep() {
    scene.person("ann", "sms", "email");
    scene.rules("ann", Map.of("sms", Duration.ZERO));
    scene.person("boss", "sms");
    scene.onCall("ann");
    scene.policy(
        1, "PT30M", "", EscalationScene.onCallAfter("PT0S"), scene.userAfter("PT5M", "boss"));
    String incident = scene.opens("SEV2");
    assertThat(scene.called(incident)).containsExactly("ann/sms");

    scene.refuses("ann", "sms");
    assertThat(scene.called(incident)).containsExactly("ann/sms", "ann/email");
    assertThat(scene.timeline(incident, "NOTIFICATION_REDIRECTED"))
        .last()
        .asString()
        .contains("HTTP 403", "instead");

    scene.refuses("ann", "email");
    assertThat(scene.called(incident)).containsExactly("ann/sms", "ann/email", "boss/sms");
    assertThat(scene.timeline(incident, "NOTIFICATION_REDIRECTED"))
        .last()
        .asString()
        .contains("the next step of the escalation follows at once");
  }

  /** The rule that comes later and the failing over name the same method. */
  @Test
  void whatFailingOverHasToldIsNotToldAgainByARule() {
    scene.person("ann", "email", "sms");
    scene.rules("ann", Map.of("email", Duration.ZERO, "sms", Duration.ofMinutes(3)));
    scene.onCall("ann");
    String incident = scene.opens("SEV2");
    scene.refuses("ann", "email");
    assertThat(scene.called(incident)).containsExactly("ann/email", "ann/sms");

    scene.accepts();
    scene.passes(Duration.ofMinutes(3));

    assertThat(scene.called(incident)).containsExactly("ann/email", "ann/sms");
    assertThat(scene.core.database.query("SELECT kind FROM timer WHERE kind LIKE 'escalation%'"))
        .containsExactly(Escalation.STEP);
  }

  /** Decision C8: half a minute without acceptance is enough for the next method. */
  @Test
  void aMethodThatIsNotAcceptedWithinHalfAMinuteIsFollowedByTheNext() {
    scene.person("ann", "sms", "email");
    scene.rules("ann", Map.of("sms", Duration.ZERO));
    scene.onCall("ann");
    String incident = scene.opens("SEV2");

    scene.passes(Duration.ofSeconds(29));
    assertThat(scene.called(incident)).containsExactly("ann/sms");
    scene.passes(Duration.ofSeconds(2));

    assertThat(scene.called(incident)).containsExactly("ann/sms", "ann/email");
  }

  /** Decision M5: it has grown worse in somebody's hands. */
  @Test
  void aRaiseToSev1TellsWhoeverHasItInHand() {
    scene.person("ann", "sms");
    scene.onCall("ann");
    String incident = scene.opens("SEV3");
    Await.until("Ann to be told", () -> scene.called(incident), List.of("ann/sms")::equals);
    scene.acknowledges(incident);

    scene.raises(incident, "SEV1");

    assertThat(scene.called(incident)).containsExactly("ann/sms", "ann/sms");
    assertThat(scene.get(incident, "").path("status").asText()).isEqualTo("ACKNOWLEDGED");
  }

  /** Nobody is on call and no policy is there, but somebody has acknowledged it. */
  @Test
  void aRaiseToSev1TellsWhoeverAcknowledgedWhoIsNotItsLead() {
    scene.person("ann", "sms");
    scene.person("bob", "email");
    String incident = scene.opens("SEV3");
    acknowledges("ann", incident);
    scene.acts(incident, "unacknowledge", "{}");
    scene.core.database.execute("UPDATE incident SET lead = 'ann'");
    acknowledges("bob", incident);

    scene.raises(incident, "SEV1");

    assertThat(scene.called(incident)).containsExactlyInAnyOrder("ann/sms", "bob/email");
  }

  private void acknowledges(String name, String incident) {
    Reply reply =
        scene.core.send(
            scene.core.tokenWith(name, "write"),
            "POST",
            "/api/v1/incidents/" + incident + "/acknowledge",
            "{}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  /** One's own act is no news to oneself, by whatever channel. */
  @Test
  void whoAcknowledgesIsNotToldOfIt() {
    scene.person("ann", "sms", "email");
    scene.person("bob", "email");
    scene.rules("ann", Map.of("sms", Duration.ZERO, "email", Duration.ZERO));
    scene.policy(
        1,
        "PT30M",
        "",
        scene
            .userAfter("PT0S", "ann")
            .replace("]", ",{\"type\":\"user\",\"user\":\"" + scene.idOf("bob") + "\"}]"));
    String incident = scene.opens("SEV2");
    scene.accepts();

    acknowledges("ann", incident);

    assertThat(
            scene.core.database.query(
                "SELECT r.name FROM delivery d JOIN receiver r ON r.id = d.receiver_id WHERE"
                    + " d.event = 'incident.acknowledged' ORDER BY 1"))
        .containsExactly("bob/email");
  }

  /** Not at the end of the policy: a SEV1 would wait for its last step. */
  @Test
  void theFallbackIsToldAtTheFirstStepThatReachesNobodyAndWhenNobodyIsLeft() {
    scene.person("ann", "sms");
    scene.person("boss", "email");
    scene.person("chief", "email");
    scene.desk();
    scene.policy(
        1,
        "PT30M",
        "",
        scene.userAfter("PT0S", "ann"),
        scene.userAfter("PT20M", "boss"),
        scene.userAfter("PT20M", "chief"));
    String incident = scene.opens("SEV2");
    assertThat(scene.called(incident)).containsExactly("ann/sms");

    scene.refuses("ann", "sms");

    assertThat(scene.called(incident)).containsExactlyInAnyOrder("ann/sms", "Desk", "boss/email");
    assertThat(scene.timeline(incident, "NOTIFICATION_REDIRECTED"))
        .last()
        .asString()
        .contains("the next step of the escalation follows at once, and Desk (webhook) is paged");

    scene.refuses("boss", "email");
    assertThat(scene.called(incident))
        .containsExactlyInAnyOrder("ann/sms", "Desk", "boss/email", "chief/email");

    // Whoever was told first may believe that the steps that followed have it in hand.
    scene.refuses("chief", "email");
    assertThat(scene.called(incident)).filteredOn("Desk"::equals).hasSize(2);
    assertThat(scene.timeline(incident, "ESCALATION"))
        .last()
        .asString()
        .contains("has ended", "the fallback is paged");
  }

  /**
   * The first step finds nobody, and the second is not for now: nobody would be told till later.
   */
  @Test
  void aStepThatFindsNobodyTellsTheFallbackThoughOthersAreToCome() {
    scene.person("ann");
    scene.person("boss", "email");
    scene.desk();
    scene.policy(
        1,
        "PT30M",
        "",
        scene.userAfter("PT0S", "ann"),
        scene
            .userAfter("PT20M", "boss")
            .replace("{\"after\"", "{\"when\":{\"severities\":[\"SEV1\"]},\"after\""),
        scene.userAfter("PT20M", "boss"));
    String incident = scene.opens("SEV2");
    scene.settles();

    assertThat(scene.called(incident)).containsExactly("Desk");
  }

  /** Decision M4: a raise starts the policy for the new severity. */
  @Test
  void aRaiseStartsAnew() {
    scene.person("ann", "sms");
    scene.onCall("ann");
    String incident = scene.opens("SEV2");
    scene.accepts();
    scene.raises(incident, "SEV1");

    assertThat(scene.called(incident)).containsExactly("ann/sms", "ann/sms");
    assertThat(scene.get(incident, "escalation").at("/runs/1/state").asText())
        .isEqualTo("replaced");
    assertThat(scene.timers()).isEqualTo(1);
  }

  /** Decision M7: an acknowledgement that comes to nothing resumes with the next round. */
  @Test
  void anAcknowledgementEndsWhereThePolicySaysSo() {
    scene.person("ann", "sms");
    scene.onCall("ann");
    scene.policy(2, "PT30M", "PT1H", EscalationScene.onCallAfter("PT0S"));
    String incident = scene.opens("SEV2");
    scene.accepts();
    scene.acknowledges(incident);

    scene.passes(Duration.ofMinutes(59));
    assertThat(scene.called(incident)).containsExactly("ann/sms");
    scene.passes(Duration.ofMinutes(1));

    assertThat(pages(incident))
        .containsExactly("incident.triggered ann/sms", "incident.unacknowledged ann/sms");
    assertThat(scene.timeline(incident, "STATUS_CHANGE"))
        .last()
        .asString()
        .contains("had acknowledged it, and nothing has come of it");
    scene.acknowledges(incident);
    assertThat(scene.state(incident)).isEqualTo("acknowledged");
  }

  /**
   * They went back to sleep, since somebody worked on it; PagerDuty and Opsgenie believe so, too.
   */
  @Test
  void whoeverWasToldHearsThatAnAcknowledgementHasEnded() {
    scene.person("ann", "sms");
    scene.person("boss", "sms");
    scene.onCall("ann");
    scene.policy(
        2, "PT30M", "PT1H", EscalationScene.onCallAfter("PT0S"), scene.userAfter("PT5M", "boss"));
    scene.made(
        "/api/v1/teams/" + scene.team + "/contacts",
        "{\"name\":\"Chat\",\"channel\":\"webhook\",\"address\":\"https://example.org/chat\"}");
    String incident = scene.opens("SEV2");
    scene.accepts();
    scene.passes(Duration.ofMinutes(5));
    scene.accepts();
    scene.acknowledges(incident);
    scene.accepts();

    scene.passes(Duration.ofHours(1));

    assertThat(
            scene.core.database.query(
                """
                SELECT r.name || ' ' || (d.payload #>> '{incident,unacknowledge_count}') FROM delivery d
                  JOIN receiver r ON r.tenant_id = d.tenant_id AND r.id = d.receiver_id
                 WHERE d.incident_id = '%s' AND d.event = 'incident.unacknowledged' ORDER BY r.name\
                """
                    .formatted(incident)))
        .containsExactly("Chat 1", "ann/sms 1", "boss/sms 1");
    JsonNode run = scene.get(incident, "escalation").at("/runs/0");
    assertThat(run.get("run").asInt()).isEqualTo(1);
    assertThat(run.get("state").asText()).isEqualTo("running");
    assertThat(run.at("/next/round").asInt()).isEqualTo(2);
    assertThat(run.at("/next/step").asInt()).isEqualTo(2);
  }

  @Test
  void aPolicyThatBeginsLaterTellsNobodyAtFirst() {
    scene.person("boss", "sms");
    scene.policy(1, "PT30M", "", scene.userAfter("PT15M", "boss"));
    String incident = scene.opens("SEV2");
    assertThat(scene.called(incident)).isEmpty();
    scene.passes(QUARTER);
    assertThat(scene.called(incident)).containsExactly("boss/sms");
  }

  @Test
  void everyPageAndItsFateIsShown() {
    scene.person("ann", "sms");
    scene.person("idle", "sms");
    scene.onCall("ann");
    String incident = scene.opens("SEV2");
    scene.accepts();

    var pages = scene.get(incident, "pages").get("pages");
    assertThat(pages.findValuesAsText("status")).contains("sent");
    assertThat(pages.findValuesAsText("name")).contains("ann/sms");
    List<String> ann = lines(incident, "ann");
    assertThat(ann).anyMatch(line -> line.contains("sms at once"));
    assertThat(ann).anyMatch(line -> line.contains("was accepted at"));
    assertThat(lines(incident, "idle")).contains("No step has named idle");
  }

  /** "incident.triggered ann/sms", of those that go to people and channels. */
  private List<String> pages(String incident) {
    return scene.core.database.query(
        """
        SELECT d.event || ' ' || r.name FROM delivery d
          JOIN receiver r ON r.tenant_id = d.tenant_id AND r.id = d.receiver_id
         WHERE d.incident_id = '%s' AND d.event <> 'incident.acknowledged' ORDER BY d.event_seq, r.name\
        """
            .formatted(incident));
  }

  private List<String> lines(String incident, String user) {
    return scene
        .get(incident, "why?user=" + user)
        .at("/items/0/because")
        .valueStream()
        .map(line -> line.asText())
        .toList();
  }
}
