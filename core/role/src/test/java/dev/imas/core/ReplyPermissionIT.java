package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.AccessRole;
import dev.imas.core.incident.IncidentReplies.Act;
import dev.imas.core.message.LinkToken;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The permission walk of those who come in without a credential: by the link of a message, or from
 * a chat (decision C18, requirement COL-16). They may what the one table says of their role, their
 * grants and their duty.
 */
class ReplyPermissionIT {

  private static final RunningCore core = RunningCore.start();
  private static final String SECRET = "of-the-bot";
  private static final UUID hook = bot();
  private static int count = 1_000_000;

  @AfterAll
  static void stop() {
    core.close();
  }

  private static UUID bot() {
    UUID id = UuidV7.at(core.clock.millis());
    byte[] sealed =
        new SecretBox(new byte[32])
            .seal(
                "{\"secret_token\":\"" + SECRET + "\"}",
                ProviderKind.sealedFor(new TenantId(core.tenant), id));
    core.database.execute(
        """
        INSERT INTO provider (tenant_id, id, name, type, channel, secrets_enc)
        VALUES ('%s', '%s', 'bot', 'telegram', 'telegram', decode('%s', 'hex'))\
        """
            .formatted(core.tenant, id, HexFormat.of().formatHex(sealed)));
    return UUID.fromString(core.database.query("SELECT hook FROM provider").getFirst());
  }

  private record Person(UUID id, int chat) {}

  private static Person person(AccessRole role) {
    int chat = ++count;
    Reply made =
        core.post(
            "/api/v1/users",
            "{\"username\":\"u%1$d\",\"email\":\"u%1$d@example.org\",\"role\":\"%2$s\"}"
                .formatted(chat, role.wireName()));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    UUID id = UUID.fromString(made.json().get("id").asText());
    core.database.execute(
        """
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%s', gen_random_uuid(), '%s', 'chat', 'telegram', '%d', now())\
        """
            .formatted(core.tenant, id, chat));
    return new Person(id, chat);
  }

  private static String incident() {
    return core.post("/api/v1/incidents", "{\"title\":\"Case " + ++count + "\"}")
        .json()
        .get("id")
        .asText();
  }

  /** One that may be changed in that way. */
  private static String incident(Act act) {
    String incident = incident();
    if (act == Act.UNACKNOWLEDGE) {
      assertThat(core.post("/api/v1/incidents/" + incident + "/acknowledge", "{}").status())
          .isEqualTo(200);
    }
    return incident;
  }

  private static boolean hasChanged(String incident, Act act) {
    return act == Act.UNACKNOWLEDGE ? !hasChanged(incident) : hasChanged(incident);
  }

  private static boolean hasChanged(String incident) {
    JsonNode now = core.get("/api/v1/incidents/" + incident).json();
    return !now.get("status").asText().equals("TRIGGERED")
        || !now.get("severity").asText().equals("SEV3_MEDIUM");
  }

  private static void chat(Person person, Act act, String incident) {
    says(person, act.wireName() + " " + incident);
  }

