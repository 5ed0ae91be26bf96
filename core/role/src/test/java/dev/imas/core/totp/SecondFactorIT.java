package dev.imas.core.totp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * IAM-10, IAM-14, IAM-17: a second factor is set up, asked for at log-in, and each of its codes
 * works once.
 */
class SecondFactorIT {

  private static final Duration STEP = Duration.ofSeconds(30);
  private static final LoginScene scene = LoginScene.start(Map.of());

  private static int made;

  /** A user with a factor. */
  private record Guarded(String name, Authenticator authenticator, List<String> recovery) {}

  @AfterAll
  static void stop() {
    scene.close();
  }

  private static Guarded guarded() {
    return guarded(scene, "viewer");
  }

  private static Guarded guarded(LoginScene scene, String role) {
    String name = "user" + made++;
    scene.user(name, role);
    String access = scene.access(name);
    Authenticator authenticator = setUp(scene, access);
    Reply confirmed = me(scene, access, "/confirm", code(scene, authenticator));
    assertThat(confirmed.status()).as("%s", confirmed.json()).isEqualTo(200);
    scene.core.clock.move(STEP);
    return new Guarded(name, authenticator, texts(confirmed.json().get("recovery_codes")));
  }

  private static Authenticator setUp(LoginScene scene, String access) {
    Reply begun = me(scene, access, "", "\"current_password\":\"" + LoginScene.PASSWORD + "\"");
    assertThat(begun.status()).as("%s", begun.json()).isEqualTo(201);
    return new Authenticator(begun.json().get("secret").asText());
  }

  private static Reply me(LoginScene scene, String access, String path, String members) {
    return scene.core.send(access, "POST", "/api/v1/me/totp" + path, "{" + members + "}");
  }

  private static String code(LoginScene scene, Authenticator authenticator) {
    return "\"code\":\"" + authenticator.code(scene.core.now()) + "\"";
  }

  private static String now(Guarded user) {
    return code(scene, user.authenticator);
  }

  private static String challenge(LoginScene scene, String name) {
    Reply first = scene.tryLogin(name, LoginScene.PASSWORD, null);
    assertThat(first.status()).as("%s", first.json()).isEqualTo(202);
    assertThat(first.json().has("access_token")).isFalse();
    return first.json().get("challenge").asText();
  }

  private static String challenge(Guarded user) {
    return challenge(scene, user.name);
  }

