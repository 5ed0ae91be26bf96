package dev.imas.notifier.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Secret;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeDiscord;
import dev.imas.fixtures.FakeDiscord.Channel;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.channel.RoomWork;
import dev.imas.notifier.channel.TaskEnd;
import dev.imas.notifier.channel.TaskLine;
import dev.imas.notifier.egress.AddressPolicy;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.EgressConfig;
import dev.imas.notifier.egress.HostGate;
import dev.imas.notifier.egress.HostLimit;
import dev.imas.notifier.egress.SystemNameResolver;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rooms in a guild that behaves as Discord's documentation says. */
class DiscordRoomsIT {

  private static final Vertx vertx = Vertx.vertx();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
  private static final String MARK = "imas:0199c0f0-0000-7000-8000-000000000001.1";

  private final FakeDiscord discord = new FakeDiscord();
  private final FakeReceiver server = FakeReceiver.start(vertx).replies(discord);
  private Egress egress = egress(Reply.PATIENT);
  private final DiscordRooms rooms =
      new DiscordRooms(
          server.url("/api/v10"), new Secret("never-shown"), "800000000000000001", "81", "82");

  @AfterEach
  void close() {
    Await.result(egress.close());
    server.close();
  }

  @AfterAll
  static void stop() {
    Await.result(vertx.close());
  }

  private static Egress egress(Duration timeout) {
    HostLimit perHost = new HostLimit(1_000, 1_000);
    return new Egress(
        vertx,
        new EgressConfig(timeout, new AddressPolicy(List.of("127.0.0.0/8")), Set.of(), perHost),
        16,
        new SystemNameResolver(vertx, 4, timeout, () -> {}),
        new HostGate(perHost, any -> true, () -> {}),
        InstantSource.fixed(NOW),
        "test");
  }

  private void waitFor(Reply reply) {
    Await.result(egress.close());
    egress = egress(reply.patience());
  }

  private TaskEnd done(RoomWork work) {
    UUID id = UUID.nameUUIDFromBytes(work.toString().getBytes());
    TaskLine line =
        new TaskLine() {
          @Override
          public UUID id() {
            return id;
          }

          @Override
          public Instant now() {
            return NOW;
          }

          @Override
          public WebReply send(WebRequest request) {
            return Await.result(egress.send(new TenantId(new UUID(0, 7)), false, request));
          }
        };
    try {
      return rooms.carryOut(line, work);
    } catch (TaskEnd.Stop stop) {
      return stop.end();
    }
  }

  private static RoomWork.Open opening(int attempt) {
    return new RoomWork.Open("inc-7f3kx-pay", 1, "SEV1 · pay · " + MARK, MARK, attempt, NOW);
  }

  private static Map<String, Object> result(TaskEnd end) {
    assertThat(end).isInstanceOf(TaskEnd.Done.class);
    return ((TaskEnd.Done) end).result();
  }

  private static RoomWork.Post post(Channel channel, String body, boolean isPinned) {
    return new RoomWork.Post(
        channel.id(),
        new RoomWork.Text(
            "**Down**",
            body,
            List.of(List.of("Service", "pay_ments")),
            Map.of("Incident", "https://imas.example/x")),
        isPinned);
  }

  @Test
  void aRoomIsMadeWithItsMarkInItsCategory() {
    Map<String, Object> made = result(done(opening(1)));
    Channel channel = discord.channels().getFirst();
    assertThat(made).containsEntry("channel", channel.id()).containsEntry("name", "inc-7f3kx-pay");
    assertThat(channel.json().getString("topic")).endsWith(MARK);
    assertThat(channel.json().getString("parent_id")).isEqualTo("81");
    assertThat(server.requests().getFirst().header("authorization")).isEqualTo("Bot never-shown");
  }

  @Test
  void anAnswerThatWasLostLeavesOneRoom() {
    discord.loses(new Reply.HangUp());
    assertThat(done(opening(1))).isInstanceOf(TaskEnd.Later.class);
    assertThat(result(done(opening(2))))
        .containsEntry("channel", discord.channels().getFirst().id())
        .containsEntry("remark", "an earlier attempt had made it");
    assertThat(discord.channels()).hasSize(1);
  }

  /** A large guild lists more than most answers have. */
  @Test
  void itIsFoundAmongFiveHundredByItsMarkAlone() {
    for (int i = 0; i < 499; i++) {
      discord.make("inc-7f3kx-pay", "x".repeat(900) + i);
    }
    Channel ours = discord.make("renamed", "SEV1 · " + MARK);
    assertThat(result(done(opening(2)))).containsEntry("channel", ours.id());
  }

  @Test
  void aMessageIsPlainPinnedAndKnownAgain() {
    Channel room = discord.make("room", MARK);
    discord.loses(Reply.status(502));
    assertThat(done(post(room, "it is _bad_ @everyone", true))).isInstanceOf(TaskEnd.Later.class);
    Map<String, Object> sent = result(done(post(room, "it is _bad_ @everyone", true)));
    assertThat(room.texts()).hasSize(1);
    assertThat(room.texts().getFirst())
        .contains("\\*\\*Down\\*\\*")
        .contains("it is \\_bad\\_")
        .contains("pay\\_ments")
        .contains("<https://imas.example/x>");
    assertThat(room.pins()).containsExactly((String) sent.get("ts"));
    assertThat(server.requests().getFirst().body()).contains("\"allowed_mentions\":{\"parse\":[]}");
  }

