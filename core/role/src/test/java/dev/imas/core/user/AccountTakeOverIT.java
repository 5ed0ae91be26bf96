package dev.imas.core.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.login.LoginScene;
import dev.imas.core.message.ContactCode;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.totp.Authenticator;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Whoever has a token or an open session of somebody does not get the account with it, and the
 * person is told of what changes.
 */
class AccountTakeOverIT {

  private static final LoginScene scene =
      LoginScene.start(Map.of("IMAS_CORE_TOKEN_CACHE", "0ms", "IMAS_CORE_LOGIN_FAILURES", "3"));

  @AfterAll
  static void close() {
    scene.close();
  }

  private static Reply send(String token, String method, String path, @Nullable String json) {
    return scene.core.send(
        token, method, "/api/v1" + path, json == null ? null : json.replace('\'', '"'));
  }

  private static Reply replace(String token, String name, String mail, String more) {
    Reply read = scene.core.get("/api/v1/users/" + name);
    return scene.core.send(
        token,
        "PUT",
        "/api/v1/users/" + name,
        "{\"username\":\"%s\",\"email\":\"%s\"%s}".formatted(name, mail, more.replace('\'', '"')),
        "if-match",
        String.valueOf(read.header("etag")));
  }

  private static String tokenOf(String access, String role) {
    Reply made = send(access, "POST", "/me/tokens", "{'name':'cli','role':'" + role + "'}");
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return made.json().get("token").asText();
  }

  private static String password() {
    return ",'current_password':'" + LoginScene.PASSWORD + "'";
  }

  /** What is on its way to a mail address, of one's own account. */
  private static List<String> told(String address) {
    return scene.core.database.query(
        "SELECT payload #>> '{incident,title}' FROM delivery WHERE event = 'notice.account' AND"
            + " address = '"
            + address
            + "' ORDER BY created_at, id");
  }

  @Test
  void aTokenActsForItsOwnerAndNeverOnTheOwnersAccount() {
    scene.user("vera", "viewer");
    String token = tokenOf(scene.access("vera"), "viewer");
    assertThat(send(token, "GET", "/me", null).status()).isEqualTo(200);
    assertThat(replace(token, "vera", "eve@example.net", password()).status()).isEqualTo(403);
    assertThat(send(token, "GET", "/users/vera/contacts", null).status()).isEqualTo(403);
    assertThat(
            send(
                    token,
                    "POST",
                    "/users/vera/contacts",
                    "{'name':'Mine','channel':'email','address':'eve@example.net'"
                        + password()
                        + "}")
                .status())
        .isEqualTo(403);
    assertThat(scene.core.get("/api/v1/users/vera").json().get("email").asText())
        .isEqualTo("vera@example.org");
  }

  @Test
  void anAdministratorsTokenIsNoDoorToTheAdministratorEither() {
    scene.user("boss", "tenant_admin");
    scene.user("mate", "viewer");
    String token = tokenOf(scene.access("boss"), "tenant_admin");
    assertThat(replace(token, "boss", "eve@example.net", "").status()).isEqualTo(403);
    assertThat(send(token, "PUT", "/users/boss/password", "{'password':'crayfish amber tundra'}"))
        .extracting(Reply::status)
        .isEqualTo(403);
    assertThat(send(token, "POST", "/users/boss/invitation", "{}").status()).isEqualTo(403);
    assertThat(send(token, "DELETE", "/users/boss", null).status()).isEqualTo(403);
    assertThat(send(token, "POST", "/me/tokens", "{'name':'x','role':'viewer'}").status())
        .isEqualTo(403);
    assertThat(send(token, "POST", "/me/confirmation", "{'current_password':'x'}").status())
        .isEqualTo(403);
    assertThat(replace(token, "mate", "mate.two@example.org", "").status()).isEqualTo(200);
  }

