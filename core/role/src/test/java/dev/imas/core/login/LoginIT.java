package dev.imas.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** IAM-08, IAM-12, IAM-14, IAM-17: log-in, refresh with detection of copies, log-out, locks. */
class LoginIT {

  private static final LoginScene scene = LoginScene.start(Map.of());

  @BeforeAll
  static void people() {
    scene.user("ada", "tenant_admin");
    scene.user("bob", "viewer");
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @Test
  void userWithTheRightPasswordIsLetIn() {
    JsonNode tokens = scene.login("ada");

    assertThat(tokens.get("expires_in").asInt()).isEqualTo(1_800);
    String access = tokens.get("access_token").asText();
    assertThat(scene.get(access, "/users").status()).isEqualTo(200);
    assertThat(scene.get(access, "/users/ada").json().get("last_login_at").isNull()).isFalse();
    assertThat(scene.login("ADA@example.org").get("user")).isEqualTo(tokens.get("user"));
  }

  @Test
  void roleIsThatOfTheUserNow() {
    scene.user("carl", "viewer");
    String access = scene.access("carl");
    assertThat(scene.get(access, "/audit").status()).isEqualTo(403);

    update("carl", "\"role\":\"tenant_admin\"");

    assertThat(scene.get(access, "/audit").status()).isEqualTo(200);
  }

  /** What tells apart who exists from who does not is the same for both: IAM-14. */
  @Test
  void unknownTenantUserAndPasswordAreAnsweredAlike() {
    Reply password = scene.tryLogin("bob", "not the password", null);
    Reply user = scene.tryLogin("nobody", LoginScene.PASSWORD, null);
    Reply tenant =
        scene.post(
            "/auth/login",
            "{\"tenant\":\"elsewhere\",\"username\":\"bob\",\"password\":\""
                + LoginScene.PASSWORD
                + "\"}");
    scene.user("without", "viewer");
    scene.core.database.execute(
        "UPDATE user_credential SET password_hash = NULL WHERE user_id ="
            + " (SELECT id FROM user_account WHERE username = 'without')");
    Reply none = scene.tryLogin("without", "", null);
    scene.user("dora", "viewer");
    update("dora", "\"is_active\":false");
    Reply inactive = scene.tryLogin("dora", LoginScene.PASSWORD, null);

    assertThat(password.status()).isEqualTo(401);
    for (Reply other : new Reply[] {user, tenant, none, inactive}) {
      assertThat(other.status()).isEqualTo(401);
      assertThat(other.json().get("detail")).isEqualTo(password.json().get("detail"));
    }
  }

  @Test
  void tenantIsNamedOnceThereAreSeveral() {
    try (LoginScene two = LoginScene.start(Map.of())) {
      two.user("ada", "viewer");
      two.core.tokenOfAnotherTenant("other", "admin");

      assertThat(two.tryLogin("ada", LoginScene.PASSWORD, null).status()).isEqualTo(401);
      Reply named =
          two.post(
              "/auth/login",
              "{\"tenant\":\"default\",\"username\":\"ada\",\"password\":\""
                  + LoginScene.PASSWORD
                  + "\"}");
      assertThat(named.status()).isEqualTo(200);
    }
  }

  @Test
  void refreshGivesTheNextTokensAndEndsTheOldOne() {
    JsonNode first = scene.login("bob");
    scene.core.clock.move(Duration.ofMinutes(20));
    Reply second = scene.refresh(first.get("refresh_token").asText());

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json().get("session")).isEqualTo(first.get("session"));
    assertThat(second.json().get("refresh_token")).isNotEqualTo(first.get("refresh_token"));
    assertThat(scene.get(second.json().get("access_token").asText(), "/users").status())
        .isEqualTo(200);
  }

