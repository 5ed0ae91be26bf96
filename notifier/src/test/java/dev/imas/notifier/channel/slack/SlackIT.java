package dev.imas.notifier.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.Card;
import dev.imas.notifier.channel.CardUpdate;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NTF-03: Block Kit messages; Slack says in a 200 what became of them. */
class SlackIT extends VendorContract {

  @Override
  protected InstalledKind kind() {
    return SlackKind.kind();
  }

  @Override
  protected String address() {
    return "C0123456789";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of(
        "bot_token",
        "xoxb-" + SECRET_PART,
        "default_channel",
        "#incidents",
        "url",
        vendor.url("/api"));
  }

  /** COL-15: a button posts, so it is there only if core can tell who posted. */
  @Test
  void buttonsAnswerWhereTheSigningSecretIsKnown() {
    assertThat(sent(Pages.page()).encode()).doesNotContain("ack_incident");

    Map<String, Object> signed = new HashMap<>(config());
    signed.put("signing_secret", "of-the-app-" + SECRET_PART);
    vendor.replies(takes());
    Await.result(channel(signed).send(Pages.to("default")));
    JsonArray blocks = new JsonObject(vendor.requests().getLast().body()).getJsonArray("blocks");
    JsonArray buttons = blocks.getJsonObject(blocks.size() - 1).getJsonArray("elements");
    assertThat(buttons.getJsonObject(0).getString("action_id")).isEqualTo("ack_incident");
    assertThat(buttons.getJsonObject(0).getString("value"))
        .isEqualTo(Pages.page().incident().id().toString());
    assertThat(buttons.encode())
        .contains("resolve_incident", "view_incident")
        .doesNotContain("of-the-app");
  }

  @Override
  protected Reply takes() {
    return json(200, "{'ok':true,'channel':'C0123456789','ts':'1503435956.000247'}");
  }

  @Override
  protected Reply revoked() {
    return json(200, "{'ok':false,'error':'token_revoked'}");
  }

  @Override
  protected boolean bodyDecides() {
    return true;
  }

  @Override
  protected void isWithinLimits(String body) {
    JsonObject json = new JsonObject(body);
    assertThat(json.getString("text").length()).isLessThanOrEqualTo(4_000);
    for (Object each : json.getJsonArray("blocks")) {
      JsonObject block = (JsonObject) each;
      int most = block.getString("type").equals("header") ? 150 : 3_000;
      JsonObject text = block.getJsonObject("text");
      if (text != null) {
        assertThat(text.getString("text").length()).isLessThanOrEqualTo(most);
      }
      JsonArray fields = block.getJsonArray("fields");
      if (fields != null) {
        assertThat(fields).hasSizeLessThanOrEqualTo(10);
        fields.forEach(
            field ->
                assertThat(((JsonObject) field).getString("text").length())
                    .isLessThanOrEqualTo(2_000));
      }
    }
  }

  @Test
  void theMessageIsBlocksWithALinkAndATextForNotifications() {
    JsonObject body = sent(Pages.page("Disk <!channel> full", "a & b"));
    assertThat(vendor.requests().getLast().path()).isEqualTo("/api/chat.postMessage");
    assertThat(vendor.requests().getLast().header("Authorization"))
        .isEqualTo("Bearer xoxb-" + SECRET_PART);
    assertThat(body.getString("channel")).isEqualTo("C0123456789");
    assertThat(body.getString("text")).contains("🔴 SEV1 INC-7F3K").contains("a &amp; b");
    assertThat(body.getString("text")).doesNotContain("<!channel>");
    assertThat(body.encode()).contains("View Incident").contains("View Runbook");
    assertThat(body.getBoolean("unfurl_links")).isFalse();
  }

  /** Slack shows each reader the time of their own zone. */
  @Test
  void timesAreInSlacksOwnForm() {
    long at = Pages.page().incident().createdAt().getEpochSecond();
    assertThat(sent(Pages.page()).getJsonArray("blocks").encode())
        .containsPattern(
            "\\*Started\\*\\\\n<!date\\^"
                + at
                + "\\^\\{date_short_pretty\\} \\{time\\}\\|[^>]* UTC>");
  }

