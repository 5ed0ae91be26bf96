package dev.imas.core.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IAM-01, IAM-17: users and members of teams, changed by administrators and by themselves. */
class UserApiIT {

  private static final LoginScene scene = LoginScene.start(Map.of());

  @AfterAll
  static void stop() {
    scene.close();
  }

  private static Reply put(String as, String name, String json) {
    String etag = Objects.requireNonNull(scene.core.get("/api/v1/users/" + name).header("etag"));
    return scene.core.send(as, "PUT", "/api/v1/users/" + name, json, "if-match", etag);
  }

  private static String body(String name, String more) {
    return "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\"%2$s}".formatted(name, more);
  }

  @Test
  void userIsKeptWithAllFields() {
    Reply made =
        scene.core.post(
            "/api/v1/users",
            body(
                "ada",
                ",\"first_name\":\"Ada\",\"last_name\":\"Lovelace\",\"phone\":\"+33123456789\","
                    + "\"role\":\"operator\",\"time_zone\":\"Europe/Paris\",\"locale\":\"fr-FR\""));

    JsonNode ada = scene.core.get("/api/v1/users/ADA").json();
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    assertThat(ada).isEqualTo(made.json());
    assertThat(ada.get("time_zone").asText()).isEqualTo("Europe/Paris");
    assertThat(ada.get("has_password").asBoolean()).isFalse();
    assertThat(ada.get("teams")).isEmpty();
    assertThat(ada.get("last_login_at").isNull()).isTrue();
  }

  @Test
  void whoNamesNoLanguageHasNone() {
    Reply made = scene.core.post("/api/v1/users", body("silent", ",\"role\":\"viewer\""));
    assertThat(made.json().get("locale").isNull()).isTrue();
  }

