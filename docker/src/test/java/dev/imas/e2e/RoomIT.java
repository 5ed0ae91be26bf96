package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeSlack;
import dev.imas.fixtures.FakeSlack.Channel;
import dev.imas.fixtures.database.RunningCore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * War rooms from the incident to the workspace and back (requirements COL-01 to COL-05, decisions
 * C1, C2, traps 77, 78). The workspace is a local server that behaves as Slack's documentation
 * says.
 */
class RoomIT {

  private final RoomScene scene = new RoomScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aSevereIncidentGetsARoomWithItsTeam() {
    scene.member("alice", Map.of("slack", "UALICE001"));
    scene.member("bob", Map.of("email", "bob@example.org"));
    scene.member("carol", Map.of());
    scene.slack.member("bob@example.org", "UBOB00001");

    String incident = scene.incident("Payments are <down>", "SEV1");
    Channel channel = scene.channel(incident);

    String shortId =
        scene.paging.core.get("/api/v1/incidents/" + incident).json().get("short_id").asText();
    assertThat(channel.name)
        .isEqualTo("inc-" + shortId.substring(4).toLowerCase(java.util.Locale.ROOT) + "-ledger");
    assertThat(channel.topic).startsWith("SEV1 · ledger · no lead yet").contains(incident);
    assertThat(channel.members).containsExactly("UALICE001", "UBOB00001", FakeSlack.BOT);
    assertThat(channel.texts().getFirst()).contains(shortId).contains("Payments are &lt;down&gt;");
    assertThat(channel.pins).containsExactly(channel.messages.getFirst().getString("ts"));
    assertThat(scene.timeline(incident, line -> line.startsWith("ROOM")))
        .containsExactly("ROOM: #" + channel.name + " on Slack is open");
  }

  @Test
  void aMildIncidentGetsNoneUnlessSomebodyAsks() {
    String incident = scene.incident("A disk fills", "SEV3");
    assertThat(scene.rooms(incident)).isEmpty();

    scene.act(incident, "rooms", "{}");
    Channel channel = scene.channel(incident);

    assertThat(channel.topic).startsWith("SEV3");
    assertThat(scene.paging.core.post("/api/v1/incidents/" + incident + "/rooms", "{}").status())
        .isEqualTo(409);
  }

  @Test
  void whatHappensIsToldInTheRoomOnceAndInOrder() {
    String incident = scene.incident("Slow", "SEV2");
    Channel channel = scene.channel(incident);

    scene.act(incident, "acknowledge", "{}");
    scene.act(incident, "comments", "{\"message\":\"It is the index\"}");
    scene.act(incident, "mitigate", "{\"message\":\"Index is rebuilt\"}");
    Await.until("three news", channel::texts, texts -> texts.toString().contains("rebuilt"));
    scene.idle();

    String all = String.join("\n", channel.texts());
    assertThat(all).containsSubsequence("ACKNOWLEDGED by", "It is the index", "MITIGATED by");
    assertThat(all.split("It is the index", -1)).hasSize(2);
    assertThat(channel.topic).contains(" · lead ");
  }

  @Test
  void oneWhoCannotBeInvitedDoesNotStopTheRest() {
    scene.member("alice", Map.of("slack", "UALICE001"));
    scene.member("bob", Map.of("slack", "UBOB00001"));
    scene.slack.cannotInvite("UALICE001");

    String incident = scene.incident("Down", "SEV1");
    Channel channel = scene.channel(incident);

    assertThat(channel.members).containsExactly("UBOB00001", FakeSlack.BOT);
    assertThat(scene.timeline(incident, line -> line.contains("could not be invited")))
        .singleElement()
        .asString()
        .contains("alice")
        .contains("user_not_found");
    assertThat(scene.rooms(incident).getFirst().at("/people/0/status").asText())
        .isEqualTo("failed");
  }

