package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Found is not reached: whatever names a person says beforehand that nobody can call them. */
class CallabilityIT {

  private static final String UNVERIFIED =
      "has no verified contact method: Phone (sms) is not verified";

  private final ScheduleScene scene = new ScheduleScene("alice", "bob", "carol");

  @BeforeEach
  void furnish() {
    scene.api.post("/services", "{\"name\":\"Checkout\",\"owner_team\":\"Payments\"}");
    scene.core.send(
        scene.core.token, "PUT", "/api/v1/teams/Payments/members/alice", "{\"role\":\"lead\"}");
    scene.moveTo(0.4);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private void sql(String statement) {
    scene.core.database.execute(statement);
  }

  /** From now on the user has a phone whose code nobody has entered. */
  private void unverified(String user) {
    sql(
        "UPDATE user_contact SET verified_at = NULL, name = 'Phone', channel = 'sms',"
            + " address = '+33612345678' WHERE user_id = '%s'".formatted(scene.user(user)));
  }

  private JsonNode get(String route, String path) {
    return scene.api.check("GET", route, scene.core.get("/api/v1" + path)).json();
  }

  private JsonNode dryRun() {
    return scene
        .api
        .check(
            "POST",
            "/escalation-policies/dry-run",
            scene.core.post(
                "/api/v1/escalation-policies/dry-run",
                """
                {"service":"Checkout","severity":"SEV1","policy":{"name":"x","steps":[
                 {"notify":[{"type":"oncall"}]},{"after":"PT5M","notify":[{"type":"user","user":"bob"}]}]}}\
                """))
        .json();
  }

  private static List<String> texts(JsonNode list, String pointer) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.at(pointer).asText()));
    return texts;
  }

  @Test
  void whoeverHasNoVerifiedContactIsNamedByAllWhoWouldCallThem() {
    unverified("alice");
    Reply made = scene.daily("alice");
    assertThat(texts(made.json().get("warnings"), "/kind")).containsExactly("unreachable");
    assertThat(made.json().at("/warnings/0/why").asText()).isEqualTo(UNVERIFIED);
    assertThat(made.json().at("/warnings/0/detail").asText())
        .startsWith("alice: " + UNVERIFIED + "; verify");

    JsonNode faults = get("/schedules/{id}/faults", "/schedules/Primary/faults").get("items");
    assertThat(texts(faults, "/user/username")).isNotEmpty().containsOnly("alice");
    assertThat(texts(faults, "/obstacle")).containsOnly("not_verified");

    JsonNode onCall = get("/teams/{team}/on-call", "/teams/Payments/on-call");
    assertThat(onCall.get("can_be_called").asBoolean()).isFalse();
    assertThat(onCall.at("/users/0/reach/why").asText()).isEqualTo(UNVERIFIED);
    assertThat(onCall.at("/users/0/reach/mend").asText()).startsWith("verify a contact");

    JsonNode run = dryRun();
    assertThat(run.at("/rounds/0/steps/0/missed/0/why").asText()).isEqualTo("alice: " + UNVERIFIED);
    assertThat(run.at("/rounds/0/steps/0/users/0/reach/can_be_called").asBoolean()).isFalse();
    assertThat(run.at("/rounds/0/steps/1/from_start").asText())
        .as("a step that reaches nobody is followed by the next at once")
        .isEqualTo("PT0S");
    assertThat(run.at("/rounds/0/steps/1/users/0/reach/by/0/channel").asText()).isEqualTo("email");
    assertThat(run.get("first_call").asText()).isEqualTo("PT0S");

    Reply policy =
        scene.api.post(
            "/escalation-policies",
            """
            {"name":"Ladder","team":"Payments","severities":["SEV1"],"steps":[{"notify":[{"type":"user","user":"alice"}]}]}\
            """);
    assertThat(policy.json().get("warnings").toString())
        .contains(
            "\"cannot_be_called\"",
            "\"/steps/0/notify/0\"",
            "alice: " + UNVERIFIED,
            "\"user\":\"alice\"");

    JsonNode reach = get("/reachability", "/reachability?user=alice&user=bob&severity=SEV3");
    assertThat(texts(reach.get("items"), "/can_be_called")).containsExactly("false", "true");
    assertThat(texts(get("/reachability", "/reachability?team=Payments").get("items"), "/why"))
        .containsExactly(UNVERIFIED);

    scene.run("schedule-warnings");
    scene.run("uncalled-warnings");
    assertThat(told())
        .contains("On-call schedule Primary: 1 person who cannot be paged")
        .contains("Not everyone can be paged for Payments");
  }

  /** The titles of warnings, but of the team that every new tenant has, which nobody is in. */
  private List<String> told() {
    return scene.core.database.query(
        "SELECT payload #>> '{incident,title}' FROM imas.delivery WHERE about_kind = 'schedule'"
            + " AND payload #>> '{incident,title}' NOT LIKE '%Operations'");
  }

  @Test
  void whoeverCanBeCalledIsWarnedOfNowhere() {
    Reply made = scene.daily("alice");
    assertThat(made.json().has("warnings")).isFalse();
    assertThat(
            get("/teams/{team}/on-call", "/teams/Payments/on-call")
                .get("can_be_called")
                .asBoolean())
        .isTrue();
    assertThat(dryRun().at("/rounds/0/steps/0/missed")).isEmpty();
    scene.run("schedule-warnings");
    scene.run("uncalled-warnings");
    assertThat(told()).isEmpty();
  }

  @Test
  void aContactOfAChannelThatNothingCanBeSentByIsPassedOver() {
    scene.daily("alice");
    sql(
        "INSERT INTO notifier_offer (notifier, channels, reach, lease_until)"
            + " VALUES (gen_random_uuid(), '{console}', '{}', now() + interval '4 minutes')");
    JsonNode onCall = get("/teams/{team}/on-call", "/teams/Payments/on-call");
    assertThat(onCall.at("/users/0/reach/obstacle").asText()).isEqualTo("no_provider");
    assertThat(onCall.at("/users/0/reach/why").asText())
        .startsWith("has no contact method that works: Email (email) cannot be sent to: ");
    assertThat(onCall.get("can_be_called").asBoolean()).isFalse();
    assertThat(dryRun().get("first_call").isNull()).isTrue();
  }

  @Test
  void whoeverStandsInIsLookedAtToo() {
    unverified("bob");
    JsonNode standIns =
        scene
            .core
            .send(
                scene.core.token,
                "PUT",
                "/api/v1/teams/Payments/stand-ins",
                "{\"current_on_call\":\"alice\",\"manager\":\"bob\"}")
            .json();
    assertThat(standIns.get("warnings").toString()).contains("\"/manager\"", "bob: " + UNVERIFIED);
    scene.run("uncalled-warnings");
    assertThat(told()).containsExactly("Not everyone can be paged for Payments");
    assertThat(
            scene
                .core
                .send(scene.core.token, "PUT", "/api/v1/on-call/default", "{\"user\":\"bob\"}")
                .json()
                .get("warnings")
                .toString())
        .contains("\"/user\"", "bob: " + UNVERIFIED);
  }

  @Test
  void anOverrideOfSomebodyWhoLeftGivesWayToThoseWhomItReplaced() {
    scene.daily("alice");
    for (String instead : List.of("", ",\"instead_of\":\"alice\"")) {
      scene.core.post(
          "/api/v1/schedules/Primary/overrides",
          "{\"user\":\"bob\",\"from\":\"%s\",\"until\":\"%s\"%s}"
              .formatted(scene.day(0.3 + 0.2), scene.day(0.8), instead));
    }
    assertThat(scene.called(0.6)).isEqualTo("bob");
    sql(
        "UPDATE user_account SET is_active = false, updated_at = '%s' WHERE username = 'bob'"
            .formatted(scene.core.now()));
    assertThat(scene.called(0.6)).isEqualTo("alice");
    scene.run("people-inactive");
    assertThat(scene.called(0.6)).isEqualTo("alice");
  }

  @Test
  void inATeamOfOneWhoIsAwayTheStandInIsCalledAndTheScheduleSaysSo() {
    scene.daily("alice");
    scene.core.send(
        scene.core.token,
        "PUT",
        "/api/v1/teams/Payments/stand-ins",
        "{\"current_on_call\":\"carol\"}");
    scene.api.post(
        "/absences",
        "{\"user\":\"alice\",\"from\":\"%s\",\"until\":\"%s\"}"
            .formatted(scene.day(0.5), scene.day(0.9)));
    assertThat(scene.called(0.6)).isEqualTo("carol");
    assertThat(scene.onCall(0.6).at("/asked/0/away/0/username").asText()).isEqualTo("alice");
    assertThat(scene.called(0.95)).isEqualTo("alice");
    JsonNode faults = get("/schedules/{id}/faults", "/schedules/Primary/faults").get("items");
    assertThat(texts(faults, "/kind")).containsExactly("away");
    scene.core.send(scene.core.token, "PUT", "/api/v1/teams/Payments/stand-ins", "{}");
    assertThat(scene.called(0.6)).as("somebody must be called").isEqualTo("alice");
  }

  /** An incident that reached nobody is not within any objective, and the console is nobody. */
  @Test
  void whatReachedNobodyIsNotMet() {
    String incident =
        scene
            .api
            .post(
                "/incidents", "{\"title\":\"down\",\"severity\":\"SEV1\",\"service\":\"Checkout\"}")
            .json()
            .get("id")
            .asText();
    sql(
        "DELETE FROM delivery WHERE incident_id = '%s'; UPDATE escalation_run SET state = 'exhausted', found_somebody = false"
            .formatted(incident));
    sql(
        "INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel,"
            + " address, urgency, status,"
            + " payload, created_at, finished_at) VALUES ('%s', gen_random_uuid(), '%s', 1, 'incident.triggered',"
                .formatted(scene.core.tenant, incident)
            + " gen_random_uuid(), 'console', 'console', 1, 'sent', '{}', '%1$s', '%1$s')"
                .formatted(scene.core.now().minusSeconds(60)));
    JsonNode items = objectives();
    JsonNode console = of(items, "console");
    assertThat(console.get("accepted").asInt()).isEqualTo(1);
    assertThat(console.get("met").isNull()).as("nothing is promised of the console").isTrue();
    JsonNode nobody = of(items, "nobody");
    assertThat(nobody.get("pages").asInt()).isEqualTo(1);
    assertThat(nobody.get("met").asDouble()).isZero();
    sql("UPDATE delivery SET channel = 'sms'");
    JsonNode reached = objectives();
    assertThat(texts(reached, "/channel")).containsExactly("sms");

    // Its contact was switched off before it was sent, and nobody took the incident on.
    sql("UPDATE delivery SET status = 'cancelled', urgency = 2");
    assertThat(of(objectives(), "nobody").get("pages").asInt()).isEqualTo(1);
    sql("UPDATE incident SET acknowledged_at = now()");
    assertThat(texts(objectives(), "/channel")).doesNotContain("nobody");
  }

  private JsonNode objectives() {
    return get("/delivery-objectives", "/delivery-objectives").get("items");
  }

  private static JsonNode of(JsonNode items, String channel) {
    for (JsonNode item : items) {
      if (item.get("channel").asText().equals(channel)) {
        return item;
      }
    }
    throw new AssertionError("no figures of " + channel + " in " + items);
  }
}
