package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeDiscord;
import dev.imas.fixtures.FakeDiscord.Channel;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.database.RunningCore;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** COL-01: the room is on Discord where Slack makes none, from the incident to the archive. */
class DiscordRoomIT {

  private final PagingScene scene =
      new PagingScene(Map.of("IMAS_CORE_TIMER_POLL", "50ms"), Map.of());
  private final FakeDiscord discord = new FakeDiscord();
  private final FakeReceiver guild = FakeReceiver.start(scene.core.vertx).replies(discord);

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void theRoomHearsWhatHappensIsArchivedAndComesBack() {
    assertThat(
            scene
                .core
                .post(
                    "/api/v1/providers",
                    """
                    {"name":"guild","type":"discord_bot","config":{"bot_token":"t","guild_id":"800000000000000001",
                     "incidents_category_id":"800000000000000081","archive_category_id":"800000000000000082","url":"%s"}}\
                    """
                        .formatted(guild.url("/api/v10")))
                .status())
        .isEqualTo(201);

    String incident = scene.incident("Water in the cellar", "SEV1");
    Await.until("the channel", discord::channels, made -> made.size() == 1);
    Channel room = discord.channels().getFirst();
    assertThat(room.json().getString("topic")).contains(incident);
    told(room, "Water in the cellar");

    act(incident, "acknowledge");
    told(room, "ACKNOWLEDGED by");
    act(incident, "resolve");
    told(room, "This room is archived in 30 min");
    due();
    Await.until(
        "the archive",
        () -> room.json().getString("parent_id"),
        parent -> parent.equals("800000000000000082"));
    Await.until(
        "its state",
        () -> scene.core.database.query("SELECT state FROM imas.room"),
        states -> states.equals(List.of("archived")));

    act(incident, "reopen");
    told(room, "Not over");
    assertThat(room.json().getString("parent_id")).isEqualTo("800000000000000081");
    assertThat(discord.channels()).hasSize(1);
    assertThat(room.pins()).hasSize(1);
  }

  private void act(String incident, String action) {
    assertThat(
            scene
                .core
                .post(
                    "/api/v1/incidents/" + incident + "/" + action,
                    action.equals("reopen") ? "{\"message\":\"Not over\"}" : "{}")
                .status())
        .isEqualTo(200);
  }

  private static void told(Channel room, String words) {
    Await.until(words, () -> List.copyOf(room.texts()), t -> t.toString().contains(words));
  }

  private void due() {
    Await.until(
        "the archiving to be set",
        () -> scene.core.database.query("SELECT kind FROM imas.timer WHERE kind = 'room-archive'"),
        set -> !set.isEmpty());
    scene.core.database.execute(
        "UPDATE imas.timer SET due_at = now(), try_at = now() WHERE kind = 'room-archive'");
  }

  private static final String GUILD = "800000000000000001";
  private static final String APP_ID = "900000000000000001";
  private static final String ANN = "700000000000000001";
  private static final KeyPair APP = keys();
  private String hook = "";
  private int count;

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void guildWithAKey() {
    byte[] key = APP.getPublic().getEncoded();
    RunningCore.Reply made =
        scene.core.post(
            "/api/v1/providers",
            """
            {"name":"guild","type":"discord_bot","config":{"bot_token":"t","guild_id":"%s","application_id":"%s",
             "public_key":"%s","url":"%s"}}\
            """
                .formatted(
                    GUILD,
                    APP_ID,
                    HexFormat.of().formatHex(key, key.length - 32, key.length),
                    guild.url("/api/v10")));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    hook = made.json().get("hook").asText();
  }

  /** A member of the team that owns the service, whom Discord knows by that id. */
  private void member(String name, String id) {
    scene.core.database.execute(
        """
        WITH made AS (
          INSERT INTO imas.user_account (tenant_id, id, username, email, role)
          VALUES ('%1$s', gen_random_uuid(), '%2$s', '%2$s@example.org', 'responder') RETURNING id),
        joined AS (
          INSERT INTO imas.team_member (tenant_id, team_id, user_id) SELECT '%1$s', '%4$s', id FROM made)
        INSERT INTO imas.user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        SELECT '%1$s', gen_random_uuid(), id, 'chat', 'discord', '%3$s', now() FROM made\
        """
            .formatted(scene.core.tenant, name, id, scene.team));
  }

  private RunningCore.Reply interaction(String by, String data) {
    String body =
        """
        {"id":"%d","application_id":"%s","type":2,"token":"tok-1","guild_id":"%s",
         "member":{"user":{"id":"%s"}},"data":%s}\
        """
            .formatted(++count, APP_ID, GUILD, by, data);
    return post(body);
  }

