package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of an open incident while a silence hides its alerts. */
class SuppressionPauseIT {

  private static final Duration FIVE = Duration.ofMinutes(5);

  private final EscalationScene scene = new EscalationScene();

  @AfterEach
  void close() {
    scene.close();
  }

  private String fires(String name, String team) {
    UUID service =
        UUID.fromString(
            scene.core.database.query("SELECT id FROM service WHERE name = 'shop'").getFirst());
    scene.core.post(
        Event.firing(name, 2, service, scene.core.now())
            .inGroup("shop")
            .labelled("{\"alertname\":\"%s\",\"team\":\"%s\"}".formatted(name, team)));
    scene.core.follow();
    return scene.core.get("/api/v1/incidents?service=shop").json().at("/items/0/id").asText();
  }

  private String silence() {
    return scene
        .core
        .database
        .query(
            ("SELECT id FROM put_silence('%s', NULL, gen_random_uuid(), '[\"team=\\\"shop\\\"\"]',"
                    + " '%s', '%s', false, 'ana', 'test', 'because', '%s', 100)")
                .formatted(
                    scene.core.tenant,
                    scene.core.now(),
                    scene.core.now().plus(Duration.ofDays(1)),
                    scene.core.now()))
        .getFirst();
  }

  private void looks() {
    scene.core.sweep("hiding");
    scene.core.follow();
    scene.core.sweep("hidden-incidents");
  }

  /**
   * A snooze that ends while a silence hides the alerts pages nobody until they are shown again.
   */
  @Test
  void aSnoozeThatEndsInASilenceWaitsForItsEnd() {
    scene.person("ann", "email");
    scene.onCall("ann");
    scene.policy(1, "PT30M", "", EscalationScene.onCallAfter("PT0S"));
    String incident = fires("Shop", "shop");
    scene.accepts();
    scene.acts(incident, "snooze", "{\"for\":\"PT1H\"}");
    silence();
    looks();
    scene.core.database.execute(
        "UPDATE timer SET due_at = now(), try_at = now() WHERE kind = 'snooze-end'");
    Await.until(
        "the end of the snooze to be put off",
        () ->
            scene.core.database.count(
                "SELECT count(*) FROM timer WHERE kind = 'snooze-end' AND due_at > now() + interval"
                    + " '30 s'"),
        put -> put == 1);
    assertThat(scene.core.get("/api/v1/incidents/" + incident).json().get("status").asText())
        .isEqualTo("ACKNOWLEDGED");
    assertThat(scene.called(incident)).containsExactly("ann/email");
  }

  @Test
  void itStaysOpenItsEscalationWaitsAndGoesOnWhereItWas() {
    scene.person("ann", "email");
    scene.person("boss", "sms");
    scene.onCall("ann");
    scene.policy(
        1, "PT30M", "", EscalationScene.onCallAfter("PT0S"), scene.userAfter("PT5M", "boss"));
    String incident = fires("Shop", "shop");
    scene.accepts();
    assertThat(scene.called(incident)).containsExactly("ann/email");

    String silence = silence();
    looks();
    scene.passes(FIVE);
    scene.passes(FIVE);
    assertThat(scene.called(incident)).containsExactly("ann/email");
    assertThat(scene.timeline(incident, "NOTE")).last().asString().contains("muted", "wait");

    scene.core.database.query(
        "SELECT expire_silence('%s', '%s', '%s')"
            .formatted(scene.core.tenant, silence, scene.core.now()));
    looks();
    scene.passes(SuppressionPause.AGAIN);

    assertThat(scene.called(incident)).containsExactly("ann/email", "boss/sms");
    assertThat(scene.timeline(incident, "NOTE")).last().asString().contains("go on");
  }

  @Test
  void anAlertThatIsNotHiddenKeepsItGoing() {
    scene.person("ann", "email");
    scene.person("boss", "sms");
    scene.onCall("ann");
    scene.policy(
        1, "PT30M", "", EscalationScene.onCallAfter("PT0S"), scene.userAfter("PT5M", "boss"));
    String incident = fires("Shop", "shop");
    fires("Net", "net");
    scene.accepts();

    silence();
    looks();
    scene.passes(FIVE);

    assertThat(scene.called(incident)).contains("boss/sms");
    assertThat(scene.timeline(incident, "NOTE")).isEmpty();
  }

  @Test
  void whatIsOverButOpenIsToldInTrueWords() {
    scene.person("ann", "email");
    scene.onCall("ann");
    String incident = fires("Shop", "shop");
    scene.core.database.execute("UPDATE incident SET auto_resolve = false");
    silence();
    looks();
    // Else the page that was cancelled is followed up when the alerts are shown, and pages at once.
    Await.until(
        "the cancelled page to be followed up",
        () ->
            scene.core.database.count(
                "SELECT count(*) FROM delivery_outcome WHERE outcome <> 'sent' AND not_before <="
                    + " now()"),
        n -> n == 0);
    UUID service =
        UUID.fromString(
            scene.core.database.query("SELECT id FROM service WHERE name = 'shop'").getFirst());
    scene.core.post(
        Event.firing("Shop", 2, service, scene.core.now())
            .inGroup("shop")
            .labelled("{\"alertname\":\"Shop\",\"team\":\"shop\"}")
            .resolved());
    scene.core.follow();

    looks();

    assertThat(scene.called(incident)).contains("ann/email");
    // The line about the page that was cancelled comes by itself, before or after.
    assertThat(scene.core.database.query("SELECT message FROM timeline"))
        .anySatisfy(line -> assertThat(line).contains("None of its alerts is firing any more"));
  }

  @Test
  void whatWasNotSentIsCancelled() {
    scene.person("ann", "email");
    scene.onCall("ann");
    fires("Shop", "shop");

    silence();
    looks();

    assertThat(scene.core.database.query("SELECT status FROM delivery WHERE channel = 'email'"))
        .containsExactly("cancelled");
  }

  @Test
  void whetherAPageWasAcceptedIsAskedAgainOnceItIsShown() {
    scene.person("ann", "email");
    scene.onCall("ann");
    String incident = fires("Shop", "shop");
    String silence = silence();
    scene.core.sweep("hiding");
    scene.refuses("ann", "email");
    Await.until(
        "the question to be put off",
        () ->
            scene.core.database.query(
                "SELECT event_seq FROM delivery_outcome WHERE outcome = 'dead' AND attempts = 1 AND"
                    + " not_before > now()"),
        put -> put.size() == 1);
    assertThat(scene.timeline(incident, "NOTIFICATION_REDIRECTED")).isEmpty();

    scene.core.database.query(
        "SELECT expire_silence('%s', '%s', '%s')"
            .formatted(scene.core.tenant, silence, scene.core.now()));
    scene.core.sweep("hiding");
    scene.core.database.execute(
        "UPDATE delivery_outcome SET not_before = now() WHERE outcome = 'dead'");
    Await.until(
        "others to be told",
        () -> scene.timeline(incident, "NOTIFICATION_REDIRECTED"),
        told -> !told.isEmpty());
    assertThat(scene.timeline(incident, "NOTIFICATION_FAILED")).as("said once").hasSize(1);
  }
}