  /**
   * Letters that nobody sees are left out before anything is judged, so no name hides behind them.
   */
  @Test
  void lettersThatNobodySeesAreLeftOut() {
    Reply made =
        scene.core.post(
            "/api/v1/users",
            "{'username':'vic\\u200btor','email':'victor@example.org','role':'viewer','first_name':'\\u202eadA'}"
                .replace('\'', '"'));

    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    assertThat(made.json().get("username").asText()).isEqualTo("victor");
    assertThat(made.json().get("first_name").asText()).isEqualTo("adA");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/username | {'username':'a b','email':'x@y','role':'viewer'}",
        "/username | {'username':'admin','email':'x@example.org','role':'viewer'}",
        "/username | {'username':'x@y','email':'x@example.org','role':'viewer'}",
        "/email | {'username':'faulty','email':'nowhere','role':'viewer'}",
        "/role | {'username':'faulty','email':'x@y','role':'king'}",
        "/role | {'username':'faulty','email':'x@y','role':'platform_admin'}",
        "/role | {'username':'faulty','email':'x@y'}",
        "/phone | {'username':'faulty','email':'x@y','role':'viewer','phone':'0123'}",
        "/time_zone | {'username':'faulty','email':'x@y','role':'viewer','time_zone':'Mars'}",
        "/locale | {'username':'faulty','email':'x@y','role':'viewer','locale':'french'}",
        "/is_active | {'username':'faulty','email':'x@y','role':'viewer','is_active':'yes'}"
      })
  void eachFaultIsNamed(String pointer, String json) {
    Reply refused = scene.core.post("/api/v1/users", json.replace('\'', '"'));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("pointer").asText()).isEqualTo(pointer);
  }

  @Test
  void namesAndAddressesAreUniqueWhateverTheCase() {
    scene.user("unique", "viewer");

    assertThat(scene.core.post("/api/v1/users", body("UNIQUE", ",\"role\":\"viewer\"")).status())
        .isEqualTo(409);
    assertThat(
            scene
                .core
                .post(
                    "/api/v1/users",
                    "{\"username\":\"other\",\"email\":\"Unique@Example.org\",\"role\":\"viewer\"}")
                .status())
        .isEqualTo(409);
  }

  @Test
  void nobodyIsNamedSoThatTheyPassForAnother() {
    scene.user("Oliver1", "viewer");
    for (String taken : new String[] {"Oliverl", "OliverI", "0liver1"}) {
      assertThat(scene.core.post("/api/v1/users", body(taken, ",\"role\":\"viewer\"")).status())
          .as(taken)
          .isEqualTo(409);
    }
    // One from before, which is the address of somebody else: it stays, and nobody takes the other.
    scene.core.database.execute(
        "UPDATE user_account SET username = 'boss@example.org' WHERE username = 'Oliver1'");
    assertThat(
            scene
                .core
                .post(
                    "/api/v1/users",
                    "{\"username\":\"quiet\",\"email\":\"Boss@example.org\",\"role\":\"viewer\"}")
                .status())
        .isEqualTo(409);
    Reply kept =
        put(
            scene.core.token,
            "boss@example.org",
            "{\"username\":\"boss@example.org\",\"email\":\"o@example.org\",\"time_zone\":\"Europe/Paris\"}");
    assertThat(kept.status()).as("%s", kept.json()).isEqualTo(200);
  }

  @Test
  void listIsFilteredByRoleAndTeam() {
    scene.user("liz", "responder");
    scene.user("lou", "responder");
    String team =
        scene.core.post("/api/v1/teams", "{\"name\":\"Filtered\"}").json().get("id").asText();
    member(team, "lou", "lead");

    assertThat(names("role=responder")).contains("liz", "lou").doesNotContain("ada");
    assertThat(names("team=Filtered")).containsExactly("lou");
    assertThat(names("team=Filtered&role=viewer")).isEmpty();
    assertThat(names("team=Nowhere")).isEmpty();
    assertThat(names("limit=500")).isSorted();
  }

  @Test
  void membersOfATeamAreAddedChangedAndRemoved() {
    scene.user("mia", "viewer");
    String team = scene.core.post("/api/v1/teams", "{\"name\":\"Crew\"}").json().get("id").asText();

    member(team, "mia", "member");
    member(team, "mia", "lead");

    JsonNode members = scene.core.get("/api/v1/teams/Crew/members").json().get("items");
    assertThat(members).hasSize(1);
    assertThat(members.at("/0/role").asText()).isEqualTo("lead");
    assertThat(members.at("/0/user/username").asText()).isEqualTo("mia");
    assertThat(scene.core.get("/api/v1/users/mia").json().at("/teams/0/role").asText())
        .isEqualTo("lead");
    String path = "/api/v1/teams/Crew/members/mia";
    assertThat(scene.core.send(scene.core.token, "DELETE", path, null).status()).isEqualTo(204);
    assertThat(scene.core.send(scene.core.token, "DELETE", path, null).status()).isEqualTo(404);
    assertThat(scene.core.get("/api/v1/audit?subject_kind=team_member").json().get("items"))
        .hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void everybodyChangesThemselvesButNotTheirRole() {
    scene.user("ned", "viewer");
    scene.user("nan", "viewer");
    String ned = scene.access("ned");

    String password = ",\"current_password\":\"" + LoginScene.PASSWORD + "\"";
    assertThat(put(ned, "ned", body("ned", ",\"first_name\":\"Ned\"" + password)).status())
        .isEqualTo(200);
    String kept = ",\"first_name\":\"Ned\",\"role\":\"viewer\",\"is_active\":true";
    assertThat(put(ned, "ned", body("ned", kept)).status()).isEqualTo(200);
    assertThat(put(ned, "ned", body("ned", ",\"role\":\"tenant_admin\"")).status()).isEqualTo(403);
    assertThat(put(ned, "ned", body("ned", ",\"is_active\":false")).status()).isEqualTo(403);
    assertThat(put(ned, "nan", body("nan", "")).status()).isEqualTo(403);
    assertThat(scene.core.send(ned, "DELETE", "/api/v1/users/nan", null).status()).isEqualTo(403);
    assertThat(
            scene
                .core
                .send(ned, "POST", "/api/v1/users", body("new", ",\"role\":\"viewer\""))
                .status())
        .isEqualTo(403);
    assertThat(scene.core.get("/api/v1/users/ned").json().get("role").asText()).isEqualTo("viewer");
  }

  /** The audit tells what was changed of whom, and not the person's data. */
  @Test
  void auditKeepsPeopleByReference() {
    String id = scene.user("olga", "viewer");
    scene.core.clock.move(Duration.ofMillis(1));
    put(
        scene.core.token,
        "olga",
        "{\"username\":\"olga\",\"email\":\"new@example.net\",\"phone\":\"+33987654321\",\"role\":\"operator\"}");

    JsonNode entries = scene.core.get("/api/v1/audit?subject=" + id).json().get("items");

    assertThat(entries.at("/0/before/role").asText()).isEqualTo("viewer");
    assertThat(entries.at("/0/after/role").asText()).isEqualTo("operator");
    assertThat(entries.at("/0/after/changed").toString()).isEqualTo("[\"email\",\"phone\"]");
    assertThat(entries.toString())
        .doesNotContain("olga")
        .doesNotContain("example.net")
        .doesNotContain("+33987654321");
  }

  @Test
  void deletedUserIsGoneButKeepsTheRow() {
    String id = scene.user("paul", "viewer");
    String team = scene.core.post("/api/v1/teams", "{\"name\":\"Left\"}").json().get("id").asText();
    member(team, "paul", "member");
    JsonNode tokens = scene.login("paul");

    assertThat(scene.core.send(scene.core.token, "DELETE", "/api/v1/users/paul", null).status())
        .isEqualTo(204);

    assertThat(scene.core.get("/api/v1/users/" + id).status()).isEqualTo(404);
    assertThat(scene.get(tokens.get("access_token").asText(), "/users").status()).isEqualTo(401);
    assertThat(scene.refresh(tokens.get("refresh_token").asText()).status()).isEqualTo(401);
    assertThat(scene.tryLogin("paul", LoginScene.PASSWORD, null).status()).isEqualTo(401);
    assertThat(scene.core.get("/api/v1/teams/Left/members").json().get("items")).isEmpty();
    assertThat(
            scene.core.database.query(
                "SELECT username FROM user_account WHERE id = '"
                    + id
                    + "' AND deleted_at IS NOT NULL"))
        .containsExactly("paul");
    scene.user("paul", "viewer");
  }

  /** M13: without an administrator nobody could make another one. */
  @Test
  void lastAdministratorStays() {
    try (LoginScene own = LoginScene.start(Map.of())) {
      own.user("ada", "tenant_admin");
      own.user("bob", "viewer");
      String admin = own.access("ada");
      Reply deleted = own.core.send(admin, "DELETE", "/api/v1/users/ada", null);
      Reply demoted =
          own.core.send(
              admin,
              "PUT",
              "/api/v1/users/ada",
              body("ada", ",\"role\":\"operator\""),
              "if-match",
              "\"1\"");
      Reply silenced =
          own.core.send(
              admin,
              "PUT",
              "/api/v1/users/ada",
              body("ada", ",\"is_active\":false"),
              "if-match",
              "\"1\"");

      assertThat(List.of(deleted.status(), demoted.status(), silenced.status()))
          .containsExactly(409, 409, 409);
      assertThat(deleted.json().get("detail").asText()).contains("make another user tenant_admin");
      own.core.send(
          admin,
          "PUT",
          "/api/v1/users/bob",
          body("bob", ",\"role\":\"tenant_admin\""),
          "if-match",
          "\"1\"");
      assertThat(own.core.send(admin, "DELETE", "/api/v1/users/ada", null).status()).isEqualTo(204);
    }
  }

  @Test
  void twoAdministratorsCannotRemoveEachOtherAtOnce() {
    try (LoginScene own = LoginScene.start(Map.of())) {
      for (int i = 0; i < 5; i++) {
        String a = "a" + i;
        String b = "b" + i;
        own.user(a, "tenant_admin");
        own.user(b, "tenant_admin");
        own.core.database.execute(
            "UPDATE user_account SET deleted_at = now(), is_active = false WHERE username NOT IN ('%s', '%s')"
                .formatted(a, b));
        List<Integer> statuses =
            List.of(a, b).stream()
                .map(
                    name ->
                        CompletableFuture.supplyAsync(
                            () ->
                                own.core
                                    .send(own.core.token, "DELETE", "/api/v1/users/" + name, null)
                                    .status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(statuses).containsExactlyInAnyOrder(204, 409);
      }
    }
  }

  private static void member(String team, String user, String role) {
    Reply put =
        scene.core.send(
            scene.core.token,
            "PUT",
            "/api/v1/teams/" + team + "/members/" + user,
            "{\"role\":\"" + role + "\"}");
    assertThat(put.status()).as("%s", put.json()).isEqualTo(200);
  }

  private static List<String> names(String query) {
    Reply reply = scene.core.get("/api/v1/users?" + query);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json().get("items").findValuesAsText("username");
  }
}
