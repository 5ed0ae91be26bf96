package dev.imas.notifier.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Secret;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.fixtures.FakeSlack;
import dev.imas.fixtures.FakeSlack.Channel;
import dev.imas.fixtures.MovableClock;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rooms by Slack's Conversations API, against a workspace that behaves as its documentation says.
 */
class SlackRoomsIT {

  private static final Vertx vertx = Vertx.vertx();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
  private static final String MARK = "imas:0199c0f0-0000-7000-8000-000000000001.1";

  private final MovableClock clock = new MovableClock(NOW);
  private final FakeSlack slack = new FakeSlack(clock);
  private final FakeReceiver server = FakeReceiver.start(vertx).replies(slack);
  private Egress egress = egress(Reply.PATIENT);
  private final SlackRooms rooms =
      new SlackRooms(server.url("/api"), new Secret("xoxb-never-shown"));

  @AfterEach
  void close() {
    Await.result(egress.close());
    server.close();
  }

  @AfterAll
  static void stop() {
    Await.result(vertx.close());
  }

  private Egress egress(Duration timeout) {
    HostLimit perHost = new HostLimit(1_000, 1_000);
    return new Egress(
        vertx,
        new EgressConfig(timeout, new AddressPolicy(List.of("127.0.0.0/8")), Set.of(), perHost),
        16,
        new SystemNameResolver(vertx, 4, timeout, () -> {}),
        new HostGate(perHost, any -> true, () -> {}),
        clock,
        "test");
  }

  private final TaskLine line =
      new TaskLine() {
        @Override
        public UUID id() {
          return new UUID(1, 2);
        }

        @Override
        public Instant now() {
          return clock.instant();
        }

        @Override
        public WebReply send(WebRequest request) {
          return Await.result(egress.send(new TenantId(new UUID(0, 7)), false, request));
        }
      };

  private void waitFor(Reply reply) {
    Await.result(egress.close());
    egress = egress(reply.patience());
  }

