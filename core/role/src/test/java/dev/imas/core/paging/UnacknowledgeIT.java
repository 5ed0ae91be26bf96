package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Credential;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What happens when somebody takes an acknowledgement back, in plain words: nobody works on the
 * incident, so people are called as if it had just come to where it was.
 */
class UnacknowledgeIT {

  private static final Duration FIVE = Duration.ofMinutes(5);

  private final EscalationScene scene = new EscalationScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void whoeverWasCalledIsCalledAgainAndTheNextStepFollows() {
    ladder();
    String incident = scene.opens("SEV2");
    scene.accepts();
    scene.acknowledges(incident);

    takesBack(incident);

    assertThat(told(incident)).containsExactly("ann/email");
    assertThat(states(incident)).containsExactly("running", "acknowledged");
    scene.accepts();
    scene.passes(FIVE.minusSeconds(30));
    assertThat(scene.called(incident)).containsExactly("ann/email");
    scene.passes(Duration.ofSeconds(30));
    assertThat(scene.called(incident)).containsExactly("ann/email", "boss/sms");
  }

  /** Not those of its first step: the night is as old as it was. */
  @Test
  void itGoesOnAtTheStepToWhichItHadCome() {
    ladder();
    String incident = scene.opens("SEV2");
    scene.accepts();
    scene.passes(FIVE);
    scene.accepts();
    scene.acknowledges(incident);
    scene.passes(Duration.ofHours(1));

    takesBack(incident);

    JsonNode steps = scene.get(incident, "escalation").at("/runs/0/steps");
    assertThat(steps).hasSize(1);
    assertThat(steps.at("/0/step").asInt()).isEqualTo(2);
    assertThat(told(incident)).contains("boss/sms");
    scene.accepts();
    scene.passes(FIVE);
    assertThat(scene.called(incident)).endsWith("chief/sms");
  }

  /** They may believe that somebody works on it. */
  @Test
  void everybodyWhoWasToldIsToldThatNobodyWorksOnIt() {
    ladder();
    String incident = scene.opens("SEV2");
    scene.accepts();
    scene.passes(FIVE);
    scene.accepts();
    scene.acknowledges(incident);

    takesBack(incident);

    assertThat(told(incident)).containsExactly("ann/email", "boss/sms");
  }

  @Test
  void aNewShiftIsCalledInsteadOfTheOldOne() {
    scene.person("ann", "email");
    scene.person("bob", "sms");
    scene.onCall("ann");
    String incident = scene.opens("SEV2");
    scene.accepts();
    scene.acknowledges(incident);
    scene.onCall("bob");

    takesBack(incident);

    assertThat(told(incident)).contains("bob/sms");
    assertThat(lines(incident, "bob")).anyMatch(line -> line.contains("sms at once"));
  }

  @Test
  void theFirstStepComesWhenItWouldHaveCome() {
    scene.person("boss", "sms");
    scene.policy(1, "PT30M", "", scene.userAfter("PT15M", "boss"));
    String incident = scene.opens("SEV2");
    scene.passes(FIVE);
    scene.acknowledges(incident);
    scene.passes(FIVE);

    takesBack(incident);

    scene.passes(FIVE.minusSeconds(30));
    assertThat(scene.called(incident)).isEmpty();
    scene.passes(Duration.ofSeconds(30));
    assertThat(scene.called(incident)).containsExactly("boss/sms");
  }

  /** Decision M4, as for any raise. */
  @Test
  void raisedMeanwhileItBeginsAnew() {
    ladder();
    String incident = scene.opens("SEV2");
    scene.accepts();
    scene.passes(FIVE);
    scene.accepts();
    scene.acknowledges(incident);
    scene.raises(incident, "SEV1");
    scene.accepts();

    takesBack(incident);

    assertThat(scene.get(incident, "escalation").at("/runs/0/steps/0/step").asInt()).isEqualTo(1);
    assertThat(told(incident)).contains("ann/email");
  }

  @Test
  void whereItHadEndedWithoutAnAnswerItBeginsAnew() {
    scene.person("ann", "sms");
    scene.policy(1, "PT10M", "", scene.userAfter("PT0S", "ann"));
    String incident = scene.opens("SEV2");
    scene.accepts();
    scene.passes(Duration.ofMinutes(10));
    assertThat(scene.state(incident)).isEqualTo("exhausted");
    scene.acknowledges(incident);

    takesBack(incident);

    assertThat(states(incident)).containsExactly("running", "exhausted");
    assertThat(told(incident)).contains("ann/sms");
  }

  @Test
  void theFurtherCallsOfAPersonComeAgain() {
    scene.person("ann", "email", "sms");
    scene.rules("ann", Map.of("email", Duration.ZERO, "sms", Duration.ofMinutes(3)));
    scene.onCall("ann");
    String incident = scene.opens("SEV2");
    scene.accepts();
    scene.acknowledges(incident);
    takesBack(incident);
    scene.accepts();

    scene.passes(Duration.ofMinutes(3));

    assertThat(scene.called(incident)).containsExactly("ann/email", "ann/sms");
  }

