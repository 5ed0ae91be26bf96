package dev.imas.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** People make, list and revoke API tokens of their own (requirement IAM-09). */
class OwnTokensIT {

  private static final LoginScene scene =
      LoginScene.start(Map.of("IMAS_CORE_OWN_TOKEN_LIFE", "30d", "IMAS_CORE_TOKEN_CACHE", "0ms"));

  @AfterAll
  static void close() {
    scene.close();
  }

  private static Reply send(String token, String method, String path, @Nullable String json) {
    return scene.core.send(
        token, method, "/api/v1" + path, json == null ? null : json.replace('\'', '"'));
  }

  private static Reply make(String access, String name, String role) {
    return send(access, "POST", "/me/tokens", "{'name':'%s','role':'%s'}".formatted(name, role));
  }

  private static JsonNode made(String access, String name, String role) {
    Reply reply = make(access, name, role);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json();
  }

  private static String secret(JsonNode token) {
    return token.get("token").asText();
  }

  private static List<String> names(String access) {
    List<String> names = new ArrayList<>();
    scene
        .get(access, "/me/tokens")
        .json()
        .get("items")
        .forEach(t -> names.add(t.get("name").asText()));
    return names;
  }

  @Test
  void aResponderMakesATokenUsesItSeesItAndRevokesIt() {
    scene.user("rita", "responder");
    scene.user("rolf", "responder");
    String rita = scene.access("rita");
    String rolf = scene.access("rolf");

    JsonNode token = made(rita, "laptop", "responder");

    JsonNode me = scene.get(secret(token), "/me").json();
    assertThat(me.at("/owner/name").asText()).isEqualTo("rita");
    assertThat(me.get("role").asText()).isEqualTo("responder");
    assertThat(names(rita)).containsExactly("laptop");
    assertThat(names(rolf)).isEmpty();
    assertThat(scene.get(rita, "/me/tokens").http().body()).doesNotContain(secret(token));

    String path = "/me/tokens/" + token.get("id").asText();
    assertThat(send(rolf, "DELETE", path, null).status()).isEqualTo(404);
    assertThat(scene.get(secret(token), "/me").status()).isEqualTo(200);
    assertThat(send(rita, "DELETE", path, null).status()).isEqualTo(204);
    assertThat(scene.get(secret(token), "/me").status()).isEqualTo(401);
  }