  /** Trap 70: two tabs, or an answer that was lost, are no theft. */
  @Test
  void sameTokenWithinTenSecondsGetsTheSameSuccessor() {
    String token = scene.login("bob").get("refresh_token").asText();
    Reply first = scene.refresh(token);
    scene.core.clock.move(Duration.ofSeconds(10));
    Reply again = scene.refresh(token);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("refresh_token")).isEqualTo(first.json().get("refresh_token"));
    assertThat(scene.refresh(again.json().get("refresh_token").asText()).status()).isEqualTo(200);
  }

  @Test
  void tokenThatWasCopiedEndsItsSession() {
    String token = scene.login("bob").get("refresh_token").asText();
    Reply next = scene.refresh(token);
    scene.core.clock.move(Duration.ofSeconds(11));

    assertThat(scene.refresh(token).status()).isEqualTo(401);

    assertThat(scene.refresh(next.json().get("refresh_token").asText()).status()).isEqualTo(401);
    assertThat(scene.get(next.json().get("access_token").asText(), "/users").status())
        .isEqualTo(401);
    String session = next.json().get("session").asText();
    assertThat(
            scene
                .core
                .get("/api/v1/audit?subject=" + session)
                .json()
                .at("/items/0/action")
                .asText())
        .isEqualTo("session.reuse");
  }

  @Test
  void tokenOfTwoRefreshesAgoWasCopiedHoweverSoonItComes() {
    String token = scene.login("bob").get("refresh_token").asText();
    String second = scene.refresh(token).json().get("refresh_token").asText();
    String third = scene.refresh(second).json().get("refresh_token").asText();

    assertThat(scene.refresh(token).status()).isEqualTo(401);
    assertThat(scene.refresh(third).status()).isEqualTo(401);
  }

  @Test
  void sessionEndsAfterSevenDaysWithoutARefresh() {
    try (LoginScene own = LoginScene.start(Map.of())) {
      own.user("ada", "viewer");
      String token = own.login("ada").get("refresh_token").asText();
      own.core.clock.move(Duration.ofDays(7).minusSeconds(1));
      Reply late = own.refresh(token);
      assertThat(late.status()).isEqualTo(200);
      own.core.clock.move(Duration.ofDays(7));

      assertThat(own.refresh(late.json().get("refresh_token").asText()).status()).isEqualTo(401);
    }
  }

  @Test
  void logOutEndsTheSessionAtOnce() {
    JsonNode tokens = scene.login("bob");
    String refresh = tokens.get("refresh_token").asText();
    String access = tokens.get("access_token").asText();
    assertThat(scene.get(access, "/users").status()).isEqualTo(200);

    Reply out = scene.post("/auth/logout", "{\"refresh_token\":\"" + refresh + "\"}");

    assertThat(out.status()).isEqualTo(204);
    assertThat(scene.get(access, "/users").status()).isEqualTo(401);
    assertThat(scene.refresh(refresh).status()).isEqualTo(401);
    assertThat(scene.post("/auth/logout", "{\"refresh_token\":\"" + refresh + "\"}").status())
        .isEqualTo(204);
  }

  @Test
  void changeOfPasswordEndsEverySession() {
    scene.user("eve", "viewer");
    JsonNode tokens = scene.login("eve");
    scene.setPassword("eve", "another ocelot of quartz");

    assertThat(scene.get(tokens.get("access_token").asText(), "/users").status()).isEqualTo(401);
    assertThat(scene.refresh(tokens.get("refresh_token").asText()).status()).isEqualTo(401);
    assertThat(scene.tryLogin("eve", LoginScene.PASSWORD, null).status()).isEqualTo(401);
    assertThat(scene.tryLogin("eve", "another ocelot of quartz", null).status()).isEqualTo(200);
  }

  @Test
  void lowerRoleAndInactivityEndEverySession() {
    scene.user("finn", "operator");
    JsonNode before = scene.login("finn");
    update("finn", "\"role\":\"viewer\"");
    assertThat(scene.get(before.get("access_token").asText(), "/users").status()).isEqualTo(401);

    JsonNode after = scene.login("finn");
    update("finn", "\"is_active\":false");

    assertThat(scene.get(after.get("access_token").asText(), "/users").status()).isEqualTo(401);
    assertThat(scene.refresh(after.get("refresh_token").asText()).status()).isEqualTo(401);
  }

  /** C14: ten wrong passwords lock strangers out, and nobody who was there before. */
  @Test
  void lockIsForDevicesThatTheAccountDoesNotKnow() {
    scene.user("gus", "viewer");
    scene.user("hal", "viewer");
    String device = scene.login("gus").get("refresh_token").asText();
    String others = scene.login("hal").get("refresh_token").asText();
    for (int i = 0; i < 10; i++) {
      assertThat(scene.tryLogin("gus", "wrong", null).status()).isEqualTo(401);
      assertThat(scene.tryLogin("nobody at all", "wrong", null).status()).isEqualTo(401);
    }

    Reply locked = scene.tryLogin("gus", LoginScene.PASSWORD, null);
    assertThat(locked.status()).isEqualTo(429);
    assertThat(locked.header("retry-after")).isNotNull();
    assertThat(scene.tryLogin("nobody at all", "wrong", null).json().get("detail"))
        .isEqualTo(locked.json().get("detail"));
    assertThat(scene.tryLogin("gus", LoginScene.PASSWORD, others).status()).isEqualTo(429);
    assertThat(scene.tryLogin("gus", LoginScene.PASSWORD, device).status()).isEqualTo(200);
  }

  /** An office behind one address: what is right does not count, and a known device always may. */
  @Test
  void ofAnAddressWrongPasswordsAreLimitedAndRightOnesAreNot() {
    try (LoginScene own = LoginScene.start(Map.of("IMAS_CORE_LOGIN_RATE", "5"))) {
      own.user("ada", "viewer");
      String device = own.login("ada").get("refresh_token").asText();
      for (int i = 0; i < 8; i++) {
        register(own, "member" + i);
        assertThat(own.tryLogin("member" + i, LoginScene.PASSWORD, null).status()).isEqualTo(200);
      }
      for (int i = 0; i < 5; i++) {
        assertThat(own.tryLogin("ada", "mistyped", device).status()).isEqualTo(401);
      }
      for (int i = 0; i < 5; i++) {
        assertThat(own.tryLogin("nobody" + i, "wrong", null).status()).isEqualTo(401);
      }

      Reply sixth = own.tryLogin("nobody", "wrong", null);
      assertThat(sixth.status()).isEqualTo(429);
      assertThat(sixth.header("retry-after")).isNotNull();
      assertThat(own.tryLogin("ada", LoginScene.PASSWORD, null).status()).isEqualTo(429);
      assertThat(own.tryLogin("ada", LoginScene.PASSWORD, device).status()).isEqualTo(200);
      // Asking for a link is counted apart.
      for (int i = 0; i < 5; i++) {
        assertThat(forgotten(own)).isEqualTo(202);
      }
      assertThat(forgotten(own)).isEqualTo(429);
    }
  }

  /** By an invitation, as people of an office do. */
  private static void register(LoginScene own, String name) {
    own.core.post(
        "/api/v1/users",
        "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"role\":\"viewer\"}"
            .formatted(name));
    String code =
        own.core.post("/api/v1/users/" + name + "/invitation", "{}").json().get("code").asText();
    String body = "{\"code\":\"%s\",\"password\":\"%s\"}".formatted(code, LoginScene.PASSWORD);
    assertThat(own.post("/auth/register", body).status()).isEqualTo(201);
  }

  private static int forgotten(LoginScene own) {
    return own.post("/auth/forgotten", "{\"username\":\"nobody\"}").status();
  }

  @Test
  void oneNeedsTheCurrentPasswordToSetOnesOwn() {
    scene.user("ivy", "viewer");
    String access = scene.access("ivy");
    String path = "/api/v1/users/ivy/password";
    String next = "\"password\":\"another ocelot of quartz\"";

    Reply without = scene.core.send(access, "PUT", path, "{" + next + "}");
    Reply with =
        scene.core.send(
            access,
            "PUT",
            path,
            "{" + next + ",\"current_password\":\"" + LoginScene.PASSWORD + "\"}");
    Reply ofBob = scene.core.send(access, "PUT", "/api/v1/users/bob/password", "{" + next + "}");

    assertThat(without.status()).isEqualTo(403);
    assertThat(with.status()).isEqualTo(204);
    assertThat(ofBob.status()).isIn(401, 403);
    assertThat(scene.tryLogin("ivy", "another ocelot of quartz", null).status()).isEqualTo(200);
  }

  /** IAM-12: sessions are listed, ended one by one and all at once. */
  @Test
  void sessionsAreListedAndEnded() {
    scene.user("jay", "viewer");
    JsonNode phone = scene.login("jay");
    JsonNode laptop = scene.login("jay");
    JsonNode tablet = scene.login("jay");
    String access = laptop.get("access_token").asText();

    JsonNode listed = scene.get(access, "/users/jay/sessions").json().get("items");
    assertThat(listed.findValuesAsText("id")).hasSize(3).contains(phone.get("session").asText());
    assertThat(listed.findValuesAsText("is_current")).containsOnlyOnce("true");
    String one = "/api/v1/users/jay/sessions/" + phone.get("session").asText();
    assertThat(scene.core.send(scene.access("bob"), "DELETE", one, null).status()).isEqualTo(403);
    assertThat(scene.core.send(access, "DELETE", one, null).status()).isEqualTo(204);
    assertThat(scene.core.send(access, "DELETE", one, null).status()).isEqualTo(404);
    assertThat(scene.get(phone.get("access_token").asText(), "/users").status()).isEqualTo(401);
    assertThat(scene.get(tablet.get("access_token").asText(), "/users").status()).isEqualTo(200);

    String all = "/api/v1/users/jay/sessions";
    assertThat(scene.core.send(scene.core.token, "DELETE", all, null).status()).isEqualTo(204);
    assertThat(scene.get(access, "/users").status()).isEqualTo(401);
    assertThat(scene.refresh(tablet.get("refresh_token").asText()).status()).isEqualTo(401);
  }

  @Test
  void passwordIsNowhereInTheDatabase() {
    scene.login("ada");

    assertThat(
            scene.core.database.query("SELECT password_hash FROM user_credential").stream()
                .filter(hash -> hash != null))
        .allMatch(hash -> hash.startsWith("$argon2id$v=19$m=1024,t=2,p=1$"));
  }

  private static void update(String name, String member) {
    Reply there = scene.core.get("/api/v1/users/" + name);
    Reply updated =
        scene.core.send(
            scene.core.token,
            "PUT",
            "/api/v1/users/" + name,
            "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",%2$s}".formatted(name, member),
            "if-match",
            Objects.requireNonNull(there.header("etag")));
    assertThat(updated.status()).as("%s", updated.json()).isEqualTo(200);
  }
}
