package dev.imas.core.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** C68: what should be public is proposed, and what is still public is reminded of. */
class ProposalIT {

  private final RunningCore core = RunningCore.start(RunningCore.WITH_PEOPLE);
  private int made;

  @BeforeEach
  void prepare() {
    core.holdHousekeeping();
    core.service("shop");
    core.service("ledger");
    core.user("carl", "responder");
    done("POST", "/status-page/components", "{'name':'Shop','service':'shop'}");
    isPublic(true);
  }

  @AfterEach
  void close() {
    core.close();
  }

  private Reply send(String method, String path, @Nullable String json, String... headers) {
    return core.send(
        core.token,
        method,
        "/api/v1" + path,
        json == null ? null : json.replace('\'', '"'),
        headers);
  }

  private JsonNode done(String method, String path, String json, String... headers) {
    Reply reply = send(method, path, json, headers);
    assertThat(reply.status()).as(reply.http().body()).isIn(200, 201);
    return reply.json();
  }

  private void isPublic(boolean is) {
    done(
        "PUT",
        "/status-page",
        "{'is_public':" + is + ",'slug':'acme','name':'Acme'}",
        "if-match",
        "\"" + send("GET", "/status-page", null).json().get("version").asInt() + "\"");
  }

  private String incident(String service, String severity) {
    return done(
            "POST",
            "/incidents",
            "{'title':'Down %d','severity':'%s','service_name':'%s'}"
                .formatted(++made, severity, service))
        .get("id")
        .asText();
  }

  private JsonNode page(String incident) {
    return send("GET", "/incidents/" + incident + "/status-page", null).json();
  }

  private boolean isProposed(String incident) {
    return page(incident).get("is_proposed").asBoolean();
  }

  private String publish(String incident) {
    return done(
            "POST",
            "/status-page/incidents",
            "{'incident':'%s','title':'The shop is down','impact':'major_outage','message':'We look into it'}"
                .formatted(incident))
        .get("id")
        .asText();
  }

  private void passes(Duration time) {
    core.clock.move(time);
    core.database.execute(
        "UPDATE timer SET due_at = now(), try_at = now() WHERE kind = 'status-page' AND due_at <= '%s'"
            .formatted(core.now()));
    core.nudge();
    Await.until(
        "what is due to be done",
        () ->
            core.database.count(
                "SELECT count(*) FROM timer WHERE kind = 'status-page' AND try_at <= now()"),
        left -> left == 0);
  }

  private List<String> reminders() {
    return core.database.query(
        "SELECT address || ': ' || (payload -> 'incident' ->> 'title') FROM delivery"
            + " WHERE event = 'notice.stakeholders' ORDER BY created_at, address");
  }

  @Test
  void publishingIsProposedForWhatIsGraveAndConcernsThePublic() {
    String incident = incident("shop", "SEV2");
    assertThat(isProposed(incident)).isTrue();
    assertThat(page(incident).at("/components/0/name").asText()).isEqualTo("Shop");
    assertThat(isProposed(incident("shop", "SEV3"))).as("it is not grave").isFalse();
    assertThat(isProposed(incident("ledger", "SEV1"))).as("it concerns no component").isFalse();
    isPublic(false);
    assertThat(isProposed(incident)).as("nobody can read the page").isFalse();
    isPublic(true);
    assertThat(core.database.count("SELECT count(*) FROM status_incident"))
        .as("a proposal publishes nothing")
        .isZero();

    String published = publish(incident);
    assertThat(isProposed(incident)).isFalse();
    assertThat(page(incident).at("/published/0/id").asText()).isEqualTo(published);
    done(
        "POST",
        "/status-page/incidents/" + published + "/updates",
        "{'state':'resolved','message':'over'}");
    assertThat(isProposed(incident)).as("it goes on, and the public thinks it is over").isTrue();
    done("POST", "/incidents/" + incident + "/resolve", "{}");
    assertThat(isProposed(incident)).isFalse();
  }

  @Test
  void whoInformsPeopleIsRemindedHalfAnHourAfterTheEndOfWhatIsStillPublic() {
    String incident = incident("shop", "SEV1");
    String published = publish(incident);
    String id = send("GET", "/incidents/" + incident, null).json().get("short_id").asText();
    done("PUT", "/incidents/" + incident + "/roles/communications", "{'user':'carl'}");
    done("POST", "/incidents/" + incident + "/resolve", "{}");
    passes(Duration.ofMinutes(29));
    assertThat(reminders()).isEmpty();
    passes(Duration.ofMinutes(1));
    assertThat(reminders())
        .containsExactly("carl@example.org: " + id + " is resolved, but not on the status page");

    done("POST", "/incidents/" + incident + "/reopen", "{'message':'again'}");
    done("POST", "/incidents/" + incident + "/resolve", "{}");
    done(
        "POST",
        "/status-page/incidents/" + published + "/updates",
        "{'state':'resolved','message':'over'}");
    passes(Duration.ofMinutes(31));
    assertThat(reminders()).as("the public knows").hasSize(1);
  }

  @Test
  void whatIsOpenAgainIsNotRemindedOf() {
    String incident = incident("shop", "SEV1");
    publish(incident);
    done("POST", "/incidents/" + incident + "/resolve", "{}");
    done("POST", "/incidents/" + incident + "/reopen", "{'message':'again'}");
    passes(Duration.ofMinutes(31));
    assertThat(reminders()).isEmpty();
  }

  @Test
  void aMergeTakesWhatIsPublicAlongAndSaysSo() {
    String target = incident("shop", "SEV1");
    String source = incident("shop", "SEV1");
    String published = publish(source);
    done("POST", "/incidents/" + target + "/merge", "{'sources':['" + source + "']}");
    passes(Duration.ZERO);
    String id = send("GET", "/incidents/" + target, null).json().get("short_id").asText();
    assertThat(reminders())
        .hasSize(1)
        .allMatch(one -> one.endsWith(id + " is on the status page now"));
    assertThat(page(target).at("/published/0/id").asText()).isEqualTo(published);
    assertThat(isProposed(target)).isFalse();

    done("POST", "/incidents/" + source + "/unmerge", "{}");
    assertThat(page(target).get("published")).isEmpty();
    assertThat(page(source).at("/published/0/id").asText()).isEqualTo(published);
  }
}