  @Test
  void nobodyMakesATokenOfAHigherRoleThanTheirOwn() {
    scene.user("vic", "viewer");
    String vic = scene.access("vic");

    Reply refused = make(vic, "more", "operator");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().get("detail").asText()).contains("your role is viewer");
    assertThat(make(vic, "as much", "viewer").status()).isEqualTo(201);
    assertThat(make(vic, "platform", "platform_admin").status()).isEqualTo(422);
  }

  @Test
  void aTokenLosesWhatItsUserLoses() {
    String id = scene.user("dora", "operator");
    JsonNode token = made(scene.access("dora"), "tools", "operator");
    String open = "{'title':'by hand'}";
    assertThat(send(secret(token), "POST", "/incidents", open).status()).isEqualTo(201);

    scene.core.database.execute(
        "UPDATE user_account SET role = 'viewer' WHERE id = '%s'".formatted(id));

    assertThat(send(secret(token), "POST", "/incidents", open).status()).isEqualTo(403);
    assertThat(scene.get(secret(token), "/me").json().get("role").asText()).isEqualTo("viewer");
  }

  /** A calendar's secret address would outlive whoever stole the session that made it. */
  @Test
  void whatEndsAllSessionsEndsTheCalendarsThatTheyMadeAndTheOwnerIsTold() {
    String rosa = scene.user("rosa", "responder");
    String robin = scene.user("robin", "responder");
    for (String ends : List.of("sessions", "password")) {
      String stolen = calendar(scene.access("rosa"), robin);
      String others = calendar(scene.access("robin"), rosa);
      String ofAProgram = calendar(scene.core.token, rosa);
      assertThat(read(stolen)).isEqualTo(200);

      Reply ended =
          ends.equals("sessions")
              ? send(scene.core.token, "DELETE", "/users/rosa/sessions", null)
              : send(
                  scene.core.token,
                  "PUT",
                  "/users/rosa/password",
                  "{'password':'%s'}".formatted(LoginScene.PASSWORD));
      assertThat(ended.status()).as(ended.http().body()).isEqualTo(204);

      assertThat(read(stolen)).as(ends).isEqualTo(404);
      assertThat(read(others)).isEqualTo(200);
      assertThat(read(ofAProgram)).isEqualTo(200);
      assertThat(
              scene.core.database.query(
                  """
                  SELECT payload #>> '{incident,title}' FROM delivery
                   WHERE about_kind = 'account' AND about_id = '%s'
                     AND payload #>> '{incident,title}' LIKE '%%calendar links%%'\
                  """
                      .formatted(rosa)))
          .as("what Rosa was told")
          .hasSize(ends.equals("sessions") ? 1 : 2);
    }
  }

  private static String calendar(String access, String user) {
    Reply made = send(access, "POST", "/calendar-feeds", "{'user':'%s'}".formatted(user));
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return made.json().get("path").asText();
  }

  private static int read(String path) {
    return scene.core.send(null, "GET", path, null).status();
  }

  @Test
  void aTokenMakesNoOther() {
    scene.user("tom", "tenant_admin");
    JsonNode token = made(scene.access("tom"), "one", "tenant_admin");

    Reply refused = make(secret(token), "two", "viewer");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().get("detail").asText()).contains("log in");
    assertThat(make(scene.core.token, "of a program", "viewer").status()).isEqualTo(409);
  }

  @Test
  void itEndsAtTheLatestAfterTheSetTime() {
    scene.user("elsa", "viewer");
    String elsa = scene.access("elsa");
    Instant latest = scene.core.now().plus(Duration.ofDays(30));

    assertThat(Instant.parse(made(elsa, "a", "viewer").get("expires_at").asText()))
        .isBetween(latest.minusSeconds(1), latest.plusSeconds(1));
    assertThat(end(elsa, "'" + latest.minusSeconds(60) + "'").status()).isEqualTo(201);
    for (String end :
        List.of("null", "'" + latest.plusSeconds(60) + "'", "'2001-01-01T00:00:00Z'")) {
      Reply refused = end(elsa, end);
      assertThat(refused.status()).as(end).isEqualTo(422);
      assertThat(refused.http().body()).contains("/expires_at");
    }
  }

  private static Reply end(String access, String end) {
    return send(
        access,
        "POST",
        "/me/tokens",
        "{'name':'b','role':'viewer','expires_at':%s}".formatted(end));
  }

  @Test
  void theyAreLimitedInNumber() {
    scene.user("max", "viewer");
    String max = scene.access("max");
    List<JsonNode> all =
        IntStream.range(0, OwnTokenRoutes.MOST)
            .mapToObj(i -> made(max, "t" + i, "viewer"))
            .toList();

    assertThat(make(max, "one more", "viewer").status()).isEqualTo(409);

    send(max, "DELETE", "/me/tokens/" + all.getFirst().get("id").asText(), null);
    assertThat(make(max, "in its place", "viewer").status()).isEqualTo(201);
  }

  @Test
  void theAuditHasThemWithoutTheirSecrets() {
    String id = scene.user("aude", "viewer");
    String access = scene.access("aude");
    JsonNode token = made(access, "seen", "viewer");
    send(access, "DELETE", "/me/tokens/" + token.get("id").asText(), null);

    List<String> actions =
        scene.core.database.query(
            "SELECT action || ' ' || actor_id FROM audit_entry WHERE subject_id = '%s' ORDER BY action"
                .formatted(token.get("id").asText()));
    assertThat(actions).containsExactly("token.create " + id, "token.revoke " + id);
    assertThat(
            scene.core.database.query(
                "SELECT after::text FROM audit_entry WHERE after IS NOT NULL"))
        .noneMatch(row -> row.contains(secret(token)));
  }
}