  private TaskEnd done(RoomWork work) {
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

  private Channel room() {
    result(done(opening(1)));
    return slack.channels().getFirst();
  }

  @Test
  void aRoomIsMadeAndMarked() {
    Map<String, Object> made = result(done(opening(1)));
    Channel channel = slack.channels().getFirst();
    assertThat(made)
        .containsOnly(
            Map.entry("channel", channel.id),
            Map.entry("name", "inc-7f3kx-pay"),
            Map.entry("bot_user", FakeSlack.BOT));
    assertThat(channel.topic).endsWith(MARK);
    assertThat(slack.calls()).containsExactly("conversations.create", "conversations.setTopic");
    assertThat(server.requests().getFirst().header("authorization"))
        .isEqualTo("Bearer xoxb-never-shown");
  }

  @Test
  void aLaterAttemptFindsItByItsMarkOnWhateverPageAndUnderWhateverName() {
    for (int i = 0; i < 90; i++) {
      slack.make("other-" + i, FakeSlack.BOT, "imas:another." + i);
    }
    Channel ours = slack.make("renamed-by-somebody", FakeSlack.BOT, "SEV2 · " + MARK);
    assertThat(result(done(opening(2))))
        .containsEntry("channel", ours.id)
        .containsEntry("name", "renamed-by-somebody");
    assertThat(slack.calls("users.conversations")).isEqualTo(3);
    assertThat(slack.calls("conversations.create")).isZero();
  }

  /** A mark that somebody else has written into a topic is not ours. */
  @Test
  void onlyWhatOurBotMadeIsOurs() {
    Channel anothers = slack.make("inc-7f3kx-pay", "USTRANGER", MARK);
    anothers.members.add(FakeSlack.BOT);
    assertThat(result(done(opening(2)))).containsEntry("name", "inc-7f3kx-pay-2");
  }

  @Test
  void theNameOfAnArchivedChannelIsTakenToo() {
    slack.make("inc-7f3kx-pay", FakeSlack.BOT, "imas:another.1").isArchived = true;
    assertThat(result(done(opening(1)))).containsEntry("name", "inc-7f3kx-pay-2");
  }

  @Test
  void theListOfChannelsHasAnEndForUs() {
    for (int i = 0; i < 1_200; i++) {
      slack.make("other-" + i, FakeSlack.BOT, "imas:another." + i);
    }
    result(done(opening(2)));
    assertThat(slack.calls("users.conversations")).isEqualTo(25);
  }

  @Test
  void aBareChannelIsLeftToWhoeverMayBeAtIt() {
    slack.make("inc-7f3kx-pay", FakeSlack.BOT, "");
    assertThat(done(opening(2))).isInstanceOf(TaskEnd.Later.class);
    clock.move(SlackOpening.BARE);
    assertThat(result(done(opening(3)))).containsEntry("name", "inc-7f3kx-pay");
    assertThat(slack.channels()).hasSize(1);
  }

  /** An older one cannot be ours: nobody had asked for the room. */
  @Test
  void aBareChannelFromBeforeIsAnothers() {
    slack.make("inc-7f3kx-pay", FakeSlack.BOT, "");
    clock.move(Duration.ofHours(1));
    RoomWork.Open later =
        new RoomWork.Open("inc-7f3kx-pay", 1, "SEV1 · " + MARK, MARK, 1, clock.instant());
    assertThat(result(done(later))).containsEntry("name", "inc-7f3kx-pay-2");
  }

  @Test
  void theSecondRoomOfAnIncidentGoesOnCounting() {
    slack.make("inc-7f3kx-pay-2", "USTRANGER", "");
    RoomWork.Open second =
        new RoomWork.Open("inc-7f3kx-pay-2", 2, "SEV1 · imas:x.2", "imas:x.2", 1, NOW);
    assertThat(result(done(second))).containsEntry("name", "inc-7f3kx-pay-3");
  }

  @Test
  void tooManyRequestsAreRepeatedWhenSlackSays() {
    slack.answers("conversations.create", Reply.status(429, "Retry-After", "17"));
    TaskEnd.Later later = (TaskEnd.Later) done(opening(1));
    assertThat(later.asked()).isEqualTo(Duration.ofSeconds(17));
    assertThat(later.hasAnswered()).isTrue();

    slack.answers(
        "conversations.create",
        new Reply.Status(
            200, Map.of("Retry-After", "9"), "{\"ok\":false,\"error\":\"ratelimited\"}"));
    assertThat(((TaskEnd.Later) done(opening(1))).asked()).isEqualTo(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"internal_error", "fatal_error", "service_unavailable"})
  void whatSlackCannotDoNowIsRepeated(String error) {
    slack.refuses("conversations.create", error);
    assertThat(done(opening(1))).isInstanceOf(TaskEnd.Later.class);
  }

  @Test
  void aServerThatFailsOrSaysNothingIsNotAlive() {
    for (Reply reply :
        List.of(
            Reply.status(500),
            new Reply.Status(200, Map.of(), "half an ans"),
            new Reply.Unfinished(200),
            new Reply.HangUp(),
            new Reply.Silence())) {
      slack.answers("conversations.create", reply);
      waitFor(reply);
      assertThat(done(opening(1)))
          .as("%s", reply)
          .isInstanceOfSatisfying(
              TaskEnd.Later.class, later -> assertThat(later.hasAnswered()).isFalse());
    }
    assertThat(slack.channels()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"token_revoked", "restricted_action", "something_new"})
  void arefusalEndsIt(String error) {
    slack.refuses("conversations.create", error);
    assertThat(done(opening(1))).isEqualTo(new TaskEnd.Dead("Slack refused: " + error, false));
  }

  @Test
  void peopleAreFoundByTheirIdElseByTheirMail() {
    Channel room = room();
    slack.member("bob@example.org", "UBOB00001");
    slack.cannotInvite("UOLD00001");
    result(done(new RoomWork.Invite(room.id, "UALICE001", null)));
    result(done(new RoomWork.Invite(room.id, null, "bob@example.org")));
    result(done(new RoomWork.Invite(room.id, "UOLD00001", "bob@example.org")));
    assertThat(room.members).containsExactly("UALICE001", "UBOB00001", FakeSlack.BOT);
    assertThat(done(new RoomWork.Invite(room.id, null, "nobody@example.org")))
        .isEqualTo(new TaskEnd.Dead("nobody on Slack has the mail address", false));
  }

  /** Slack says {@code already_in_channel}, and that is what was wanted. */
  @Test
  void whoIsInAlreadyIsIn() {
    Channel room = room();
    result(done(new RoomWork.Invite(room.id, "UALICE001", null)));
    result(done(new RoomWork.Invite(room.id, "UALICE001", null)));
  }

  @Test
  void aBotThatWasRemovedComesBack() {
    Channel room = room();
    room.members.remove(FakeSlack.BOT);
    result(done(new RoomWork.Topic(room.id, "SEV2 · " + MARK)));
    assertThat(room.topic).startsWith("SEV2");
    room.members.remove(FakeSlack.BOT);
    slack.refuses("conversations.join", "missing_scope");
    assertThat(done(new RoomWork.Topic(room.id, "SEV3 · " + MARK)))
        .isInstanceOf(TaskEnd.Dead.class);
  }

  private static RoomWork.Text text(String headline, String body) {
    return new RoomWork.Text(
        headline,
        body,
        List.of(List.of("Service", "pay & go")),
        Map.of("Incident", "https://imas.example/x"));
  }

  @Test
  void theFirstMessageIsEscapedAndPinned() {
    Channel room = room();
    Map<String, Object> sent =
        result(done(new RoomWork.Post(room.id, text("<!channel>", "a & b"), true)));
    assertThat(room.texts()).containsExactly("&lt;!channel&gt;\na &amp; b");
    assertThat(room.pins).containsExactly((String) sent.get("ts"));
    assertThat(server.requests().get(2).body())
        .contains("pay &amp; go")
        .contains("https://imas.example/x");
  }

  /** A second message would do more harm than a missing pin. */
  @Test
  void aPinThatFailsDoesNotRepeatTheMessage() {
    Channel room = room();
    slack.refuses("pins.add", "missing_scope");
    assertThat(result(done(new RoomWork.Post(room.id, text("x", ""), true))))
        .containsEntry("unpinned", "Slack refused: missing_scope");
    slack.answers("pins.add", Reply.status(500));
    assertThat(result(done(new RoomWork.Post(room.id, text("y", ""), true))))
        .containsEntry("unpinned", "Slack did not answer");
  }

  @Test
  void theLongestMessageStaysWithinTheLimits() {
    Channel room = room();
    result(done(new RoomWork.Post(room.id, text("<".repeat(500), "&".repeat(20_000)), false)));
    assertThat(room.texts().getFirst().length()).isLessThanOrEqualTo(4_000);
  }

  @Test
  void anArchivedChannelStaysSo() {
    Channel room = room();
    result(done(new RoomWork.Archive(room.id)));
    result(done(new RoomWork.Archive(room.id)));
    assertThat(room.isArchived).isTrue();
    assertThat(done(new RoomWork.Post(room.id, text("x", ""), false)))
        .isEqualTo(new TaskEnd.Dead("Slack refused: is_archived", true));
    assertThat(done(new RoomWork.Unarchive(room.id)))
        .isEqualTo(new TaskEnd.Dead("Slack refused: not_allowed_token_type", false));
    slack.letsBotsUnarchive();
    result(done(new RoomWork.Unarchive(room.id)));
    assertThat(room.isArchived).isFalse();
  }

  @Test
  void aMarkedMessageIsReadAndOursIsKnown() {
    Channel room = room();
    String theirs = slack.says(room, "UALICE001", "it is &lt;the index&gt;");
    String ours = slack.says(room, FakeSlack.BOT, "RESOLVED");
    assertThat(result(done(new RoomWork.Read(room.id, theirs, FakeSlack.BOT))))
        .containsOnly(
            Map.entry("own", false),
            Map.entry("user", "UALICE001"),
            Map.entry("text", "it is <the index>"));
    assertThat(result(done(new RoomWork.Read(room.id, ours, FakeSlack.BOT))))
        .containsEntry("own", true);
    assertThat(done(new RoomWork.Read(room.id, "1.000001", FakeSlack.BOT)))
        .isInstanceOf(TaskEnd.Dead.class);
  }
}
