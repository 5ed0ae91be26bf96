package dev.imas.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.UuidV7;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** People act from Discord: commands and buttons (COL-15, COL-16; decisions C3, C4). */
class DiscordCallbackIT {

  private static final RunningCore core = RunningCore.start();
  private static final KeyPair APP = keys();
  private static final String GUILD = "800000000000000001";
  private static final UUID hook = provider(core.tenant, APP, GUILD);
  private static int count;

  @AfterAll
  static void stop() {
    core.close();
  }

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The bytes of the key itself are the last of its X.509 form. */
  private static String hex(KeyPair keys) {
    byte[] encoded = keys.getPublic().getEncoded();
    return HexFormat.of()
        .formatHex(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
  }

  /**
   * @return its hook
   */
  private static UUID provider(UUID tenant, KeyPair app, String guild) {
    UUID id = UuidV7.at(core.clock.millis());
    core.database.execute(
        """
        INSERT INTO provider (tenant_id, id, name, type, channel, config)
        VALUES ('%1$s', '%2$s', '%2$s', 'discord_bot', 'discord',
                '{"public_key":"%3$s","guild_id":"%4$s","application_id":"900000000000000001"}')\
        """
            .formatted(tenant, id, hex(app), guild));
    return UUID.fromString(
        core.database.query("SELECT hook FROM provider WHERE id = '" + id + "'").getFirst());
  }

  private record Person(String name, String id) {}

  /** A user with a verified contact that names a member. */
  private static Person person(String role) {
    String name = "member" + ++count;
    String address = Long.toString(700_000_000_000_000_000L + count);
    Reply made =
        core.post(
            "/api/v1/users",
            "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"role\":\"%2$s\"}"
                .formatted(name, role));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    core.database.execute(
        """
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%s', gen_random_uuid(), '%s', 'chat', 'discord', '%s', now())\
        """
            .formatted(core.tenant, made.json().get("id").asText(), address));
    return new Person(name, address);
  }

  private static JsonNode incident() {
    return core.post("/api/v1/incidents", "{\"title\":\"Case %d\"}".formatted(++count)).json();
  }

  private static String number(JsonNode incident) {
    return incident.get("short_id").asText();
  }

  private static JsonNode read(JsonNode incident) {
    return core.get("/api/v1/incidents/" + incident.get("id").asText()).json();
  }

  private static String status(JsonNode incident) {
    return read(incident).get("status").asText();
  }

  private static String interaction(Person person, int type, String data) {
    return """
    {"id":"%d","application_id":"900000000000000001","type":%d,"token":"t","version":1,"guild_id":"%s",
     "channel_id":"800000000000000002","member":{"user":{"id":"%s","username":"x"},"roles":[]},"data":%s}\
    """
        .formatted(1_000_000 + ++count, type, GUILD, person.id, data);
  }

  private static String command(Person person, String verb, String options) {
    return interaction(
        person,
        2,
        "{\"id\":\"5\",\"name\":\"imas\",\"type\":1,\"options\":[{\"type\":1,\"name\":\"%s\",\"options\":[%s]}]}"
            .formatted(verb, options));
  }

  private static String option(String name, String value) {
    return "{\"type\":3,\"name\":\"%s\",\"value\":\"%s\"}".formatted(name, value);
  }

  private static Reply post(String path, String body, String time, String signature) {
    return core.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + core.port() + "/api/v1" + path))
            .header("x-signature-timestamp", time)
            .header("x-signature-ed25519", signature)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static String signed(KeyPair keys, String time, String body) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(keys.getPrivate());
      signer.update((time + body).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reply send(UUID to, KeyPair keys, String body, Instant at) {
    String time = Long.toString(at.getEpochSecond());
    return post("/discord/" + to + "/interactions", body, time, signed(keys, time, body));
  }

  private static Reply send(String body) {
    return send(hook, APP, body, core.now());
  }

  /** What the person alone is shown. */
  private static String said(Reply reply) {
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    JsonNode json = reply.json();
    assertThat(json.get("type").asInt()).isEqualTo(4);
    assertThat(json.at("/data/flags").asInt()).isEqualTo(64);
    assertThat(json.at("/data/allowed_mentions/parse")).isEmpty();
    return json.at("/data/content").asText();
  }

  /** So Discord tests an address before it takes it, and again now and then. */
  @Test
  void aPingIsAnsweredAndAWrongSignatureRefused() {
    String ping =
        "{\"id\":\"1\",\"application_id\":\"900000000000000001\",\"type\":1,\"version\":1}";
    Reply pong = send(ping);
    assertThat(pong.status()).isEqualTo(200);
    assertThat(pong.header("content-type")).startsWith("application/json");
    assertThat(pong.json().get("type").asInt()).isEqualTo(1);

    String time = Long.toString(core.now().getEpochSecond());
    String path = "/discord/" + hook + "/interactions";
    assertThat(post(path, ping, time, signed(keys(), time, ping)).status()).isEqualTo(401);
    assertThat(post(path, ping, time, "").status()).isEqualTo(401);
    assertThat(post(path, ping, time, "not hexadecimal").status()).isEqualTo(401);
    assertThat(post(path, ping, "soon", signed(APP, "soon", ping)).status()).isEqualTo(401);
    // COL-15: the only provider of the type needs no hook.
    assertThat(post("/discord/interactions", ping, time, signed(APP, time, ping)).status())
        .isEqualTo(200);
  }

  @Test
  void aCommandDoesWhatThePersonMayAndTheTimelineNamesThem() {
    Person ann = person("operator");
    JsonNode incident = incident();

    assertThat(
            said(
                send(
                    command(
                        ann,
                        "ack",
                        option("message", "on it") + "," + option("incident", number(incident))))))
        .isEqualTo("You have acknowledged " + number(incident) + ".");
    JsonNode line = read(incident).get("timeline").get(1);
    assertThat(line.get("created_by").asText()).isEqualTo(ann.name);
    assertThat(line.at("/metadata/via").asText()).isEqualTo("discord");
    assertThat(line.get("message").asText()).contains("on it");

    assertThat(said(send(command(ann, "ack", option("incident", number(incident))))))
        .contains("Nothing has changed", "ACKNOWLEDGED");
    assertThat(said(send(command(ann, "status", option("incident", number(incident))))))
        .contains("ACKNOWLEDGED", ann.name);
    assertThat(said(send(command(ann, "list", "")))).contains(number(incident));
    assertThat(said(send(command(ann, "create", option("title", "[a](https://evil.example) @x")))))
        .contains("You have opened INC-")
        .contains("\\[a\\]\\(https");
    assertThat(said(send(command(ann, "resolve", option("incident", number(incident))))))
        .contains("You have resolved");
    assertThat(status(incident)).isEqualTo("RESOLVED");
  }

  @Test
  void aButtonOfAMessageActsForWhoeverPressesIt() {
    Person ann = person("operator");
    JsonNode incident = incident();
    assertThat(said(send(button(ann, "escalate_incident", incident)))).contains("SEV2\\_HIGH");
    assertThat(said(send(button(ann, "ack_incident", incident)))).contains("acknowledged");
    assertThat(read(incident).get("lead").asText()).isEqualTo(ann.name);
    assertThat(said(send(button(ann, "unacknowledge_incident", incident)))).contains("taken back");
    assertThat(status(incident)).isEqualTo("TRIGGERED");
    assertThat(said(send(button(ann, "resolve_incident", incident)))).contains("resolved");
    assertThat(status(incident)).isEqualTo("RESOLVED");
  }

  private static String button(Person person, String action, JsonNode incident) {
    return interaction(
        person,
        3,
        "{\"component_type\":2,\"custom_id\":\"%s:%s\"}"
            .formatted(action, incident.get("id").asText()));
  }

  /** COL-16: in a direct message, Discord names a user rather than a member. */
  @Test
  void whoeverIsUnknownOrMayNotChangesNothing() {
    JsonNode incident = incident();
    String ack = option("incident", number(incident));
    assertThat(said(send(command(new Person("x", "123456789012345678"), "ack", ack))))
        .contains("I do not know you", "123456789012345678");
    assertThat(said(send(command(person("viewer"), "ack", ack)))).contains("incident.acknowledge");
    Person unverified = person("operator");
    core.database.execute(
        "UPDATE user_contact SET verified_at = NULL WHERE address = '" + unverified.id + "'");
    assertThat(said(send(command(unverified, "ack", ack)))).contains("I do not know you");
    assertThat(status(incident)).isEqualTo("TRIGGERED");

    Person ann = person("responder");
    String direct =
        """
        {"id":"%d","application_id":"900000000000000001","type":2,"user":{"id":"%s"},
         "data":{"name":"imas","type":1,"options":[{"type":1,"name":"ack","options":[%s]}]}}\
        """
            .formatted(++count, ann.id, ack);
    assertThat(said(send(direct))).contains("You have acknowledged");
  }

  @Test
  void whatIsForgedTamperedOrStaleIsRefused() {
    Person ann = person("operator");
    JsonNode incident = incident();
    String body = command(ann, "ack", option("incident", number(incident)));
    String time = Long.toString(core.now().getEpochSecond());
    String path = "/discord/" + hook + "/interactions";
    String signature = signed(APP, time, body);

    assertThat(post(path, body + " ", time, signature).status()).isEqualTo(401);
    String later = Long.toString(core.now().getEpochSecond() + 1);
    assertThat(post(path, body, later, signature).status()).isEqualTo(401);
    assertThat(send(hook, keys(), body, core.now()).status()).isEqualTo(401);
    assertThat(send(hook, APP, body, core.now().minus(Duration.ofMinutes(16))).status())
        .isEqualTo(401);
    assertThat(send(hook, APP, body, core.now().plus(Duration.ofMinutes(16))).status())
        .isEqualTo(401);
    assertThat(send(UUID.randomUUID(), APP, body, core.now()).status()).isEqualTo(404);
    assertThat(status(incident)).isEqualTo("TRIGGERED");
    assertThat(send(body).status()).isEqualTo(200);
    assertThat(status(incident)).isEqualTo("ACKNOWLEDGED");
  }

  /** C3: a repeat is known by the interaction's id, in the transaction of the effect. */
  @Test
  void whatWasPostedBeforeIsNotDoneAgain() throws Exception {
    Person ann = person("operator");
    JsonNode incident = incident();
    String body = command(ann, "ack", option("incident", number(incident)));
    said(send(body));
    core.post("/api/v1/incidents/" + incident.get("id").asText() + "/resolve", "{}");
    core.post(
        "/api/v1/incidents/" + incident.get("id").asText() + "/reopen", "{\"message\":\"again\"}");
    Reply again = send(body);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.http().body()).isEmpty();
    assertThat(status(incident)).isEqualTo("TRIGGERED");

    String many = button(ann, "escalate_incident", incident);
    List<Callable<Integer>> posts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      posts.add(() -> send(many).status());
    }
    try (var threads = Executors.newFixedThreadPool(6)) {
      for (Future<Integer> posted : threads.invokeAll(posts)) {
        assertThat(posted.get()).isEqualTo(200);
      }
    }
    assertThat(read(incident).get("severity").asText()).isEqualTo("SEV2_HIGH");
  }

  /** C4: the tenant is the provider's. One app in two guilds signs for both with one key. */
  @Test
  void whatWasSignedForOneTenantIsRefusedByAnother() {
    String name = "guild" + ++count;
    core.tokenOfAnotherTenant(name, "read,write,admin");
    UUID tenant =
        UUID.fromString(
            core.database
                .query("SELECT tenant_id FROM tenant WHERE name = '" + name + "'")
                .getFirst());
    UUID own = provider(tenant, keys(), "800000000000000009");
    UUID shared = provider(tenant, APP, "800000000000000009");
    Person ann = person("operator");
    JsonNode incident = incident();
    String body = command(ann, "ack", option("incident", number(incident)));

    assertThat(send(own, APP, body, core.now()).status()).isEqualTo(401);
    assertThat(send(shared, APP, body, core.now()).status()).isEqualTo(401);
    // Theirs is theirs, and knows nobody of ours.
    String theirs = body.replace(GUILD, "800000000000000009");
    assertThat(said(send(shared, APP, theirs, core.now()))).contains("I do not know you");
    assertThat(status(incident)).isEqualTo("TRIGGERED");
    core.database.execute("DELETE FROM provider WHERE tenant_id = '" + tenant + "'");
  }

  /** Discord waits for three seconds and shows that the app is thinking: the answer comes later. */
  @Test
  void whatTakesLongIsPutOffAndAnsweredLater() throws SQLException {
    Person ann = person("operator");
    JsonNode incident = incident();
    try (Connection other = core.database.connect();
        Statement sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute(
          "SELECT FROM imas.incident WHERE id = '" + incident.get("id").asText() + "' FOR UPDATE");
      Reply first = send(button(ann, "ack_incident", incident));
      assertThat(first.status()).isEqualTo(200);
      assertThat(first.json().get("type").asInt()).isEqualTo(5);
      assertThat(first.json().at("/data/flags").asInt()).isEqualTo(64);
      other.rollback();
    }
    Await.until(
        "the answer to be queued",
        () -> core.database.query("SELECT payload ->> 'words' FROM chat_reply"),
        words -> words.equals(List.of("You have acknowledged " + number(incident) + ".")));
    assertThat(status(incident)).isEqualTo("ACKNOWLEDGED");
    assertThat(
            core.database.query(
                "SELECT (expires_at BETWEEN now() + interval '13 minutes' AND now() + interval '14"
                    + " minutes')::text FROM chat_reply"))
        .containsExactly("true");
  }
}