  private static Reply verify(String challenge, String member) {
    return scene.post("/auth/2fa/verify", "{\"challenge\":\"" + challenge + "\"," + member + "}");
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  @Test
  void logInWithAFactorTakesTwoSteps() {
    Guarded user = guarded();

    Reply in = verify(challenge(user), now(user));

    assertThat(in.status()).as("%s", in.json()).isEqualTo(200);
    String access = in.json().get("access_token").asText();
    JsonNode shown = scene.get(access, "/me/totp").json();
    assertThat(shown.get("enabled").asBoolean()).isTrue();
    assertThat(shown.get("recovery_codes_left").asInt()).isEqualTo(10);
    assertThat(scene.refresh(in.json().get("refresh_token").asText()).status()).isEqualTo(200);
  }

  /** Who does not know the password learns nothing of the second factor. */
  @Test
  void wrongPasswordIsAnsweredAsWithoutAFactor() {
    Guarded user = guarded();

    Reply guarded = scene.tryLogin(user.name, "not the password", null);
    Reply nobody = scene.tryLogin("nobody", "not the password", null);

    assertThat(guarded.status()).isEqualTo(401);
    assertThat(guarded.json().get("detail")).isEqualTo(nobody.json().get("detail"));
  }

  /** Trap 69: also not in the half minute that it is of, and none that is older. */
  @Test
  void codeWorksOnce() {
    Guarded user = guarded();
    String code = now(user);
    assertThat(verify(challenge(user), code).status()).isEqualTo(200);

    assertThat(verify(challenge(user), code).status()).isEqualTo(401);
    scene.core.clock.move(STEP);
    assertThat(verify(challenge(user), code).status()).isEqualTo(401);
    assertThat(verify(challenge(user), now(user)).status()).isEqualTo(200);
  }

  @Test
  void codeThatComesTwiceAtOnceLetsOneIn() {
    Guarded user = guarded();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 5; round++) {
        String code = now(user);
        List<String> challenges = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          challenges.add(challenge(user));
        }
        List<Integer> statuses =
            challenges.stream()
                .map(
                    one -> CompletableFuture.supplyAsync(() -> verify(one, code).status(), threads))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(statuses).containsOnlyOnce(200);
        scene.core.clock.move(STEP);
      }
    }
  }

  @Test
  void codeOfTheHalfMinuteBeforeIsTaken() {
    Guarded user = guarded();
    String code = now(user);
    scene.core.clock.move(STEP);

    assertThat(verify(challenge(user), code).status()).isEqualTo(200);
  }

  @Test
  void tenWrongCodesLockTheFactorButNotTheRecoveryCodes() {
    Guarded user = guarded();
    String challenge = challenge(user);
    for (int i = 0; i < 10; i++) {
      assertThat(verify(challenge, "\"code\":\"12345\"").status()).isEqualTo(401);
    }

    Reply locked = verify(challenge, now(user));
    assertThat(locked.status()).isEqualTo(429);
    assertThat(locked.header("retry-after")).isNotNull();
    assertThat(verify(challenge, "\"recovery_code\":\"" + user.recovery.get(0) + "\"").status())
        .isEqualTo(200);
    scene.core.clock.move(Duration.ofMinutes(15));
    assertThat(verify(challenge(user), now(user)).status()).isEqualTo(200);
  }

  @Test
  void rightCodeForgetsTheWrongOnesBefore() {
    Guarded user = guarded();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 9; i++) {
        assertThat(verify(challenge(user), "\"code\":\"000\"").status()).isEqualTo(401);
      }
      assertThat(verify(challenge(user), now(user)).status()).isEqualTo(200);
      scene.core.clock.move(STEP);
    }
  }

  /** Of a page of the audit log. */
  private static List<String> actions(JsonNode page) {
    List<String> actions = new ArrayList<>();
    page.get("items").forEach(entry -> actions.add(entry.get("action").asText()));
    return actions;
  }

  @Test
  void recoveryCodeWorksOnceAndIsAudited() {
    Guarded user = guarded();
    String code = "\"recovery_code\":\"" + user.recovery.get(3) + "\"";

    Reply in = verify(challenge(user), code);
    Reply again = verify(challenge(user), code);

    assertThat(in.status()).isEqualTo(200);
    assertThat(again.status()).isEqualTo(401);
    String access = in.json().get("access_token").asText();
    assertThat(scene.get(access, "/me/totp").json().get("recovery_codes_left").asInt())
        .isEqualTo(9);
    String id = in.json().get("user").asText();
    assertThat(actions(scene.core.get("/api/v1/audit?subject=" + id).json()))
        .contains("user.use_recovery_code", "log_in.refuse");
    assertThat(
            scene.core.database.query("SELECT encode(code_hash, 'escape') FROM user_recovery_code"))
        .noneMatch(hash -> hash.contains(user.recovery.get(3)));
  }

  @Test
  void recoveryCodesAreReplaced() {
    Guarded user = guarded();
    String access = verify(challenge(user), now(user)).json().get("access_token").asText();
    scene.core.clock.move(STEP);

    Reply fresh = me(scene, access, "/recovery-codes", now(user));

    assertThat(fresh.status()).as("%s", fresh.json()).isEqualTo(200);
    String old = "\"recovery_code\":\"" + user.recovery.get(0) + "\"";
    String next = "\"recovery_code\":\"" + fresh.json().at("/recovery_codes/0").asText() + "\"";
    assertThat(verify(challenge(user), old).status()).isEqualTo(401);
    assertThat(verify(challenge(user), next).status()).isEqualTo(200);
  }

  /** A challenge is neither a token of any kind, nor good for another step or for long. */
  @Test
  void challengeIsGoodForItsStepAlone() {
    Guarded user = guarded();
    String challenge = challenge(user);

    assertThat(scene.get(challenge, "/me").status()).isEqualTo(401);
    assertThat(scene.refresh(challenge).status()).isEqualTo(401);
    assertThat(scene.post("/auth/2fa/setup", "{\"challenge\":\"" + challenge + "\"}").status())
        .isEqualTo(401);
    String forged =
        challenge.substring(0, 60)
            + (challenge.charAt(60) == 'A' ? 'B' : 'A')
            + challenge.substring(61);
    assertThat(verify(forged, now(user)).status()).isEqualTo(401);
    String other = scene.access(plain());
    assertThat(verify(other, now(user)).status()).isEqualTo(401);
    scene.core.clock.move(Duration.ofMinutes(5));
    assertThat(verify(challenge, now(user)).status()).isEqualTo(401);
  }

  private static String plain() {
    String name = "plain" + made++;
    scene.user(name, "viewer");
    return name;
  }

  @Test
  void newPasswordEndsTheChallenge() {
    Guarded user = guarded();
    String challenge = challenge(user);
    scene.setPassword(user.name, "another ocelot of quartz");

    assertThat(verify(challenge, now(user)).status()).isEqualTo(401);
  }

  @Test
  void factorCountsOnlyOnceACodeHasConfirmedIt() {
    String name = plain();
    String access = scene.access(name);
    Reply unproved = me(scene, access, "", "\"current_password\":\"wrong\"");
    Authenticator first = setUp(scene, access);
    Authenticator second = setUp(scene, access);

    assertThat(unproved.status()).isEqualTo(403);
    assertThat(scene.tryLogin(name, LoginScene.PASSWORD, null).status()).isEqualTo(200);
    assertThat(me(scene, access, "/confirm", code(scene, first)).status()).isEqualTo(403);
    assertThat(me(scene, access, "/confirm", code(scene, second)).status()).isEqualTo(200);
    assertThat(scene.tryLogin(name, LoginScene.PASSWORD, null).status()).isEqualTo(202);
    assertThat(
            me(scene, access, "", "\"current_password\":\"" + LoginScene.PASSWORD + "\"").status())
        .isEqualTo(409);
  }

  @Test
  void factorIsTurnedOffWithPasswordAndCode() {
    Guarded user = guarded();
    String access = verify(challenge(user), now(user)).json().get("access_token").asText();
    scene.core.clock.move(STEP);
    String password = "\"current_password\":\"" + LoginScene.PASSWORD + "\",";

    assertThat(me(scene, access, "/disable", password + "\"code\":\"1\"").status()).isEqualTo(403);
    assertThat(me(scene, access, "/disable", "\"current_password\":\"x\"," + now(user)).status())
        .isEqualTo(403);
    assertThat(me(scene, access, "/disable", password + now(user)).status()).isEqualTo(204);
    assertThat(scene.tryLogin(user.name, LoginScene.PASSWORD, null).status()).isEqualTo(200);
  }

  @Test
  void administratorRemovesTheFactorOfSomebodyWhoLostTheDevice() {
    Guarded user = guarded();
    JsonNode session = verify(challenge(user), now(user)).json();
    String path = "/api/v1/users/" + user.name + "/totp";

    Reply own = scene.core.send(session.get("access_token").asText(), "DELETE", path, null);
    Reply done = scene.core.send(scene.core.token, "DELETE", path, null);

    assertThat(own.status()).isEqualTo(403);
    assertThat(done.status()).isEqualTo(204);
    assertThat(scene.refresh(session.get("refresh_token").asText()).status()).isEqualTo(401);
    assertThat(scene.tryLogin(user.name, LoginScene.PASSWORD, null).status()).isEqualTo(200);
    String id = session.get("user").asText();
    assertThat(scene.core.get("/api/v1/audit?subject=" + id).json().at("/items/0/action").asText())
        .isEqualTo("user.reset_totp");
  }

  /** IAM-10: mandatory for administrators. */
  @Test
  void administratorWithoutAFactorSetsOneUpAtLogIn() {
    try (LoginScene own =
        LoginScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "tenant_admin"))) {
      own.user("ada", "tenant_admin");
      own.user("bob", "operator");
      assertThat(own.tryLogin("bob", LoginScene.PASSWORD, null).status()).isEqualTo(200);
      Reply first = own.tryLogin("ada", LoginScene.PASSWORD, null);
      assertThat(first.json().get("second_factor").asText()).isEqualTo("set_up");
      String challenge = "\"challenge\":\"" + first.json().get("challenge").asText() + "\"";
      Reply begun = own.post("/auth/2fa/setup", "{" + challenge + "}");
      Authenticator authenticator = new Authenticator(begun.json().get("secret").asText());

      Reply wrong = own.post("/auth/2fa/enable", "{" + challenge + ",\"code\":\"1\"}");
      Reply in =
          own.post("/auth/2fa/enable", "{" + challenge + "," + code(own, authenticator) + "}");

      assertThat(wrong.status()).isEqualTo(401);
      assertThat(in.status()).as("%s", in.json()).isEqualTo(200);
      assertThat(in.json().get("recovery_codes")).hasSize(10);
      String access = in.json().get("access_token").asText();
      assertThat(own.get(access, "/me/totp").json().get("required").asBoolean()).isTrue();
      own.core.clock.move(STEP);
      Reply off =
          me(
              own,
              access,
              "/disable",
              "\"current_password\":\"" + LoginScene.PASSWORD + "\"," + code(own, authenticator));
      assertThat(off.status()).isEqualTo(409);
      assertThat(
              own.post("/auth/2fa/setup", "{\"challenge\":\"" + challenge(own, "ada") + "\"}")
                  .status())
          .isEqualTo(401);
    }
  }

  /**
   * TEN-11: a tenant may ask it of more roles; sessions that are open go on to the next refresh.
   */
  @Test
  void tenantSaysWhoElseNeedsOne() {
    try (LoginScene own = LoginScene.start(Map.of())) {
      own.user("olga", "operator");
      own.user("vera", "viewer");
      String refresh = own.login("olga").get("refresh_token").asText();
      String path = "/api/v1/log-in-settings";
      assertThat(
              own.core
                  .send(own.core.token, "PUT", path, "{\"totp_required_from\":\"somebody\"}")
                  .status())
          .isEqualTo(422);

      Reply set =
          own.core.send(own.core.token, "PUT", path, "{\"totp_required_from\":\"operator\"}");

      assertThat(set.status()).isEqualTo(200);
      assertThat(own.core.get(path).json().get("totp_required_from").asText())
          .isEqualTo("operator");
      assertThat(own.tryLogin("vera", LoginScene.PASSWORD, null).status()).isEqualTo(200);
      assertThat(own.refresh(refresh).status()).isEqualTo(401);
      assertThat(
              own.tryLogin("olga", LoginScene.PASSWORD, null).json().get("second_factor").asText())
          .isEqualTo("set_up");
    }
  }

  /** IAM-14: five codes a minute of one address, apart from its log-ins. */
  @Test
  void sixthCodeOfAnAddressWithinAMinuteIsRefused() {
    try (LoginScene own = LoginScene.start(Map.of("IMAS_CORE_LOGIN_RATE", "5"))) {
      String with = "{\"challenge\":\"imas_2fa_made-up\",\"code\":\"123456\"}";
      for (int i = 0; i < 5; i++) {
        assertThat(own.post("/auth/2fa/verify", with).status()).isEqualTo(401);
      }

      assertThat(own.post("/auth/2fa/verify", with).status()).isEqualTo(429);
      assertThat(own.tryLogin("nobody", "wrong", null).status()).isEqualTo(401);
    }
  }

  @Test
  void secretIsNowhereInClear() {
    String access = scene.access(plain());
    Reply begun = me(scene, access, "", "\"current_password\":\"" + LoginScene.PASSWORD + "\"");
    String secret = begun.json().get("secret").asText();

    assertThat(begun.json().get("otpauth_uri").asText())
        .startsWith("otpauth://totp/IMAS:plain")
        .contains("secret=" + secret + "&issuer=IMAS&algorithm=SHA1&digits=6&period=30");
    assertThat(scene.core.database.query("SELECT encode(secret_enc, 'escape') FROM user_totp"))
        .noneMatch(stored -> stored.contains(secret));
    assertThat(scene.core.database.query("SELECT after::text FROM audit_entry"))
        .noneMatch(entry -> entry != null && entry.contains(secret));
  }
}