  @Test
  void anAcknowledgementThatWasTakenBackDoesNotEndOnceMore() {
    scene.person("ann", "sms");
    scene.onCall("ann");
    scene.policy(2, "PT30M", "PT1H", EscalationScene.onCallAfter("PT0S"));
    String incident = scene.opens("SEV2");
    scene.accepts();
    scene.acknowledges(incident);
    takesBack(incident);

    assertThat(scene.core.database.query("SELECT kind FROM timer WHERE kind LIKE 'escalation%'"))
        .containsExactly(Escalation.STEP);
  }

  /** The time to acknowledge counts to the acknowledgement that stands. */
  @Test
  void theAcknowledgementThatStandsCountsAndBothAreOnTheTimeline() {
    scene.person("ann", "sms");
    scene.onCall("ann");
    String incident = scene.opens("SEV2");
    scene.passes(Duration.ofMinutes(1));
    scene.acknowledges(incident);
    assertThat(scene.get(incident, "").path("mtta_seconds").asInt()).isEqualTo(60);

    takesBack(incident);
    JsonNode taken = scene.get(incident, "");
    assertThat(taken.path("status").asText()).isEqualTo("TRIGGERED");
    assertThat(taken.path("acknowledged_at").isNull()).isTrue();
    assertThat(taken.path("lead").isNull()).isTrue();
    scene.passes(Duration.ofMinutes(1));
    scene.acknowledges(incident);

    assertThat(scene.get(incident, "").path("mtta_seconds").asInt()).isEqualTo(120);
    assertThat(String.join("\n", scene.timeline(incident, "STATUS_CHANGE")))
        .containsSubsequence("Acknowledged by ", "not mine", "Acknowledged by ");
  }

  @Test
  void aLeadWhomSomebodyNamedStays() {
    scene.person("ann", "sms");
    String incident = scene.opens("SEV2");
    String path = "/api/v1/incidents/" + incident;
    assertThat(
            scene
                .core
                .send(
                    scene.core.token,
                    "PATCH",
                    path,
                    "{\"lead\":\"ann\"}",
                    "if-match",
                    "\"" + scene.core.get(path).json().get("version").asText() + "\"")
                .status())
        .isEqualTo(200);
    scene.acknowledges(incident);

    takesBack(incident);

    assertThat(scene.get(incident, "").path("lead").asText()).isEqualTo("ann");
  }

  @Test
  void onlyWhatIsAcknowledgedCanBeTakenBack() {
    String incident = scene.opens("SEV2");
    assertThat(conflict(incident)).contains("TRIGGERED", "un-acknowledged");
    scene.acts(incident, "mitigate", "{}");
    assertThat(conflict(incident)).contains("MITIGATED");
    scene.acts(incident, "resolve", "{}");
    assertThat(conflict(incident)).contains("RESOLVED");
  }

  private String conflict(String incident) {
    Reply refused = scene.core.post("/api/v1/incidents/" + incident + "/unacknowledge", "{}");
    assertThat(refused.status()).isEqualTo(409);
    return refused.json().path("detail").asText();
  }

  @Test
  void theLinkOfAMessageAcknowledgesAgain() {
    scene.person("ann", "email");
    scene.onCall("ann");
    String incident = scene.opens("SEV2");
    String token = linkOfTheFirstMessage();
    scene.accepts();
    press(token);
    assertThat(scene.get(incident, "").path("status").asText()).isEqualTo("ACKNOWLEDGED");

    takesBack(incident);
    press(token);

    assertThat(scene.get(incident, "").path("status").asText()).isEqualTo("ACKNOWLEDGED");
  }

  /** The messages have tokens that nobody but the notifier can know: this one gets another. */
  private String linkOfTheFirstMessage() {
    String token = Credential.generate(Credential.API_TOKEN).reveal();
    scene.core.database.execute(
        "UPDATE action_link SET token_hash = decode('%s', 'hex')"
            .formatted(HexFormat.of().formatHex(Credential.hash(token))));
    return token;
  }

  private void press(String token) {
    Reply pressed =
        scene.core.send(
            java.net.http.HttpRequest.newBuilder(
                    java.net.URI.create("http://127.0.0.1:" + scene.core.port() + "/a/" + token))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("action=acknowledge"))
                .build());
    assertThat(pressed.status()).as(pressed.http().body()).isEqualTo(200);
  }

  /** Ann at once, the boss after five minutes, the chief after five more. */
  private void ladder() {
    scene.person("ann", "email");
    scene.person("boss", "sms");
    scene.person("chief", "sms");
    scene.onCall("ann");
    scene.policy(
        1,
        "PT30M",
        "",
        EscalationScene.onCallAfter("PT0S"),
        scene.userAfter("PT5M", "boss"),
        scene.userAfter("PT5M", "chief"));
  }

  private void takesBack(String incident) {
    scene.acts(incident, "unacknowledge", "{\"message\":\"not mine\"}");
  }

  /** Who was told that nobody works on it. */
  private List<String> told(String incident) {
    return scene.core.database.query(
        """
        SELECT coalesce(r.name, d.channel)
          FROM delivery d LEFT JOIN receiver r ON r.tenant_id = d.tenant_id AND r.id = d.receiver_id
         WHERE d.incident_id = '%s' AND d.event = 'incident.unacknowledged' ORDER BY 1\
        """
            .formatted(incident));
  }

  private List<String> states(String incident) {
    return scene.get(incident, "escalation").get("runs").findValuesAsText("state");
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
