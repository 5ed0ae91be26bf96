package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever declares an incident may say that nobody is paged; a person starts that later. */
class UnpagedIT {

  private final EscalationScene scene = new EscalationScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void nobodyIsPagedUntilSomebodyEscalates() {
    ladder();
    String incident = declares("Rehearsal", "SEV1", "false");
    scene.passes(Duration.ofHours(2));
    scene.raises(incident, "SEV2");
    scene.raises(incident, "SEV1");
    scene.settles();
    assertThat(scene.called(incident)).isEmpty();
    assertThat(scene.core.database.count("SELECT count(*) FROM delivery")).isZero();
    assertThat(scene.timeline(incident, "STATUS_CHANGE"))
        .singleElement()
        .asString()
        .isEqualTo("Opened over the API; nobody was paged, as asked");
    JsonNode before = scene.get(incident, "escalation");
    assertThat(before.get("runs")).isEmpty();
    assertThat(before.at("/unpaged/by").asText()).isNotBlank();
    assertThat(before.get("unpaged").has("ended_by")).isFalse();
    assertThat(scene.get(incident, "why?user=ann").at("/items/0/because").toString())
        .contains("without paging anyone", "Nobody is paged until somebody escalates it")
        .doesNotContain("no policy matches");

    scene.acts(incident, "escalate", "{}");
    scene.settles();
    assertThat(scene.called(incident)).containsExactly("ann/email");
    assertThat(scene.state(incident)).isEqualTo("running");
    assertThat(scene.timeline(incident, "NOTE"))
        .contains("Paging starts: until now nobody was paged, as asked");
    JsonNode after = scene.get(incident, "escalation");
    assertThat(after.at("/unpaged/ended_by").asText()).isNotBlank();
    assertThat(scene.get(incident, "why?user=ann").at("/items/0/because").toString())
        .contains("had people paged at");
    scene.passes(Duration.ofMinutes(6));
    assertThat(scene.called(incident)).containsExactly("ann/email", "boss/sms");
  }

  /** An acknowledgement by whoever looks at it does not end what they asked for. */
  @Test
  void takingItOnAndBackPagesNobody() {
    ladder();
    String incident = declares("Rehearsal", "SEV2", "false");
    scene.acknowledges(incident);
    scene.raises(incident, "SEV1");
    assertThat(report("Rehearsal", "SEV1", "true").status()).isEqualTo(200);
    scene.acts(incident, "unacknowledge", "{}");
    scene.passes(Duration.ofHours(2));
    assertThat(scene.called(incident)).isEmpty();
    scene.acts(incident, "escalate", "{}");
    scene.settles();
    assertThat(scene.called(incident)).containsExactly("ann/email");
    scene.acknowledges(incident);
    scene.acts(incident, "unacknowledge", "{}");
    scene.settles();
    assertThat(scene.state(incident)).isEqualTo("running");
  }

  @Test
  void anotherReportOfItHasPeoplePaged() {
    ladder();
    String incident = declares("Shop is slow", "SEV3", "false");
    assertThat(report("Shop is slow", "SEV3", "false").status()).isEqualTo(200);
    scene.settles();
    assertThat(scene.called(incident)).isEmpty();
    assertThat(report("Shop is slow", "SEV3", "true").status()).isEqualTo(200);
    scene.settles();
    assertThat(scene.called(incident)).containsExactly("ann/email");
    assertThat(report("Shop is slow", "SEV3", "true").status()).isEqualTo(200);
    scene.settles();
    assertThat(scene.called(incident)).hasSize(1);
  }

  @Test
  void aReportThatPagesNobodyRaisesWithoutPaging() {
    ladder();
    String incident = declares("Shop is down", "SEV3", "true");
    scene.settles();
    assertThat(scene.called(incident)).containsExactly("ann/email");
    assertThat(report("Shop is down", "SEV1", "false").status()).isEqualTo(200);
    scene.settles();
    assertThat(scene.called(incident)).hasSize(1);
    Reply wrong = report("Shop is down", "SEV1", "\"no\"");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().get("details").has("/page")).isTrue();
  }

  @Test
  void listsSayWhoWasPagedAndWhoIsNext() {
    ladder();
    String paged = declares("Shop is down", "SEV1", "true");
    String unpaged = declares("Rehearsal", "SEV1", "false");
    scene.settles();
    JsonNode items =
        scene.core.get("/api/v1/incidents?status=TRIGGERED&escalation=true").json().get("items");
    for (JsonNode one : items) {
      if (one.get("id").asText().equals(paged)) {
        assertThat(one.at("/escalation/paged/names").toString()).isEqualTo("[\"ann\"]");
        assertThat(one.at("/escalation/next/names").toString()).isEqualTo("[\"boss\"]");
        assertThat(one.at("/escalation/next/due_at"))
            .isEqualTo(scene.get(paged, "escalation").at("/runs/0/next/due_at"));
      } else {
        assertThat(one.get("id").asText()).isEqualTo(unpaged);
        assertThat(one.has("escalation")).isFalse();
      }
    }
    JsonNode job = scene.core.get("/api/v1/timers?kind=escalation").json().at("/items/0");
    assertThat(job.at("/about/type").asText()).isEqualTo("incident");
    assertThat(job.at("/about/id").asText()).isEqualTo(paged);
    assertThat(job.at("/about/name").asText()).startsWith("INC-").endsWith(" Shop is down");
    scene.acknowledges(paged);
    JsonNode taken = scene.core.get("/api/v1/incidents?status=ACKNOWLEDGED&escalation=true").json();
    assertThat(taken.at("/items/0/escalation/next").isNull()).isTrue();
    assertThat(scene.core.get("/api/v1/incidents").json().at("/items/0").has("escalation"))
        .isFalse();
    assertThat(scene.core.get("/api/v1/incidents?escalation=true&limit=51").status())
        .isEqualTo(400);
  }

  private String declares(String title, String severity, String page) {
    Reply reply = report(title, severity, page);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private Reply report(String title, String severity, String page) {
    return scene.core.post(
        "/api/v1/incidents",
        "{\"title\":\"%s\",\"severity\":\"%s\",\"service\":\"shop\",\"page\":%s}"
            .formatted(title, severity, page));
  }

  /** Ann at once, the boss after five minutes. */
  private void ladder() {
    scene.person("ann", "email");
    scene.person("boss", "sms");
    scene.onCall("ann");
    scene.policy(
        1, "PT30M", "", EscalationScene.onCallAfter("PT0S"), scene.userAfter("PT5M", "boss"));
  }
}