  @Test
  void whoComesLaterIsInvitedToo() {
    String incident = scene.incident("Down", "SEV1");
    Channel channel = scene.channel(incident);

    scene.person("dora", Map.of("slack", "UDORA0001"));
    scene.paging.core.send(
        scene.paging.core.token,
        "PUT",
        "/api/v1/teams/" + scene.paging.team + "/stand-ins",
        "{\"current_on_call\":\"dora\"}");
    scene.due("room");

    Await.until("dora to be in", () -> channel.members, in -> in.contains("UDORA0001"));
    scene.due("room");
    scene.idle();
    assertThat(scene.slack.calls("conversations.invite")).isEqualTo(1);
  }

  @Test
  void thePeopleBehindAScopeAreInvitedToo() {
    RunningCore core = scene.paging.core;
    scene.person("dora", Map.of("slack", "UDORA0001"));
    scene.person("erin", Map.of("slack", "UERIN0001", "email", "dpo@example.org"));
    scene.person("frank", Map.of("slack", "UFRANK001", "email", "DPO@example.org"));
    core.database.execute(
        "UPDATE user_contact SET verified_at = NULL WHERE address = 'DPO@example.org'");
    assertThat(core.post("/api/v1/teams", "{\"name\":\"Security\"}").status()).isEqualTo(201);
    String standIn = "{\"current_on_call\":\"dora\"}";
    assertThat(core.send(core.token, "PUT", "/api/v1/teams/Security/stand-ins", standIn).status())
        .isEqualTo(200);
    String scope =
        """
        {"name":"Leak","team":"Security","mandatory_notify_email":["dpo@example.org"]}\
        """;
    assertThat(core.post("/api/v1/scopes", scope).status()).isEqualTo(201);

    String incident = scene.incident("Data are out", "SEV1");
    Channel channel = scene.channel(incident);
    assertThat(channel.members).containsExactly(FakeSlack.BOT);
    String has = "/api/v1/incidents/" + incident + "/scopes/Leak";
    assertThat(core.send(core.token, "PUT", has, "").status()).isEqualTo(200);

    Await.until("dora to be in", () -> channel.members, in -> in.contains("UDORA0001"));
    scene.idle();
    assertThat(channel.members)
        .as("on call for the team of the scope, and who has verified its address; not who has not")
        .containsExactlyInAnyOrder("UDORA0001", "UERIN0001", FakeSlack.BOT);
  }

  @Test
  void theEndIsToldAndTheRoomArchivedLater() {
    String incident = scene.incident("Down", "SEV1");
    Channel channel = scene.channel(incident);

    scene.act(incident, "resolve", "{}");
    Await.until("the end to be told", channel::texts, t -> t.toString().contains("archived in"));
    assertThat(channel.texts().getLast()).contains("RESOLVED").contains("archived in 30 min");
    scene.idle();
    assertThat(channel.isArchived).isFalse();

    scene.due("room-archive");
    scene.room(incident, "archived");
    assertThat(channel.isArchived).isTrue();
    assertThat(scene.rooms(incident).getFirst().hasNonNull("archived_at")).isTrue();
  }

  @Test
  void reopeningInTimeKeepsTheRoom() {
    String incident = scene.incident("Down", "SEV1");
    Channel channel = scene.channel(incident);
    scene.act(incident, "resolve", "{}");
    Await.until("the end to be told", channel::texts, t -> t.toString().contains("archived in"));

    scene.act(incident, "reopen", "{\"message\":\"Not over\"}");
    Await.until("the room to hear of it", channel::texts, t -> t.toString().contains("Not over"));
    scene.idle();

    assertThat(
            scene.paging.core.database.query(
                "SELECT kind FROM imas.timer WHERE kind = 'room-archive'"))
        .isEmpty();
    assertThat(scene.rooms(incident)).hasSize(1);
  }

  @Test
  void anArchivedRoomIsOpenedAgainWhereTheVendorLetsUs() {
    scene.slack.letsBotsUnarchive();
    String incident = archived();

    scene.act(incident, "reopen", "{\"message\":\"Not over\"}");

    Channel channel = scene.channel(incident);
    assertThat(channel.isArchived).isFalse();
    assertThat(channel.texts().getLast()).contains("Not over");
    assertThat(scene.slack.channels()).hasSize(1);
  }

