package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C66 and C65: one person has each role of an incident, and may act on it. */
class IncidentRolesIT {

  private static final RunningCore core = RunningCore.start();
  private static String ann;
  private static String bob;
  private static String vera;

  @BeforeAll
  static void people() {
    core.user("ann", "operator");
    core.user("bob", "responder");
    core.user("vera", "viewer");
    ann = core.ownToken("ann", "phone", "operator");
    bob = core.ownToken("bob", "phone", "responder");
    vera = core.ownToken("vera", "phone", "operator");
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  @Test
  void aRolePassesFromOneToTheNextAndIsNeverHeldTwice() {
    String incident = incident("passes");
    give(ann, incident, "scribe", "bob");
    JsonNode now = give(core.token, incident, "scribe", "ann");

    assertThat(holder(now, "scribe")).isEqualTo("ann");
    assertThat(now.at("/past/0/holder/name").asText()).isEqualTo("bob");
    assertThat(now.at("/past/0/ended_by").asText()).isEqualTo("bootstrap admin");
    assertThat(messages(incident))
        .containsSubsequence("Scribe changed from nobody to bob", "Scribe changed from bob to ann");
    assertThat(
            core.database.query(
                "SELECT count(*) FROM incident_role WHERE ended_at IS NULL AND role = 'scribe'"
                    + " AND incident_id = '"
                    + incident
                    + "'"))
        .containsExactly("1");
    give(core.token, incident, "scribe", "ann");
    assertThat(messages(incident)).hasSize(3);
  }

  @Test
  void theCommanderIsTheLead() {
    String incident = incident("led");
    send(bob, "POST", incident, "commander/take", "{}", 200);
    assertThat(core.get("/api/v1/incidents/" + incident).json().get("lead").asText())
        .isEqualTo("bob");

    JsonNode now = give(ann, incident, "commander", "ann");
    assertThat(holder(now, "commander")).isEqualTo("ann");
    assertThat(messages(incident)).endsWith("Lead changed from bob to ann");

    send(ann, "DELETE", incident, "commander", null, 200);
    assertThat(core.get("/api/v1/incidents/" + incident).json().get("lead").isNull()).isTrue();
  }

  @Test
  void whoeverHasARoleMayActOnTheIncidentUntilTheyLeaveIt() {
    String incident = incident("acts");
    String acknowledge = "/api/v1/incidents/" + incident + "/acknowledge";
    assertThat(core.send(vera, "POST", acknowledge, "{}").status()).isEqualTo(403);
    give(ann, incident, "communications", "vera");
    assertThat(core.send(vera, "POST", acknowledge, "{}").status()).isEqualTo(200);

    send(vera, "POST", incident, "communications/leave", "{}", 200);
    send(ann, "DELETE", incident, "commander", null, 200);
    assertThat(core.send(vera, "POST", "/api/v1/incidents/" + incident + "/resolve", "{}").status())
        .isEqualTo(403);
  }

  @Test
  void whoeverIsGivenARoleIsToldAndWhoeverTakesOneIsNot() {
    String incident = incident("told");
    give(ann, incident, "operations", "bob");
    give(ann, incident, "commander", "bob");
    send(bob, "POST", incident, "scribe/take", "{}", 200);
    assertThat(notices(incident)).isEqualTo(2);

    core.send(
        core.token,
        "PATCH",
        "/api/v1/incidents/" + incident,
        "{\"lead\":\"ann\"}",
        "if-match",
        Objects.requireNonNull(core.get("/api/v1/incidents/" + incident).header("etag")));
    assertThat(notices(incident)).as("the other door tells, too").isEqualTo(3);
    core.send(bob, "POST", "/api/v1/incidents/" + incident + "/acknowledge", "{}");
    assertThat(notices(incident)).isEqualTo(3);
    core.clock.move(Duration.ofSeconds(1)); // A notice of the same moment would be the same one.
    send(bob, "POST", incident, "commander/take", "{}", 200);
    assertThat(notices(incident)).as("bob knows that he leads").isEqualTo(3);
  }

  @Test
  void anAccountThatIsSwitchedOffLeavesARoleVacant() {
    core.user("cid", "responder");
    String incident = incident("vacant");
    give(ann, incident, "scribe", "cid");
    core.database.execute("UPDATE user_account SET is_active = false WHERE username = 'cid'");

    JsonNode scribe = role(roles(incident), "scribe");
    assertThat(scribe.get("is_vacant").asBoolean()).isTrue();
    assertThat(scribe.at("/holder/name").asText()).isEqualTo("cid");
    assertProblem(put(ann, incident, "operations", "cid"), 422);
    send(bob, "POST", incident, "scribe/take", "{}", 200);
    assertThat(holder(roles(incident), "scribe")).isEqualTo("bob");
  }

  @Test
  void whoDidSomethingHasTakenPart() {
    String incident = incident("took part");
    core.send(
        bob, "POST", "/api/v1/incidents/" + incident + "/comments", "{\"message\":\"looking\"}");
    core.send(bob, "POST", "/api/v1/incidents/" + incident + "/acknowledge", "{}");

    JsonNode participants = roles(incident).get("participants");
    assertThat(participants).hasSize(1);
    assertThat(participants.at("/0/name").asText()).isEqualTo("bob");
    assertThat(participants.at("/0/entries").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scribe", "commander"})
  void nothingIsGivenOnceItIsOver(String role) {
    String incident = incident("over " + role);
    core.send(core.token, "POST", "/api/v1/incidents/" + incident + "/resolve", "{}");
    assertProblem(put(ann, incident, role, "bob"), 409);
  }

  @Test
  void whoMayNotIsRefused() {
    String incident = incident("refused");
    assertProblem(put(bob, incident, "scribe", "ann"), 403);
    send(vera, "POST", incident, "scribe/take", "{}", 403);
    send(core.token, "POST", incident, "scribe/take", "{}", 409);
    send(bob, "POST", incident, "scribe/leave", "{}", 409);
    assertProblem(put(ann, incident, "cook", "bob"), 404);
    Reply nobody = put(ann, incident, "scribe", "nobody");
    assertProblem(nobody, 422);
    assertThat(nobody.json().get("pointer").asText()).isEqualTo("/user");
  }

  private static String incident(String title) {
    return core.post("/api/v1/incidents", "{\"title\":\"roles " + title + "\"}")
        .json()
        .get("id")
        .asText();
  }

  private static JsonNode give(String token, String incident, String role, String user) {
    Reply given = put(token, incident, role, user);
    assertThat(given.status()).as(given.http().body()).isEqualTo(200);
    return given.json();
  }

  private static Reply put(String token, String incident, String role, String user) {
    return core.send(
        token,
        "PUT",
        "/api/v1/incidents/" + incident + "/roles/" + role,
        "{\"user\":\"" + user + "\"}");
  }

  private static void send(
      String token,
      String method,
      String incident,
      String role,
      @Nullable String body,
      int status) {
    Reply reply =
        core.send(token, method, "/api/v1/incidents/" + incident + "/roles/" + role, body);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(status);
  }

  private static JsonNode roles(String incident) {
    return core.get("/api/v1/incidents/" + incident + "/roles").json();
  }

  private static JsonNode role(JsonNode roles, String wanted) {
    for (JsonNode role : roles.get("roles")) {
      if (role.get("role").asText().equals(wanted)) {
        return role;
      }
    }
    throw new AssertionError(wanted);
  }

  private static String holder(JsonNode roles, String wanted) {
    return role(roles, wanted).at("/holder/name").asText();
  }

  private static List<String> messages(String incident) {
    List<String> messages = new ArrayList<>();
    core.get("/api/v1/incidents/" + incident)
        .json()
        .get("timeline")
        .forEach(line -> messages.add(line.get("message").asText()));
    return messages;
  }

  private static int notices(String incident) {
    String shortId = core.get("/api/v1/incidents/" + incident).json().get("short_id").asText();
    return core.database
        .query(
            "SELECT id FROM delivery WHERE event = 'notice.role' AND payload::text LIKE '%"
                + shortId
                + "%'")
        .size();
  }
}