  private RunningCore.Reply post(String body) {
    String time = Long.toString(scene.core.clock.instant().getEpochSecond());
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(APP.getPrivate());
      signer.update((time + body).getBytes(StandardCharsets.UTF_8));
      return scene.core.send(
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:%d/api/v1/discord/%s/interactions"
                          .formatted(scene.core.port(), hook)))
              .header("x-signature-timestamp", time)
              .header("x-signature-ed25519", HexFormat.of().formatHex(signer.sign()))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String mark(Channel room, String message, String author, String text) {
    return """
    {"name":"Add to timeline","type":3,"target_id":"%s","resolved":{"messages":{"%s":
     {"id":"%s","channel_id":"%s","content":"%s","author":{"id":"%s","username":"bob"}}}}}\
    """
        .formatted(message, message, message, room.id(), text, author);
  }

  private static String said(RunningCore.Reply reply) {
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    assertThat(reply.json().get("type").asInt()).isEqualTo(4);
    assertThat(reply.json().at("/data/flags").asInt()).isEqualTo(64);
    return reply.json().at("/data/content").asText();
  }

  private Channel openRoom(String incident) {
    Await.until(
        "the room to be open",
        () ->
            scene.core.database.query(
                "SELECT state FROM imas.room WHERE incident_id = '" + incident + "'"),
        states -> states.equals(List.of("open")));
    return discord.channels().getFirst();
  }

  /** COL-03: people come into the room, one failure stops no other, and the timeline says whose. */
  @Test
  void thePeopleOfTheTeamAreInvitedByTheirVerifiedIds() {
    guildWithAKey();
    member("ann", ANN);
    member("gone", "700000000000000002");
    member("unknown", "any");
    discord.stranger("700000000000000002");
    String incident = scene.incident("Water in the cellar", "SEV1");
    Channel room = openRoom(incident);
    told(room, "<@" + ANN + ">");
    Await.until(
        "the failure on the timeline",
        () -> scene.timeline(incident).toString(),
        lines -> lines.contains("gone could not be invited") && lines.contains("no member"));
    assertThat(room.texts().stream().filter(text -> text.contains("<@")).toList()).hasSize(1);
  }

  /** COL-04, trap 77: a message that is marked enters the timeline once, whoever marks it again. */
  @Test
  void aMessageThatIsMarkedEntersTheTimelineOnce() {
    guildWithAKey();
    member("ann", ANN);
    String incident = scene.incident("Water in the cellar", "SEV1");
    Channel room = openRoom(incident);
    String message = mark(room, "810000000000000001", "700000000000000009", "It is the pump");

    assertThat(said(interaction(ANN, message))).isEqualTo("The message is on the timeline now.");
    assertThat(said(interaction(ANN, message))).contains("on the timeline already");
    assertThat(said(interaction("700000000000000008", message))).contains("I do not know you");
    String own = mark(room, "810000000000000002", FakeDiscord.BOT, "The room is open");
    assertThat(said(interaction(ANN, own))).contains("no message of a person");
    String elsewhere = message.replace(room.id(), "899999999999999999");
    assertThat(said(interaction(ANN, elsewhere))).contains("no message of a person");
    scene.core.database.execute("UPDATE imas.user_account SET role = 'viewer'");
    scene.core.database.execute("DELETE FROM imas.team_member");
    String another = mark(room, "810000000000000003", "700000000000000009", "Or the valve");
    assertThat(said(interaction(ANN, another))).contains("incident.comment");

    List<String> notes =
        scene.timeline(incident).stream().filter(line -> line.startsWith("NOTE")).toList();
    assertThat(notes).containsExactly("NOTE: bob: It is the pump");
    assertThat(room.texts()).noneMatch(text -> text.contains("It is the pump"));
  }

  /** C5: what is not known within Discord's three seconds takes the place of the first answer. */
  @Test
  void whatTakesLongIsAnsweredLater() throws SQLException {
    guildWithAKey();
    member("ann", ANN);
    String incident = scene.incident("Water in the cellar", "SEV3");
    String number = scene.core.get("/api/v1/incidents/" + incident).json().get("short_id").asText();
    try (Connection other = scene.core.database.connect();
        Statement sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute("SELECT FROM imas.incident WHERE id = '" + incident + "' FOR UPDATE");
      RunningCore.Reply first =
          interaction(
              ANN,
              """
              {"name":"imas","type":1,"options":[{"type":1,"name":"ack","options":[
               {"type":3,"name":"incident","value":"%s"}]}]}\
              """
                  .formatted(number));
      assertThat(first.json().get("type").asInt()).isEqualTo(5);
      other.rollback();
    }
    Await.until(
        "the answer",
        discord::answers,
        answers -> answers.equals(List.of("You have acknowledged " + number + ".")));
    assertThat(guild.requests().getLast().path())
        .isEqualTo("/api/v10/webhooks/" + APP_ID + "/tok-1/messages/@original");
  }
}
