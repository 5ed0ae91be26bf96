package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody does not wait for the escalation: they take its next step now, or page a person. */
class ManualPagingIT {

  private final EscalationScene scene = new EscalationScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void theNextStepIsTakenNowAndTheOneAfterItWaitsAsLongAsBefore() {
    String incident = ladder();
    scene.acts(incident, "escalate", "{\"step\":2}");
    scene.settles();
    scene.accepts();
    assertThat(scene.called(incident)).containsExactly("ann/email", "boss/sms");
    assertThat(scene.timeline(incident, "ESCALATION"))
        .containsExactly(
            "Escalation “Shop ladder”, step 2 of 3, now",
            "Escalation “Shop ladder”, step 2 of 3: pages boss");

    scene.passes(Duration.ofMinutes(4));
    assertThat(scene.called(incident)).hasSize(2);
    scene.passes(Duration.ofMinutes(2));
    assertThat(scene.called(incident)).containsExactly("ann/email", "boss/sms", "cto/sms");
  }

  @Test
  void aSecondPressOfTheSameButtonPagesNobodyMore() {
    String incident = ladder();
    scene.acts(incident, "escalate", "{\"step\":2}");
    scene.settles();
    Reply again = act(incident, "escalate", "{\"step\":2}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().get("detail").asText()).startsWith("another step is next by now");
    scene.settles();
    assertThat(scene.called(incident)).containsExactly("ann/email", "boss/sms");
  }

  @Test
  void afterTheLastStepTheFallbackIsPagedNow() {
    String incident = ladder();
    scene.desk();
    for (int step = 0; step < 3; step++) {
      scene.acts(incident, "escalate", "{}");
      scene.settles();
    }
    assertThat(scene.state(incident)).isEqualTo("exhausted");
    assertThat(scene.called(incident)).last().isEqualTo("Desk");
  }

  @Test
  void whatHasNoEscalationIsRefusedAndSaysWhatHelps() {
    scene.person("ann", "email");
    String incident = scene.opens("SEV3");
    assertThat(act(incident, "escalate", "{}").json().get("detail").asText())
        .contains("has no escalation in progress; page a person instead");
    scene.acknowledges(incident);
    Reply reply = act(incident, "escalate", "{}");
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.json().get("detail").asText()).contains("is ACKNOWLEDGED");
    assertThat(act(incident, "escalate", "{\"round\":1}").json().at("/details/~1step/0").asText())
        .contains("is missing");
  }

  /** Also after an acknowledgement, which stays: two work on it then. */
  @Test
  void aPersonIsPagedByHandAndTheEscalationStaysAsItIs() {
    String incident = ladder();
    scene.acknowledges(incident);
    scene.acts(incident, "page", "{\"user\":\"cto\"}");
    scene.accepts();
    assertThat(scene.called(incident)).containsExactly("ann/email", "cto/sms");
    assertThat(scene.state(incident)).isEqualTo("acknowledged");
    assertThat(scene.timeline(incident, "ESCALATION")).containsExactly("Paged cto");
    JsonNode why = scene.get(incident, "why?user=cto").at("/items/0");
    assertThat(why.get("paged").asBoolean()).isTrue();
    assertThat(why.get("because").toString())
        .contains(" paged cto by hand. The page by sms")
        .doesNotContain("No step has named");
  }

  @Test
  void whoCannotBeCalledIsRefusedWithTheReason() {
    String incident = ladder();
    scene.person("mute");
    Reply mute = act(incident, "page", "{\"user\":\"mute\"}");
    assertThat(mute.status()).isEqualTo(422);
    assertThat(mute.json().at("/details/~1user/0").asText()).startsWith("cannot be paged: mute: ");
    assertThat(act(incident, "page", "{\"user\":\"stranger\"}").status()).isEqualTo(422);
    assertThat(act(incident, "page", "{}").json().at("/details/~1user/0").asText())
        .contains("is missing");
    scene.acts(incident, "resolve", "{}");
    assertThat(act(incident, "page", "{\"user\":\"cto\"}").status()).isEqualTo(409);
    assertThat(scene.called(incident)).containsExactly("ann/email");
  }

  /** Whoever is on call for it at that moment; without anybody who can be called, its channels. */
  @Test
  void aTeamIsPagedByHandByWhoIsOnCallForIt() {
    String incident = ladder();
    scene.acknowledges(incident);
    Reply nobody = act(incident, "page", "{\"team\":\"Search\"}");
    assertThat(nobody.status()).isEqualTo(422);
    assertThat(nobody.json().at("/details/~1team/0").asText())
        .isEqualTo("names Search, which is no team here");
    scene.core.post("/api/v1/teams", "{\"name\":\"Search\"}");
    nobody = act(incident, "page", "{\"team\":\"search\"}");
    assertThat(nobody.json().at("/details/~1team/0").asText())
        .isEqualTo(
            "cannot be paged: nobody is on call for Search, and none of its channels calls"
                + " anybody");
    scene.core.send(
        scene.core.token, "PUT", "/api/v1/teams/Search/stand-ins", "{\"manager\":\"cto\"}");
    scene.acts(incident, "page", "{\"team\":\"search\"}");
    scene.accepts();
    assertThat(scene.called(incident)).containsExactly("ann/email", "cto/sms");
    assertThat(scene.state(incident)).isEqualTo("acknowledged");
    assertThat(scene.timeline(incident, "ESCALATION"))
        .containsExactly("Paged the team Search: cto");
    assertThat(act(incident, "page", "{\"team\":\"search\",\"user\":\"cto\"}").status())
        .isEqualTo(422);
  }

  private Reply act(String incident, String what, String json) {
    return scene.core.post("/api/v1/incidents/" + incident + "/" + what, json);
  }

  /** Ann at once, the boss after five minutes, the CTO after five more. */
  private String ladder() {
    scene.person("ann", "email");
    scene.person("boss", "sms");
    scene.person("cto", "sms");
    scene.onCall("ann");
    scene.policy(
        1,
        "PT30M",
        "",
        EscalationScene.onCallAfter("PT0S"),
        scene.userAfter("PT5M", "boss"),
        scene.userAfter("PT5M", "cto"));
    String incident = scene.opens("SEV2");
    scene.accepts();
    return incident;
  }
}