  @Test
  void whereBotsMayNotUnarchiveASecondRoomFollows() {
    String incident = archived();
    String first = scene.rooms(incident).getFirst().get("name").asText();

    scene.act(incident, "reopen", "{\"message\":\"Not over\"}");

    Channel second = scene.channel(incident);
    assertThat(second.name).isEqualTo(first + "-2");
    assertThat(second.texts().getFirst()).contains("It goes on from #" + first);
    JsonNode left = scene.rooms(incident).getFirst();
    assertThat(left.get("state").asText()).isEqualTo("left");
    assertThat(left.get("reason").asText()).contains("not_allowed_token_type");
  }

  private String archived() {
    String incident = scene.incident("Down", "SEV1");
    scene.channel(incident);
    scene.act(incident, "resolve", "{}");
    Await.until(
        "the archiving to be set",
        () ->
            scene.paging.core.database.query(
                "SELECT kind FROM imas.timer WHERE kind = 'room-archive'"),
        set -> !set.isEmpty());
    scene.idle();
    scene.due("room-archive");
    scene.room(incident, "archived");
    scene.idle();
    return incident;
  }

  /**
   * Our answer was on its way when the notifier died: the row says opening, the channel is there.
   */
  @Test
  void aNotifierThatDiesBeforeItsCommitLeavesOneRoom() {
    scene.slack.loses("conversations.setTopic", new FakeReceiver.Reply.Silence());
    String incident = scene.incident("Down", "SEV1");
    Await.until("the channel", scene.slack::channels, made -> made.size() == 1);
    Await.until(
        "its mark", () -> scene.slack.channels().getFirst().topic, topic -> !topic.isEmpty());

    anotherNotifierTakesOver();

    Channel channel = scene.channel(incident);
    assertThat(scene.slack.channels()).containsExactly(channel);
    assertThat(scene.timeline(incident, line -> line.startsWith("ROOM")))
        .singleElement()
        .asString()
        .endsWith("is open; an earlier attempt had made it");
  }

  /** It died even before the mark: the channel is bare, and ours once nobody can be at it. */
  @Test
  void aChannelWithoutAMarkIsTakenUpWhenNobodyCanBeAtIt() {
    scene.slack.loses("conversations.create", new FakeReceiver.Reply.Silence());
    String incident = scene.incident("Down", "SEV1");
    Await.until("the channel", scene.slack::channels, made -> made.size() == 1);
    anotherNotifierTakesOver();
    Await.until("a look", () -> scene.slack.calls("users.conversations"), looks -> looks >= 2);
    Await.until(
        "its end to be stored",
        () ->
            scene.paging.core.database.query(
                "SELECT status FROM imas.room_task WHERE kind = 'open'"),
        statuses -> statuses.equals(List.of("pending")));
    assertThat(scene.slack.channels().getFirst().topic).isEmpty();

    scene.paging.core.clock.move(java.time.Duration.ofMinutes(3));
    anotherNotifierTakesOver();

    Channel channel = scene.channel(incident);
    assertThat(scene.slack.channels()).containsExactly(channel);
    assertThat(channel.topic).contains(incident);
  }

  /** The lease has run out, and what the first attempt says no longer counts. */
  private void anotherNotifierTakesOver() {
    scene.paging.core.database.execute(
        "UPDATE imas.room_task SET next_attempt_at = now() WHERE status IN ('pending', 'working')"
            + " AND kind = 'open'");
  }

  @Test
  void anothersChannelOfThatNameIsLeftAlone() {
    scene.settings("{\"is_automatic\":false}");
    String incident = scene.incident("Down", "SEV1");
    String name =
        "inc-"
            + scene
                .paging
                .core
                .get("/api/v1/incidents/" + incident)
                .json()
                .get("short_id")
                .asText()
                .substring(4)
                .toLowerCase(java.util.Locale.ROOT)
            + "-ledger";
    Channel anothers =
        scene.slack.make(name, FakeSlack.BOT, "SEV1 · other tenant · imas:another.1");

    scene.act(incident, "rooms", "{}");

    Channel channel = scene.channel(incident);
    assertThat(channel.name).isEqualTo(name + "-2");
    assertThat(anothers.texts()).isEmpty();
  }