  @Test
  void aSessionLeftOpenChangesNeitherAddressNorNamesNorContactsWithoutThePassword() {
    scene.user("paul", "responder");
    String access = scene.access("paul");
    assertThat(replace(access, "paul", "eve@example.net", "").status()).isEqualTo(403);
    assertThat(replace(access, "paul", "paul@example.org", ",'first_name':'Eve'").status())
        .isEqualTo(403);
    assertThat(replace(access, "paul", "eve@example.net", ",'current_password':'wrong'").status())
        .isEqualTo(403);
    String contact = "{'name':'Mine','channel':'email','address':'eve@example.net'%s}";
    Reply added = send(access, "POST", "/users/paul/contacts", contact.formatted(""));
    assertThat(added.status()).isEqualTo(403);
    assertThat(added.json().at("/pointer").asText()).isEqualTo("/current_password");
    String first =
        send(access, "GET", "/users/paul/contacts", null).json().at("/items/0/id").asText();
    assertThat(send(access, "DELETE", "/users/paul/contacts/" + first, null).status())
        .isEqualTo(403);
    // What nobody is known or reached by needs none.
    assertThat(replace(access, "paul", "paul@example.org", ",'time_zone':'Europe/Paris'").status())
        .isEqualTo(200);
    assertThat(
            replace(access, "paul", "paul2@example.org", password()).json().get("email").asText())
        .isEqualTo("paul2@example.org");
    assertThat(told("paul@example.org"))
        .containsExactly("The e-mail address of your account paul in IMAS was changed");
  }

  @Test
  void aPasswordByAnAdministratorsLinkIsToldToItsOwner() {
    scene.user("mona", "viewer");
    String code =
        scene.core.post("/api/v1/users/mona/invitation", "{}").json().get("code").asText();
    String body = "{\"code\":\"%s\",\"password\":\"chosen by somebody\"}".formatted(code);
    assertThat(scene.post("/auth/register", body).status()).isEqualTo(201);

    assertThat(told("mona@example.org"))
        .contains("The password of your account mona in IMAS was changed");
  }

  @Test
  void thePasswordOfASessionCountsForMinutes() {
    scene.user("cora", "responder");
    String access = scene.access("cora");
    assertThat(send(access, "POST", "/me/confirmation", "{'current_password':'wrong'}").status())
        .isEqualTo(403);
    Reply confirmed =
        send(
            access,
            "POST",
            "/me/confirmation",
            "{'current_password':'" + LoginScene.PASSWORD + "'}");
    assertThat(confirmed.status()).isEqualTo(200);
    assertThat(confirmed.json().get("confirmed_until").asText())
        .startsWith(scene.core.now().plus(Duration.ofMinutes(5)).toString().substring(0, 19));
    Reply contact =
        send(
            access,
            "POST",
            "/users/cora/contacts",
            "{'name':'Night','channel':'email','address':'night@example.org'}");
    assertThat(contact.status()).as(contact.http().body()).isEqualTo(201);
    scene.core.clock.move(Duration.ofMinutes(5));
    assertThat(send(access, "DELETE", "/users/cora/contacts/Night", null).status()).isEqualTo(403);
    Reply token = send(access, "POST", "/me/tokens", "{'name':'cli','role':'viewer'}");
    assertThat(token.status()).isEqualTo(403);
    assertThat(
            send(
                    access,
                    "PUT",
                    "/users/cora/password",
                    "{'password':'crayfish amber tundra'%s}".formatted(password()))
                .status())
        .isEqualTo(204);
    assertThat(told("cora@example.org"))
        .containsExactly(
            "A contact method was added to your account cora in IMAS",
            "The password of your account cora in IMAS was changed");
  }

