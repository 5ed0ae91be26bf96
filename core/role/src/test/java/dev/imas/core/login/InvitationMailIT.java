package dev.imas.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Invitations go to the address of the account, with a link that no row has (IAM-17). */
class InvitationMailIT {

  private static final LoginScene scene = LoginScene.start(Map.of());
  private static int count;

  @AfterAll
  static void close() {
    scene.close();
  }

  private static String user() {
    String name = "guest" + ++count;
    Reply made =
        scene.core.post(
            "/api/v1/users",
            "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"role\":\"viewer\"}"
                .formatted(name));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    return name;
  }

  private static JsonNode invite(String name) {
    Reply reply = scene.core.post("/api/v1/users/" + name + "/invitation", "{}");
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    return reply.json();
  }

  /** What the page behind the link asks for. */
  private static Reply open(String code) {
    return scene.post("/auth/invitation", "{\"code\":\"" + code + "\"}");
  }

  private static Reply choose(String code, String password) {
    return scene.post(
        "/auth/register", "{\"code\":\"" + code + "\",\"password\":\"" + password + "\"}");
  }

  @Test
  void theMailGoesToTheAccountsAddressAndTheNotifierCanMakeItsLink() {
    String name = user();
    JsonNode invitation = invite(name);
    String code = invitation.get("code").asText();

    assertThat(invitation.get("mailed").asBoolean()).isTrue();
    List<String> sent =
        scene.core.database.query(
            "SELECT concat(channel, ' ', address, ' ', payload -> 'incident' ->> 'id') FROM"
                + " delivery WHERE event = 'notice.invitation' AND address = '"
                + name
                + "@example.org'");
    assertThat(sent)
        .containsExactly("email " + name + "@example.org " + invitation.get("id").asText());
    assertThat(
            Credential.invitation(
                    scene.core.tenant,
                    new SecretBox(new byte[32]),
                    UUID.fromString(invitation.get("id").asText()))
                .reveal())
        .isEqualTo(code);
  }

  /** ADR 39: neither rows nor the audit have it. */
  @Test
  void noRowHasTheCode() {
    String name = user();
    String code = invite(name).get("code").asText();
    for (String table :
        List.of("delivery", "user_invitation", "audit_entry", "escalation_address")) {
      assertThat(scene.core.database.query("SELECT t::text FROM " + table + " t"))
          .as(table)
          .noneMatch(row -> row.contains(code) || row.contains(code.substring(40)));
    }
    Reply listed = scene.core.get("/api/v1/deliveries?channel=email");
    assertThat(listed.json().get("items")).isNotEmpty();
    assertThat(listed.http().body()).doesNotContain(code);
  }

  @Test
  void whoeverOpensTheLinkChoosesAPasswordOnce() {
    String name = user();
    String code = invite(name).get("code").asText();

    // A scanner opens it as often as it likes.
    for (int i = 0; i < 3; i++) {
      Reply asked = open(code);
      assertThat(asked.status()).isEqualTo(200);
      assertThat(asked.json().get("makes_account").asBoolean()).isFalse();
      assertThat(asked.json().get("username").asText()).isEqualTo(name);
    }
    Reply weak = choose(code, "1234");
    assertThat(weak.status()).isEqualTo(422);
    assertThat(weak.http().body()).contains("use at least");

    assertThat(choose(code, LoginScene.PASSWORD).status()).isEqualTo(201);

    assertThat(scene.tryLogin(name, LoginScene.PASSWORD, null).status()).isEqualTo(200);
    assertThat(open(code).status()).isEqualTo(401);
    assertThat(choose(code, "another ocelot quartz").status()).isEqualTo(401);
    assertThat(scene.tryLogin(name, LoginScene.PASSWORD, null).status()).isEqualTo(200);
  }

  /** Earlier versions mailed the code in the path; it goes on where browsers send it to nobody. */
  @Test
  void theLinkOfAnEarlierVersionGoesOnToThePage() {
    Reply asked = scene.core.send(null, "GET", "/i/imas_inv_abc-_9", null);
    assertThat(asked.status()).isEqualTo(302);
    assertThat(asked.header("location")).isEqualTo("../welcome#imas_inv_abc-_9");
    assertThat(asked.header("referrer-policy")).isEqualTo("no-referrer");
    assertThat(scene.core.send(null, "GET", "/i/a%0d%0ab", null).header("location"))
        .isEqualTo("../welcome#");
  }

  @Test
  void invitedAgainOnlyTheNewestLinkWorks() {
    String name = user();
    String first = invite(name).get("code").asText();
    String second = invite(name).get("code").asText();

    assertThat(first).isNotEqualTo(second);
    assertThat(open(first).status()).isEqualTo(401);
    assertThat(open(second).status()).isEqualTo(200);
    assertThat(
            scene.core.database.query(
                "SELECT id FROM delivery WHERE address = '" + name + "@example.org'"))
        .hasSize(2);
  }

  @Test
  void aGuessedOrExpiredLinkIsTheSamePage() {
    String name = user();
    String code = invite(name).get("code").asText();
    String guess = code.substring(0, code.length() - 4) + "AAAA";
    Reply guessed = open(guess);
    Reply nonsense = open("nonsense");
    scene.core.clock.move(Duration.ofDays(8));
    Reply expired = open(code);
    assertThat(guessed.status()).isEqualTo(401);
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.json().get("detail")).isEqualTo(guessed.json().get("detail"));
    assertThat(nonsense.json().get("detail")).isEqualTo(guessed.json().get("detail"));
  }

  @Test
  void whereNobodyCanSendMailTheInviterIsToldSo() {
    scene.core.database.execute(
        "INSERT INTO notifier_offer (notifier, channels, reach, lease_until)"
            + " VALUES (gen_random_uuid(), ARRAY ['console'], '{}', now() + interval '4 minutes')");
    try {
      String name = user();
      JsonNode invitation = invite(name);
      assertThat(invitation.get("mailed").asBoolean()).isFalse();
      assertThat(
              scene.core.database.query(
                  "SELECT id FROM delivery WHERE address = '" + name + "@example.org'"))
          .isEmpty();
      assertThat(open(invitation.get("code").asText()).status()).isEqualTo(200);
    } finally {
      scene.core.database.execute("DELETE FROM notifier_offer");
    }
  }
}
