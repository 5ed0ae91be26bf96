package dev.imas.notifier.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Folded;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.CardUpdate;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The token is in the path; an answer says in {@code ok} what became of the message. */
class TelegramIT extends VendorContract {

  @Override
  protected InstalledKind kind() {
    return TelegramKind.kind();
  }

  @Override
  protected String address() {
    return "-1001234567890";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("bot_token", "123456:" + SECRET_PART, "url", vendor.url(""));
  }

  @Test
  void buttonsAnswerWhereTheSecretTokenIsKnown() {
    assertThat(sent(Pages.page()).containsKey("reply_markup")).isFalse();

    Map<String, Object> shared = new HashMap<>(config());
    shared.put("secret_token", "of-the-bot");
    vendor.replies(takes());
    Await.result(channel(shared).send(Pages.to(address())));
    String markup =
        new JsonObject(vendor.requests().getLast().body()).getJsonObject("reply_markup").encode();
    assertThat(markup)
        .contains("ack:" + Pages.page().incident().id(), "resolve:" + Pages.page().incident().id())
        .doesNotContain("of-the-bot");
  }

  @Override
  protected Reply takes() {
    return json(200, "{'ok':true,'result':{'message_id':4711}}");
  }

  @Override
  protected Reply revoked() {
    return json(401, "{'ok':false,'error_code':401,'description':'Unauthorized'}");
  }

  @Override
  protected Reply tooMany() {
    return json(
        429,
        "{'ok':false,'error_code':429,'description':'Too Many Requests: retry after"
            + " 17','parameters':{'retry_after':17}}");
  }

  @Override
  protected boolean bodyDecides() {
    return true;
  }

  @Override
  protected void isWithinLimits(String body) {
    String read =
        new JsonObject(body)
            .getString("text")
            .replaceAll("<[^>]*>", "")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
    assertThat(read.length()).isLessThanOrEqualTo(4_096);
  }

  @Test
  void thePageIsHtmlWithEscapedTextsAndMakesASound() {
    JsonObject body = sent(Pages.page("Disk <full>", "a & b"));
    assertThat(vendor.requests().getLast().path())
        .isEqualTo("/bot123456:" + SECRET_PART + "/sendMessage");
    assertThat(body.getString("chat_id")).isEqualTo(address());
    assertThat(body.getString("text"))
        .startsWith("<b>🔴 SEV1 INC-7F3K Disk &lt;full&gt;</b>")
        .contains("a &amp; b")
        .contains("\">Runbook</a>");
    assertThat(body.getBoolean("disable_notification")).isFalse();
  }

  @Test
  void anUpdateChangesTheMessageAndTakesTheButtonsAway() {
    Map<String, Object> shared = new HashMap<>(config());
    shared.put("secret_token", "of-the-bot");
    vendor.replies(takes());
    Await.result(
        channel(shared)
            .update(
                message(Pages.group("incident.resolved", "RESOLVED", 3, 0), Folded.NOTHING),
                card()));
    assertThat(vendor.requests().getLast().path())
        .isEqualTo("/bot123456:" + SECRET_PART + "/editMessageText");
    assertThat(lastBody().getString("chat_id")).isEqualTo(address());
    assertThat(lastBody().getLong("message_id")).isEqualTo(4711);
    assertThat(lastBody().getString("text")).contains("RESOLVED");
    assertThat(lastBody().containsKey("reply_markup")).isFalse();
    Await.result(
        channel(shared)
            .update(
                message(Pages.group("incident.acknowledged", "ACKNOWLEDGED", 3, 3), Folded.NOTHING),
                card()));
    assertThat(lastBody().getJsonObject("reply_markup").encode())
        .contains("resolve:")
        .doesNotContain("ack:");
  }

  @Test
  void whetherAMessageCanBeChangedIsReadFromTelegramsWords() {
    assertThat(
            update(
                Pages.page(),
                json(
                    400,
                    "{'ok':false,'error_code':400,'description':'Bad Request: message is not"
                        + " modified: specified new message content and reply markup are exactly"
                        + " the same'}")))
        .isEqualTo(new CardUpdate.Shown(400));
    for (String said : List.of("message to edit not found", "message can\\u0027t be edited")) {
      assertThat(
              update(
                  Pages.page(),
                  json(
                      400,
                      "{'ok':false,'error_code':400,'description':'Bad Request: " + said + "'}")))
          .isInstanceOf(CardUpdate.Gone.class);
    }
  }

  @Test
  void aPageBesideACardRepliesToItAndMakesASound() {
    vendor.replies(takes());
    Await.result(channel().send(message(Pages.page(), Folded.NOTHING).beside(card())));
    assertThat(lastBody().getJsonObject("reply_parameters"))
        .isEqualTo(
            new JsonObject().put("message_id", 4711).put("allow_sending_without_reply", true));
    assertThat(lastBody().getBoolean("disable_notification")).isFalse();
  }

  @Test
  void anUpdateMakesNoSound() {
    assertThat(
            sent(Pages.group("incident.resolved", "RESOLVED", 3, 0))
                .getBoolean("disable_notification"))
        .isTrue();
  }

  /** A group that became a supergroup: its answer names the new chat. */
  @Test
  void aChatThatMovedIsFollowed() {
    vendor.replies(
        request ->
            new JsonObject(request.body()).getString("chat_id").equals(address())
                ? json(
                    400,
                    "{'ok':false,'error_code':400,'description':'Bad Request: group chat was"
                        + " upgraded','parameters':{'migrate_to_chat_id':-100999}}")
                : takes());
    assertThat(Await.result(channel().send(message(Pages.page(), Folded.NOTHING))))
        .isEqualTo(new Outcome.Accepted("4711", 200, "", "-100999"));
    assertThat(lastBody().getString("chat_id")).isEqualTo("-100999");
  }

  @Test
  void eachRefusalIsToldInTelegramsWords() {
    assertThat(
            send(
                json(
                    403,
                    "{'ok':false,'error_code':403,'description':'Forbidden: bot was blocked by the"
                        + " user'}")))
        .isEqualTo(
            new Outcome.Refused(
                "Telegram refused: 403 Forbidden: bot was blocked by the user", 403));
    assertThat(
            send(
                json(
                    400,
                    "{'ok':false,'error_code':400,'description':'Bad Request: group chat was"
                        + " upgraded','parameters':{'migrate_to_chat_id':-100999}}")))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.reason()).contains("-100999"));
    // What it posts there is refused, too: it follows once and no further.
    assertThat(lastBody().getString("chat_id")).isEqualTo("-100999");
    assertThat(send(json(200, "{'ok':false,'error_code':400,'description':'chat not found'}")))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(send(takes())).isEqualTo(new Outcome.Accepted("4711", 200));
  }
}
