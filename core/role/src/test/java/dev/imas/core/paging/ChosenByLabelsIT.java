package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A policy for the labels of an alert stays the one for the incident that it opened, whatever
 * happens to the incident or to the alert.
 */
class ChosenByLabelsIT {

  private static final String PROD = "{\"alertname\":\"Down\",\"env\":\"prod\"}";

  private final EscalationScene scene = new EscalationScene();

  @BeforeEach
  void people() {
    scene.person("ann", "sms");
    scene.person("dba", "sms");
    scene.policy(1, "PT30M", "", scene.userAfter("PT0S", "ann"));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aRaiseFindsItAgain() {
    forProd("PT0S", "");
    String incident = opensBy(alert(3, PROD));
    scene.accepts();

    scene.raises(incident, "SEV1");

    assertThat(scene.called(incident)).containsExactly("dba/sms", "dba/sms");
    JsonNode escalation = scene.get(incident, "escalation");
    assertThat(escalation.at("/runs/0/policy/name").asText()).isEqualTo("Production");
    assertThat(escalation.get("labels").toString()).isEqualTo(PROD);
    assertThat(scene.get(incident, "why?user=dba").at("/items/0/because").toString())
        .contains("it is for the alert's labels: env=\\\"prod\\\"");
  }

  @Test
  void aReopeningFindsItAgain() {
    forProd("PT0S", "");
    String incident = opensBy(alert(3, PROD));
    scene.accepts();
    scene.acts(incident, "resolve", "{\"resolution_note\":\"gone\"}");

    scene.acts(incident, "reopen", "{\"message\":\"it is not\"}");

    assertThat(scene.called(incident)).containsExactly("dba/sms", "dba/sms");
  }

  /** Another alert of the group fires, with other labels. */
  @Test
  void whatFiresAgainInItFindsItAgain() {
    forProd("PT0S", "");
    Event first = alert(3, PROD);
    String incident = opensBy(first);
    scene.accepts();
    scene.acts(incident, "mitigate", "{}");
    Event other =
        Event.firing("Other", 3, shop(), scene.core.now())
            .labelled("{\"alertname\":\"Other\",\"env\":\"test\"}")
            .inGroup(first.groupKey());

    scene.core.post(other);
    scene.core.follow();

    assertThat(scene.called(incident)).containsExactly("dba/sms", "dba/sms");
  }

  /** The labels are kept, and not read from the alert, whose sender may change them. */
  @Test
  void theLabelsAreThoseByWhichItWasOpened() {
    forProd("PT0S", "");
    String incident = opensBy(alert(3, PROD));
    scene.accepts();
    scene.core.database.execute("DELETE FROM delivery_attempt; DELETE FROM delivery_outcome");
    scene.core.database.execute(
        "UPDATE delivery SET payload = payload #- '{incident,alert}';"
            + " UPDATE alert_state SET labels = '{\"env\":\"test\"}'");

    scene.raises(incident, "SEV2");

    assertThat(scene.called(incident)).containsExactly("dba/sms", "dba/sms");
  }

  /** Messages carry the first fifty alone. */
  @Test
  void theLastOfManyLabelsCounts() {
    forProd("PT0S", "");
    String many =
        IntStream.range(0, 60)
            .mapToObj("\"a%02d\":\"x\""::formatted)
            .collect(Collectors.joining(",", "{", ",\"env\":\"prod\"}"));

    String incident = opensBy(alert(3, many));

    assertThat(scene.called(incident)).containsExactly("dba/sms");
  }

  /** Nobody has been told yet, so there is no message that could say what the alert was. */
  @Test
  void aStepForLabelsComesAlsoWhereItIsTheFirstWord() {
    forProd("PT5M", ",\"when\":{\"labels\":[\"env=\\\"prod\\\"\"]}");
    String incident = opensBy(alert(3, PROD));
    scene.core.database.execute("DELETE FROM delivery"); // as with a team without any channel
    assertThat(scene.called(incident)).isEmpty();

    scene.passes(Duration.ofMinutes(5));

    assertThat(scene.called(incident)).containsExactly("dba/sms");
  }

  private UUID shop() {
    return UUID.fromString(
        scene.core.database.query("SELECT id FROM service WHERE name = 'shop'").getFirst());
  }

  private Event alert(int severity, String labels) {
    return Event.firing("Down", severity, shop(), scene.core.now()).labelled(labels);
  }

  private String opensBy(Event alert) {
    scene.core.post(alert);
    scene.core.follow();
    return scene
        .core
        .database
        .query("SELECT id FROM incident WHERE group_key = '" + alert.groupKey() + "'")
        .getFirst();
  }

  private void forProd(String after, String when) {
    Reply made =
        scene.core.post(
            "/api/v1/escalation-policies",
            """
            {"name":"Production","labels":["env=\\"prod\\""],"rounds":1,
             "steps":[{"after":"%s","notify":[{"type":"user","user":"dba"}]%s}]}\
            """
                .formatted(after, when));
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
  }
}