  @Test
  void theAddressBeforeIsToldOfEachChangeOfAContactAndOfAFactor() {
    scene.user("dora", "responder");
    String access = scene.access("dora");
    String contacts = "/users/dora/contacts";
    String night =
        "{'name':'Night','channel':'email','address':'%s@example.org'" + password() + "}";
    String other = contacts + "/Night";
    assertThat(send(access, "POST", contacts, night.formatted("night")).status()).isEqualTo(201);
    Reply code = send(access, "POST", other + "/send-code", null);
    assertThat(code.status()).as(code.http().body()).isEqualTo(202);
    Reply verified = send(access, "POST", other + "/verify", "{'code':'" + codeOf(code) + "'}");
    assertThat(verified.status()).as(verified.http().body()).isEqualTo(200);
    Reply changed =
        scene.core.send(
            access,
            "PUT",
            "/api/v1" + other,
            night.formatted("eve").replace('\'', '"'),
            "if-match",
            String.valueOf(send(access, "GET", other, null).header("etag")));
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
    send(access, "POST", "/me/confirmation", "{" + password().substring(1) + "}");
    Reply deleted = send(access, "DELETE", other, null);
    assertThat(deleted.status()).as(deleted.http().body()).isEqualTo(204);
    assertThat(told("night@example.org"))
        .as("the address that is taken away, too")
        .containsExactly(
            "A contact method of your account dora in IMAS was verified",
            "A contact method of your account dora in IMAS was changed");

    Reply begun = send(access, "POST", "/me/totp", "{" + password().substring(1) + "}");
    Authenticator phone = new Authenticator(begun.json().get("secret").asText());
    send(access, "POST", "/me/totp/confirm", codeOf(phone, ""));
    scene.core.clock.move(Duration.ofSeconds(30));
    Reply off = send(access, "POST", "/me/totp/disable", codeOf(phone, password()));
    assertThat(off.status()).as(off.http().body()).isEqualTo(204);

    assertThat(told("dora@example.org"))
        .containsExactly(
            "A contact method was added to your account dora in IMAS",
            "A contact method of your account dora in IMAS was verified",
            "A contact method of your account dora in IMAS was changed",
            "A contact method of your account dora in IMAS was deleted",
            "Two-factor authentication was turned on for your account dora in IMAS",
            "Two-factor authentication was turned off for your account dora in IMAS");
  }

  private static String codeOf(Reply sent) {
    return ContactCode.of(
        new SecretBox(new byte[32]), UUID.fromString(sent.json().get("delivery").asText()));
  }

  private static String codeOf(Authenticator phone, String more) {
    return "{'code':'" + phone.code(scene.core.now()) + "'" + more + "}";
  }

  @Test
  void whatEndsTheSessionsEndsTheTokensAndLinksThatWereMadeWithThem() {
    scene.user("nora", "operator");
    for (Runnable remedy :
        List.<Runnable>of(
            () -> scene.setPassword("nora", LoginScene.PASSWORD),
            () -> send(scene.core.token, "DELETE", "/users/nora/sessions", null),
            () -> replace(scene.core.token, "nora", "nora@example.org", ",'role':'viewer'"))) {
      replace(scene.core.token, "nora", "nora@example.org", ",'role':'operator'");
      String token = tokenOf(scene.access("nora"), "viewer");
      Reply link = send(scene.core.token, "POST", "/users/nora/invitation", "{}");
      assertThat(send(token, "GET", "/me", null).status()).isEqualTo(200);
      remedy.run();
      assertThat(send(token, "GET", "/me", null).status()).isEqualTo(401);
      assertThat(
              scene
                  .post(
                      "/auth/register",
                      "{\"code\":\"%s\",\"password\":\"crayfish amber tundra\"}"
                          .formatted(link.json().get("code").asText()))
                  .status())
          .isEqualTo(401);
    }
    assertThat(told("nora@example.org"))
        .filteredOn(title -> title.startsWith("An API token"))
        .hasSize(3);
    assertThat(send(scene.access("nora"), "GET", "/me/tokens", null).json().get("items"))
        .hasSize(3)
        .allSatisfy(item -> assertThat(item.get("revoked_at").isNull()).isFalse());
  }

  @Test
  void aLockIsOfThePersonWhateverTheyAreCalledAndAResetRemovesIt() {
    scene.user("lena", "viewer");
    assertThat(scene.tryLogin("lena", "wrong", null).status()).isEqualTo(401);
    assertThat(scene.tryLogin("lena@example.org", "wrong", null).status()).isEqualTo(401);
    assertThat(scene.tryLogin("LENA", "wrong", null).status()).isEqualTo(401);
    assertThat(scene.tryLogin("lena", LoginScene.PASSWORD, null).status()).isEqualTo(429);
    assertThat(scene.tryLogin("lena@example.org", LoginScene.PASSWORD, null).status())
        .isEqualTo(429);
    scene.setPassword("lena", LoginScene.PASSWORD);
    assertThat(scene.tryLogin("lena@example.org", LoginScene.PASSWORD, null).status())
        .isEqualTo(200);
  }

