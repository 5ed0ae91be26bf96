package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeSlack.Channel;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Messages of a room that people mark enter the timeline once (COL-04, COL-16, trap 77): by a
 * reaction, or by the shortcut of the message.
 */
class RoomMarkIT {

  private final RoomScene scene = new RoomScene();
  private int count;
  private String incident = "";
  private Channel channel = scene.slack.make("unused", "U", "");

  @AfterEach
  void close() {
    scene.close();
  }

  @BeforeEach
  void aRoomWithAlice() {
    scene.member("alice", Map.of("slack", "UALICE001"));
    incident = scene.incident("Down", "SEV1");
    channel = scene.channel(incident);
  }

  @Test
  void aReactionTakesAMessageIntoTheTimelineOnce() {
    String ts = scene.slack.says(channel, "UBOB00001", "It is &lt;the index&gt;");

    String event = event();
    for (int i = 0; i < 3; i++) { // Slack repeats what was not answered in time
      assertThat(reacts(event, "UALICE001", ts, "pushpin").status()).isEqualTo(200);
    }
    reacts(event(), "UALICE001", ts, "pushpin");
    notes(1);
    scene.idle();

    assertThat(notes(1)).containsExactly("NOTE: UBOB00001: It is <the index>");
    assertThat(author()).containsExactly("alice UBOB00001 " + ts);
    assertThat(scene.slack.calls("conversations.history")).isEqualTo(1);
    assertThat(channel.texts()).noneMatch(text -> text.startsWith("alice: UBOB"));
  }

  @Test
  void theShortcutBringsTheMessageAlong() {
    String ts = scene.slack.says(channel, "UALICE001", "Restarted it");
    String event = event();
    assertThat(shortcut(event, ts, "Restarted it").status()).isEqualTo(200);
    shortcut(event, ts, "Restarted it");
    shortcut(event(), ts, "Restarted it");
    reacts(event(), "UALICE001", ts, "pushpin");
    scene.idle();

    assertThat(notes(1)).containsExactly("NOTE: alice: Restarted it");
    assertThat(scene.slack.calls("conversations.history")).isZero();
  }

  @Test
  void otherReactionsAndOtherChannelsAreNothing() {
    String ts = scene.slack.says(channel, "UALICE001", "Restarted it");
    reacts(event(), "UALICE001", ts, "thumbsup");
    Channel elsewhere = scene.slack.make("lunch", "UALICE001", "");
    reacts(event(), "UALICE001", elsewhere.id, scene.slack.says(elsewhere, "U", "Soup"), "pushpin");
    scene.idle();
    assertThat(notes(0)).isEmpty();
  }

  /** They are on the timeline already: what is mirrored would go round in circles. */
  @Test
  void ourOwnMessagesAreNotMarked() {
    scene.act(incident, "acknowledge", "{}");
    Await.until("the news", channel::texts, texts -> texts.size() == 2);
    String ts = channel.messages.getLast().getString("ts");
    reacts(event(), "UALICE001", ts, "pushpin");
    scene.slack.calls();
    scene.idle();
    assertThat(notes(0)).isEmpty();
  }

  @Test
  void whoIsNobodyHereMarksNothing() {
    String ts = scene.slack.says(channel, "UALICE001", "Restarted it");
    assertThat(reacts(event(), "USTRANGER", ts, "pushpin").status()).isEqualTo(200);
    scene.idle();
    assertThat(notes(0)).isEmpty();

    scene.paging.core.database.execute("UPDATE imas.user_account SET role = 'viewer'");
    scene.paging.core.database.execute("DELETE FROM imas.team_member");
    assertThat(reacts(event(), "UALICE001", ts, "pushpin").status()).isEqualTo(200);
    scene.idle();
    assertThat(notes(0)).isEmpty();
  }

  @Test
  void whatCannotBeReadIsToldAndMayBeMarkedAgain() {
    String ts = scene.slack.says(channel, "UBOB00001", "It is the index");
    scene.slack.refuses("conversations.history", "missing_scope");
    reacts(event(), "UALICE001", ts, "pushpin");
    Await.until(
        "the refusal",
        () -> scene.timeline(incident, line -> line.contains("could not be read")),
        lines -> lines.size() == 1);
    scene.idle();

    reacts(event(), "UALICE001", ts, "pushpin");
    assertThat(notes(1)).containsExactly("NOTE: UBOB00001: It is the index");
  }

  @Test
  void theTenantChoosesTheReaction() {
    scene.settings("{\"mark\":\"memo\"}");
    String ts = scene.slack.says(channel, "UBOB00001", "It is the index");
    reacts(event(), "UALICE001", ts, "pushpin");
    reacts(event(), "UALICE001", ts, "memo");
    assertThat(notes(1)).hasSize(1);
  }

  @Test
  void aForgedReactionIsRefused() {
    String ts = scene.slack.says(channel, "UBOB00001", "It is the index");
    Reply forged = post("events", reaction(event(), "UALICE001", channel.id, ts, "pushpin"), "no");
    assertThat(forged.status()).isEqualTo(401);
    assertThat(notes(0)).isEmpty();
  }

  private List<String> notes(int expected) {
    return Await.until(
        expected + " notes",
        () -> scene.timeline(incident, line -> line.startsWith("NOTE")),
        notes -> notes.size() >= expected);
  }

  private List<String> author() {
    return scene.paging.core.database.query(
        """
        SELECT author || ' ' || (metadata ->> 'written_by') || ' ' || (metadata ->> 'ts')
          FROM imas.timeline WHERE type = 'NOTE'\
        """);
  }

  private String event() {
    return "Ev" + ++count;
  }

  private Reply reacts(String event, String user, String ts, String reaction) {
    return reacts(event, user, channel.id, ts, reaction);
  }

  private Reply reacts(String event, String user, String where, String ts, String reaction) {
    return post("events", reaction(event, user, where, ts, reaction), RoomScene.SIGNING);
  }

  private static String reaction(
      String event, String user, String where, String ts, String reaction) {
    return """
    {"type":"event_callback","event_id":"%s","event":{"type":"reaction_added","user":"%s","reaction":"%s",
     "item_user":"UBOB00001","item":{"type":"message","channel":"%s","ts":"%s"}}}\
    """
        .formatted(event, user, reaction, where, ts);
  }

  private Reply shortcut(String event, String ts, String text) {
    String payload =
        """
        {"type":"message_action","callback_id":"mark_message","trigger_id":"%s","user":{"id":"UALICE001"},
         "channel":{"id":"%s"},"message":{"user":"UALICE001","ts":"%s","text":"%s"}}\
        """
            .formatted(event, channel.id, ts, text);
    return post(
        "interactive",
        "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8),
        RoomScene.SIGNING);
  }

  private Reply post(String part, String body, String secret) {
    String hook =
        scene
            .paging
            .core
            .database
            .query("SELECT hook FROM imas.provider WHERE id = '" + scene.provider + "'")
            .getFirst();
    String time = Long.toString(scene.paging.core.clock.instant().getEpochSecond());
    return scene.paging.core.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/api/v1/slack/%s/%s"
                        .formatted(scene.paging.core.port(), hook, part)))
            .header("x-slack-request-timestamp", time)
            .header("x-slack-signature", signature(secret, "v0:" + time + ":" + body))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static String signature(String secret, String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "v0=" + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