  @Test
  void theDefaultChannelIsTheProviders() {
    vendor.replies(takes());
    Await.result(channel().send(Pages.to("default")));
    assertThat(new JsonObject(vendor.requests().getLast().body()).getString("channel"))
        .isEqualTo("#incidents");
    Map<String, Object> without = new HashMap<>(config());
    without.remove("default_channel");
    assertThat(Await.result(channel(without).send(Pages.to("default"))))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("default_channel"));
  }

  @Test
  void okIsAcceptanceAndNothingElse() {
    assertThat(send(takes()))
        .isEqualTo(new Outcome.Accepted("1503435956.000247", 200, "C0123456789"));
    assertThat(send(json(200, "{}"))).isInstanceOf(Outcome.Retry.class);
    assertThat(send(json(200, "<html>sign in</html>"))).isInstanceOf(Outcome.Retry.class);
  }

  @Override
  protected Card card() {
    return new Card(new UUID(7, 7), "4711.000247", "D0123456789");
  }

  private Map<String, Object> signed() {
    Map<String, Object> signed = new HashMap<>(config());
    signed.put("signing_secret", "of-the-app-" + SECRET_PART);
    return signed;
  }

  /** Slack keeps what an update leaves out, so each one gives text and blocks whole. */
  @Test
  void anUpdateChangesTheMessageWhereItWasPostedAndTakesTheButtonsAway() {
    vendor.replies(takes());
    PageContent over = Pages.group("incident.resolved", "RESOLVED", 3, 0);
    assertThat(Await.result(channel(signed()).update(message(over, Folded.NOTHING), card())))
        .isEqualTo(new CardUpdate.Shown(200));
    assertThat(vendor.requests().getLast().path()).isEqualTo("/api/chat.update");
    JsonObject body = lastBody();
    assertThat(body.getString("channel")).isEqualTo("D0123456789");
    assertThat(body.getString("ts")).isEqualTo("4711.000247");
    assertThat(body.getString("text")).contains("RESOLVED");
    assertThat(body.getJsonArray("blocks").encode())
        .contains("RESOLVED", "View Incident")
        .doesNotContain("ack_incident", "resolve_incident");
  }

  @Test
  void anUpdateOfWhatIsOpenHasItsButtons() {
    vendor.replies(takes());
    Await.result(
        channel(signed())
            .update(
                message(Pages.group("incident.acknowledged", "ACKNOWLEDGED", 3, 3), Folded.NOTHING),
                card()));
    assertThat(lastBody().encode())
        .contains("unacknowledge_incident", "resolve_incident")
        .doesNotContain("ack_incident");
  }

  @ParameterizedTest
  @ValueSource(strings = {"message_not_found", "cant_update_message", "edit_window_closed"})
  void aMessageThatCanNoLongerBeChangedIsGone(String error) {
    assertThat(update(Pages.page(), json(200, "{'ok':false,'error':'" + error + "'}")))
        .isEqualTo(new CardUpdate.Gone(error));
  }

  /** Trap 63: a reply in a thread alone, or an edit, wakes nobody. */
  @Test
  void aPageBesideACardIsAReplyThatTheChannelSeesToo() {
    vendor.replies(takes());
    Await.result(channel(signed()).send(message(Pages.page(), Folded.NOTHING).beside(card())));
    assertThat(vendor.requests().getLast().path()).isEqualTo("/api/chat.postMessage");
    assertThat(lastBody().getString("thread_ts")).isEqualTo("4711.000247");
    assertThat(lastBody().getBoolean("reply_broadcast")).isTrue();
    assertThat(lastBody().encode()).contains("View Incident").doesNotContain("ack_incident", "<@");
  }

  @Test
  void whoeverIsPagedAgainIsMentioned() {
    vendor.replies(takes());
    Message page = Pages.to("U0123456789");
    Await.result(channel().send(page));
    assertThat(lastBody().encode()).doesNotContain("<@");
    Await.result(channel().send(page.beside(card())));
    assertThat(lastBody().getString("text")).startsWith("<@U0123456789> ");
    assertThat(lastBody().getJsonArray("blocks").encode()).contains("<@U0123456789>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "channel_not_found", "not_in_channel", "is_archived", "invalid_auth", "account_inactive",
        "token_revoked", "token_expired", "missing_scope", "msg_too_long", "invalid_blocks"
      })
  void aRefusalInA200IsFinalWithSlacksReason(String error) {
    assertThat(send(json(200, "{'ok':false,'error':'" + error + "'}")))
        .isEqualTo(new Outcome.Refused("Slack refused: " + error, 200));
  }

  @Test
  void aLimitIn200IsALimit() {
    Reply limited =
        new Reply.Status(
            200, Map.of("Retry-After", "30"), "{\"ok\":false,\"error\":\"ratelimited\"}");
    assertThat(send(limited))
        .isEqualTo(
            Outcome.Retry.notTaken("Slack refused: ratelimited", 429, Duration.ofSeconds(30)));
    assertThat(send(json(200, "{'ok':false,'error':'fatal_error'}")))
        .isEqualTo(new Outcome.Retry("Slack refused: fatal_error", 200, null, true));
    assertThat(send(json(200, "{'ok':false,'error':'service_unavailable'}")))
        .isEqualTo(new Outcome.Retry("Slack refused: service_unavailable", 200, null, false));
  }
}