  @Test
  void aRefusalIsToldOnTheTimelineWithItsMend() {
    scene.slack.answers(
        "conversations.create",
        new FakeReceiver.Reply.Status(
            200,
            Map.of(),
            "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"channels:manage\"}"));
    String incident = scene.incident("Down", "SEV1");

    scene.room(incident, "failed");
    assertThat(scene.timeline(incident, line -> line.startsWith("ROOM")))
        .containsExactly(
            "ROOM: No room could be opened: Slack refused: missing_scope; the app needs"
                + " channels:manage");
    scene.idle();
    assertThat(scene.slack.calls("chat.postMessage")).isZero();

    scene.act(incident, "rooms", "{}");
    assertThat(scene.channel(incident).name).endsWith("-2");
  }

  @Test
  void aRoomThatPeopleArchiveByHandIsLeft() {
    String incident = scene.incident("Down", "SEV1");
    Channel channel = scene.channel(incident);
    channel.isArchived = true;

    scene.act(incident, "acknowledge", "{}");

    JsonNode left = scene.room(incident, "left");
    assertThat(left.get("reason").asText()).contains("archived or deleted");
  }

  @Test
  void aRoomIsArchivedByHandAndStaysSo() {
    String incident = scene.incident("Down", "SEV1");
    Channel channel = scene.channel(incident);

    scene.act(incident, "rooms/archive", "{}");

    scene.room(incident, "left");
    assertThat(channel.isArchived).isTrue();
    scene.act(incident, "acknowledge", "{}");
    scene.idle();
    assertThat(scene.slack.channels()).hasSize(1);
  }

  @Test
  void theTenantMaySayThatNoneOpensByItself() {
    scene.settings("{\"is_automatic\":true,\"services_without\":[\"ledger\"]}");
    String incident = scene.incident("Down", "SEV1");
    scene.due("room");
    scene.idle();
    assertThat(scene.rooms(incident)).isEmpty();
    assertThat(scene.slack.channels()).isEmpty();
  }

  @Test
  void aStormOpensNoMoreThanItsLimit() {
    scene.settings("{\"most_open\":1}");
    String first = scene.incident("Down", "SEV1");
    scene.channel(first);
    String second = scene.incident("Down too", "SEV1");

    JsonNode none = scene.room(second, "failed");

    assertThat(none.get("reason").asText()).contains("1 rooms already");
    assertThat(scene.slack.channels()).hasSize(1);
  }

  @Test
  void whatWasLeftOpenIsArchivedAtNight() {
    String incident = scene.incident("Down", "SEV1");
    Channel channel = scene.channel(incident);
    scene.act(incident, "resolve", "{}");
    Await.until("the end to be told", channel::texts, t -> t.toString().contains("archived in"));
    scene.idle();
    scene.paging.core.database.execute(
        "DELETE FROM imas.timer WHERE kind = 'room-archive';"
            + " UPDATE imas.incident SET resolved_at = resolved_at - interval '2 days'");

    scene.paging.core.database.execute(atNight(scene.paging.core.now()));
    scene.due("rooms-stale");

    scene.room(incident, "archived");
    assertThat(channel.isArchived).isTrue();
  }

  /** In the tenant's zone it is three o'clock. */
  private String atNight(Instant now) {
    int hours = 3 - now.atZone(ZoneOffset.UTC).getHour();
    return "INSERT INTO imas.delivery_policy (tenant_id, time_zone, group_every, digest_at) VALUES ('%s', '%s', '15 minutes', '08:00')"
        .formatted(
            scene.paging.core.tenant, ZoneOffset.ofHours(hours < -12 ? hours + 24 : hours).getId());
  }
}