  private static void says(Person person, String words) {
    String update =
        "{\"update_id\":%d,\"message\":{\"from\":{\"id\":%d},\"chat\":{\"id\":1},\"text\":\"/%s\"}}"
            .formatted(++count, person.chat, words);
    Reply reply =
        core.send(
            null,
            "POST",
            "/api/v1/telegram/" + hook,
            update,
            "x-telegram-bot-api-secret-token",
            SECRET);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  private static int link(Person person, Act act, String incident) {
    return linked(person, incident, "", "action=" + act.wireName());
  }

  /**
   * @param path after that of the link
   */
  private static int linked(Person person, String incident, String path, String form) {
    UUID delivery = UuidV7.at(core.clock.millis());
    String token = LinkToken.of(new SecretBox(new byte[32]), delivery).reveal();
    core.database.execute(
        """
        INSERT INTO action_link (tenant_id, id, token_hash, incident_id, user_id, actions, expires_at)
        VALUES ('%s', '%s', decode('%s', 'hex'), '%s', '%s', '{acknowledge,resolve}', now() + interval '1 day')\
        """
            .formatted(
                core.tenant,
                delivery,
                HexFormat.of().formatHex(Credential.hash(token)),
                incident,
                person.id));
    return core.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + core.port() + "/a/" + token + path))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build())
        .status();
  }

  @ParameterizedTest
  @EnumSource(value = AccessRole.class, mode = EnumSource.Mode.EXCLUDE, names = "PLATFORM_ADMIN")
  void eachRoleMayByLinkAndChatWhatItMayOverTheApi(AccessRole role) {
    Person person = person(role);
    for (Act act : Act.values()) {
      boolean may = role.includes(act.permission().lowest());
      String byChat = incident(act);
      chat(person, act, byChat);
      assertThat(hasChanged(byChat, act)).as("%s %s by chat", role, act).isEqualTo(may);

      String byLink = incident(act);
      int status = link(person, act, byLink);
      boolean linksDoIt = act == Act.ACKNOWLEDGE || act == Act.RESOLVE;
      assertThat(hasChanged(byLink, act))
          .as("%s %s by link", role, act)
          .isEqualTo(may && linksDoIt);
      assertThat(status).isEqualTo(!linksDoIt ? 422 : may ? 200 : 403);
    }
  }

  /** Whoever has somebody's chat or the link of a message has nothing of the account. */
  @Test
  void neitherAChatNorALinkChangesAnAccount() {
    Person person = person(AccessRole.TENANT_ADMIN);
    String before = account(person);
    for (String words :
        List.of(
            "password vestibule ocelot quartz",
            "contact add email thief@example.org",
            "contacts",
            "verify 123456",
            "token create mine",
            "invite thief",
            "link thief",
            "unlink",
            "rules none",
            "user role tenant_admin",
            "help",
            "status INC-22222",
            "oncall",
            "create INC by chat")) {
      says(person, words);
    }
    String incident = incident();
    for (String path : List.of("", "/contacts", "/confirmation", "/me/contacts", "/../api/v1/me")) {
      assertThat(
              linked(
                  person,
                  incident,
                  path,
                  "action=acknowledge&user="
                      + person.id
                      + "&email=thief@example.org&password=vestibule"))
          .as(path)
          .isLessThan(500);
    }
    assertThat(account(person)).isEqualTo(before);
  }

  /** All that decides who the person is, and where and how they are reached. */
  private static String account(Person person) {
    return String.join(
        "\n",
        core.database.query(
            """
            SELECT 'u ' || t::text FROM user_account t WHERE id = '%1$s'
             UNION ALL SELECT 'c ' || t::text FROM user_contact t WHERE user_id = '%1$s'
             UNION ALL SELECT 'p ' || t::text FROM user_credential t WHERE user_id = '%1$s'
             UNION ALL SELECT 't ' || t::text FROM api_token t WHERE user_id = '%1$s'
             UNION ALL SELECT 's ' || t::text FROM user_session t WHERE user_id = '%1$s'
             UNION ALL SELECT 'r ' || t::text FROM notification_rule t WHERE user_id = '%1$s'
             UNION ALL SELECT 'q ' || t::text FROM notification_preference t WHERE user_id = '%1$s'
             UNION ALL SELECT 'f ' || t::text FROM user_totp t WHERE user_id = '%1$s'
             UNION ALL SELECT 'i ' || t::text FROM user_invitation t WHERE user_id = '%1$s'
             UNION ALL SELECT 'k ' || t::text FROM contact_code t WHERE user_id = '%1$s'
             UNION ALL SELECT 'd ' || t::text FROM calendar_feed t WHERE made_by_user = '%1$s'
             ORDER BY 1\
            """
                .formatted(person.id)));
  }

  @Test
  void aGrantOfTheirTeamCountsUntilItEnds() {
    Person person = person(AccessRole.VIEWER);
    core.post("/api/v1/teams", "{\"name\":\"Elsewhere\"}");
    grant(person, "Elsewhere");
    String ofAnotherTeam = incident();
    chat(person, Act.RESOLVE, ofAnotherTeam);
    assertThat(hasChanged(ofAnotherTeam)).isFalse();

    grant(person, "Operations");
    String granted = incident();
    chat(person, Act.RESOLVE, granted);
    assertThat(hasChanged(granted)).isTrue();

    core.database.execute("UPDATE access_grant SET ended_at = now(), ended_by = 'test'");
    String ended = incident();
    chat(person, Act.RESOLVE, ended);
    assertThat(link(person, Act.RESOLVE, ended)).isEqualTo(403);
    assertThat(hasChanged(ended)).isFalse();
  }

  private static void grant(Person person, String team) {
    Reply made =
        core.post(
            "/api/v1/grants",
            "{\"grantee\":\"user:%s\",\"permission\":\"incident.resolve\",\"team\":\"%s\"}"
                .formatted(person.id, team));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
  }

  /** The row of a link names its tenant, and so does a hook: neither reaches into another. */
  @Test
  void whatIsAboutAnotherTenantIsNotThere() {
    Person person = person(AccessRole.TENANT_ADMIN);
    String foreign = core.tokenOfAnotherTenant("foreign", "read,write,admin");
    UUID tenant =
        UUID.fromString(
            core.database.query("SELECT tenant_id FROM tenant WHERE name = 'foreign'").getFirst());
    UUID theirs = UuidV7.at(core.clock.millis());
    core.database.execute(
        """
        INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%2$s', 'theirs');
        INSERT INTO service (tenant_id, id, name, owner_team_id) VALUES ('%1$s', '%2$s', 'theirs', '%2$s');
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by,
                              detected_at, created_at, updated_at)
        VALUES ('%1$s', '%2$s', 'INC-77777', 'theirs', '%2$s', 3, 'TRIGGERED', 'api', 'system', now(), now(), now())\
        """
            .formatted(tenant, theirs));

    chat(person, Act.RESOLVE, theirs.toString());
    chat(person, Act.RESOLVE, "INC-77777");
    assertThat(link(person, Act.RESOLVE, theirs.toString())).isEqualTo(404);
    assertThat(
            core.send(foreign, "GET", "/api/v1/incidents/" + theirs, null)
                .json()
                .get("status")
                .asText())
        .isEqualTo("TRIGGERED");
  }
}