  @Test
  void logInsRefusalsAndLocksAreInTheAuditFoldedByTheMinute() {
    String id = scene.user("fred", "viewer");
    for (int i = 0; i < 30; i++) {
      scene.tryLogin("fred", "wrong", null);
    }
    String access = tokenOf(logInAnew("fred"), "viewer");
    for (int i = 0; i < 40; i++) {
      assertThat(send(access, "GET", "/audit", null).status()).isEqualTo(403);
    }
    send(scene.core.token, "GET", "/configuration", null);
    String timer = "/timers/rows-past:platform";
    assertThat(send(scene.core.token, "POST", timer + "/run?platform=true", "{}").status())
        .isEqualTo(200);
    scene.core.clock.move(Duration.ofMinutes(1));
    scene.tryLogin("fred", "wrong", null); // Which ends the minute before.
    String of = "SELECT action || ' ' || coalesce(after::text, '') FROM audit_entry WHERE ";
    Await.until(
        "both minutes",
        () ->
            scene.core.database.query(
                of + "subject_id = '" + id + "' AND action = 'log_in.refuse' ORDER BY id"),
        found -> found.size() == 5);
    List<String> refused =
        scene.core.database.query(
            of + "subject_id = '" + id + "' AND action = 'log_in.refuse' ORDER BY 1");
    assertThat(refused)
        .anyMatch(one -> one.contains("\"password\"") && one.contains("\"count\": 2"))
        .anyMatch(one -> one.contains("\"locked\"") && one.contains("\"count\": 26"));
    assertThat(
            scene.core.database.query(
                of + "action = 'request.refuse' AND after::text LIKE '%GET /api/v1/audit%'"))
        .hasSize(2)
        .anyMatch(one -> one.contains("\"count\": 39"));
    assertThat(
            scene.core.database.query(
                "SELECT action FROM audit_entry WHERE actor_id = '" + id + "' ORDER BY at, id"))
        .contains("session.log_in");
    assertThat(scene.core.database.query("SELECT DISTINCT action FROM audit_entry"))
        .contains("configuration.export", "timer.run");
  }

  @Test
  void whoeverIsRefusedOftenHidesNeitherLogInsNorOthersInTheAudit() {
    scene.core.clock.move(Duration.ofMinutes(1));
    scene.user("vic", "viewer");
    String attacked = scene.user("ada", "tenant_admin");
    String other = scene.user("ola", "viewer");
    String access = tokenOf(scene.access("vic"), "viewer");
    for (String path :
        List.of(
            "teams",
            "services",
            "sources",
            "users",
            "schedules",
            "providers",
            "maintenance-windows",
            "inhibit-rules",
            "service-accounts",
            "holiday-calendars",
            "silences")) {
      assertThat(send(access, "POST", "/" + path, "{}").status()).as(path).isEqualTo(403);
      assertThat(send(access, "DELETE", "/" + path + "/none", null).status())
          .as(path)
          .isEqualTo(403);
    }

    scene.tryLogin("ada", "wrong", null);
    send(scene.access("ola"), "POST", "/teams", "{}");

    String entries = "SELECT count(*) FROM audit_entry WHERE ";
    Await.until(
        "the wrong password",
        () ->
            scene.core.database.count(
                entries + "action = 'log_in.refuse' AND subject_id = '" + attacked + "'"),
        found -> found == 1);
    Await.until(
        "the other's refusal",
        () ->
            scene.core.database.count(
                entries + "action = 'request.refuse' AND actor_id = '" + other + "'"),
        found -> found == 1);
    assertThat(
            scene.core.database.query(
                "SELECT actor_id IS NOT NULL FROM audit_entry WHERE action = 'request.refuse'"
                    + " AND after::text LIKE '%\"many\"%'"))
        .isNotEmpty()
        .containsOnly("t");
  }

  private static String logInAnew(String name) {
    scene.setPassword(name, LoginScene.PASSWORD);
    return scene.access(name);
  }
}