  @Test
  void theLongestMessageKeepsItsLinks() {
    Channel room = discord.make("room", MARK);
    result(done(post(room, "*".repeat(20_000), false)));
    assertThat(room.texts().getFirst())
        .hasSizeLessThanOrEqualTo(2_000)
        .endsWith("<https://imas.example/x>");
  }

  @Test
  void anArchivedRoomIsMovedAndClosedAndComesBack() {
    Channel room = discord.make("room", MARK);
    result(done(new RoomWork.Archive(room.id())));
    result(done(new RoomWork.Archive(room.id())));
    assertThat(room.json().getString("parent_id")).isEqualTo("82");
    assertThat(room.json().getJsonArray("permission_overwrites").getJsonObject(0).getString("deny"))
        .isEqualTo("2048");
    result(done(new RoomWork.Unarchive(room.id())));
    assertThat(room.json().getString("parent_id")).isEqualTo("81");
    assertThat(room.json().getJsonArray("permission_overwrites")).isEmpty();
  }

  @Test
  void aDeletedChannelIsGone() {
    Channel room = discord.make("room", MARK);
    discord.delete(room);
    assertThat(done(post(room, "x", false)))
        .isEqualTo(new TaskEnd.Dead("HTTP 404: Unknown Channel", true));
  }

  @Test
  void theWaitIsInTheBody() {
    discord.answers(
        new Reply.Status(
            429, Map.of(), "{\"message\":\"You are being rate limited.\",\"retry_after\":2.5}"));
    assertThat(done(opening(1)))
        .isInstanceOfSatisfying(
            TaskEnd.Later.class,
            later -> assertThat(later.asked()).isEqualTo(Duration.ofMillis(2_500)));
  }

  @Test
  void aRefusalSaysWhatIsMissing() {
    discord.answers(
        new Reply.Status(403, Map.of(), "{\"message\":\"Missing Permissions\",\"code\":50013}"));
    assertThat(done(opening(1)))
        .isEqualTo(new TaskEnd.Dead("HTTP 403: Missing Permissions", false));
  }

  @Test
  void aGuildThatFailsIsNotAlive() {
    for (Reply reply : List.of(Reply.status(500), new Reply.Silence(), new Reply.HangUp())) {
      discord.answers(reply);
      waitFor(reply);
      assertThat(done(opening(1)))
          .isInstanceOfSatisfying(
              TaskEnd.Later.class, later -> assertThat(later.hasAnswered()).isFalse());
    }
    assertThat(discord.channels()).isEmpty();
  }

  private static RoomWork.Invite invitation(Channel room, String member) {
    return new RoomWork.Invite(room.id(), member, null);
  }

  /** COL-03: who could not see it can, and hears of it once. */
  @Test
  void whoeverIsInvitedSeesTheRoomAndIsMentionedThereOnce() {
    Channel room = discord.make("room", MARK);
    result(done(invitation(room, "700000000000000001")));
    result(done(invitation(room, "700000000000000001")));
    assertThat(room.json().getJsonArray("permission_overwrites").getJsonObject(0).getMap())
        .containsEntry("id", "700000000000000001")
        .containsEntry("type", 1)
        .containsEntry("allow", "66560");
    assertThat(room.texts()).hasSize(1);
    assertThat(room.texts().getFirst()).startsWith("<@700000000000000001>");
    assertThat(server.requests().getLast().body())
        .contains("\"allowed_mentions\":{\"users\":[\"700000000000000001\"]}");
  }

  @Test
  void whoIsNotInTheGuildIsNotInvited() {
    Channel room = discord.make("room", MARK);
    discord.stranger("700000000000000002");
    assertThat(done(invitation(room, "700000000000000002")))
        .isEqualTo(new TaskEnd.Dead("this is no member of the guild", false));
    assertThat(room.texts()).isEmpty();
  }

  /** In a public guild the mention is enough, so it comes all the same. */
  @Test
  void aBotThatMayNotManagePermissionsMentionsAndSaysSo() {
    Channel room = discord.make("room", MARK);
    discord.permitsNobody();
    assertThat(done(invitation(room, "700000000000000001")))
        .isInstanceOfSatisfying(
            TaskEnd.Dead.class,
            dead ->
                assertThat(dead.reason()).contains("Missing Permissions").startsWith("mentioned"));
    assertThat(room.texts()).hasSize(1);
  }

  /** A private room stays private in the archive. */
  @Test
  void archivingKeepsWhoSeesTheRoom() {
    Channel room = discord.make("room", MARK);
    room.json()
        .put(
            "permission_overwrites",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("id", "800000000000000001")
                        .put("type", 0)
                        .put("allow", "2048")
                        .put("deny", "1024")));
    result(done(invitation(room, "700000000000000001")));
    result(done(new RoomWork.Archive(room.id())));
    JsonArray archived = room.json().getJsonArray("permission_overwrites");
    assertThat(archived.getJsonObject(0).getString("deny")).isEqualTo("3072");
    assertThat(archived.getJsonObject(0).getString("allow")).isEqualTo("0");
    assertThat(archived.getJsonObject(1).getString("allow")).isEqualTo("66560");
    result(done(new RoomWork.Unarchive(room.id())));
    JsonArray back = room.json().getJsonArray("permission_overwrites");
    assertThat(back.getJsonObject(0).getString("deny")).isEqualTo("1024");
    assertThat(back.getJsonObject(1).getString("id")).isEqualTo("700000000000000001");
  }

  /** What our own bot says is not marked. */
  @Test
  void theRoomKnowsItsBot() {
    assertThat(result(done(opening(1)))).containsEntry("bot_user", FakeDiscord.BOT);
  }
}
