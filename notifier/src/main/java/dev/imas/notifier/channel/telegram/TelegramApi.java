package dev.imas.notifier.channel.telegram;

import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.HtmlPage;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.HttpAnswer;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.template.Cut;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code sendMessage} in HTML (core.telegram.org/bots/api, Bot API 7 and later). An answer says in
 * {@code ok} what became of the message. The token is in the path, which no error may contain.
 */
final class TelegramApi implements VendorApi {

  /** Telegram takes 4,096 after it has read the markup; the links' addresses do not count. */
  private static final int SUMMARY = 2_500;

  private final Secret url;

  /** Only then can core tell what Telegram posts, so that a button does something. */
  private final boolean hasButtons;

  TelegramApi(ProviderConfig config) {
    this.url =
        new Secret(
            VendorRequest.below(
                config.required("url"), "/bot" + config.required("bot_token") + "/sendMessage"));
    this.hasButtons = config.secret("secret_token") != null;
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    PageLines lines = message.lines();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("chat_id", message.address());
    body.put("text", text(lines));
    body.put("parse_mode", "HTML");
    body.put("link_preview_options", Map.of("is_disabled", true));
    // Only a page makes a sound.
    body.put(
        "disable_notification",
        !Words.isCall(message.content())
            && !Words.isTest(message.content())
            && !Words.isCode(message.content()));
    if (hasButtons && Words.isAnswerable(message.content())) {
      body.put("reply_markup", Map.of("inline_keyboard", List.of(buttons(message))));
    }
    return List.of(VendorRequest.to(url.reveal(), message).json(body));
  }

  /** Of the 64 bytes that Telegram gives back, the incident's id takes 36. */
  private static List<Map<String, Object>> buttons(Message message) {
    PageContent page = message.content();
    Phrases phrases = message.wording().phrases();
    Map<String, Object> resolve =
        Map.of(
            "text",
            phrases.say("action.resolve"),
            "callback_data",
            "resolve:" + page.incident().id());
    return Words.isUnacknowledged(page)
        ? List.of(
            Map.of(
                "text",
                phrases.say("action.acknowledge"),
                "callback_data",
                "ack:" + page.incident().id()),
            resolve)
        : List.of(resolve);
  }

  private static String text(PageLines lines) {
    StringBuilder text =
        new StringBuilder("<b>")
            .append(HtmlPage.escape(Cut.toLength(lines.headline(), 300)))
            .append("</b>\n");
    if (!lines.summary().isEmpty()) {
      text.append(HtmlPage.escape(Cut.toLength(lines.summary(), SUMMARY))).append("\n\n");
    }
    int room = 1_000;
    for (PageLines.Line line : lines.lines()) {
      if (line.isLink() && Words.isWebAddress(line.value())) {
        text.append("<a href=\"")
            .append(HtmlPage.escape(line.value()))
            .append("\">")
            .append(line.label())
            .append("</a>\n");
      } else if (room > 0) {
        String value = Cut.toLength(line.value(), Math.max(2, Math.min(room, 300)));
        room -= line.label().length() + value.length() + 3;
        text.append(line.label()).append(": ").append(HtmlPage.escape(value)).append('\n');
      }
    }
    return text.toString();
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    if (!answer.isObject() || !answer.at("/ok").isBoolean()) {
      return answer.isSuccess() ? answer.unreadable() : answer.byStatus(null, "", now);
    }
    if (answer.at("/ok").booleanValue()) {
      return new Outcome.Accepted(answer.id("/result/message_id"), answer.status());
    }
    int code = answer.at("/error_code").asInt(answer.status());
    String reason = "Telegram refused: " + code + " " + answer.text("/description");
    if (answer.at("/parameters/migrate_to_chat_id").isNumber()) {
      return new Outcome.Refused(
          reason
              + "; the chat has a new id: "
              + answer.text("/parameters/migrate_to_chat_id")
              + ", give it to the contact",
          code);
    }
    if (code == 429) {
      return Outcome.Retry.notTaken(
          reason, code, HttpAnswer.wait(answer.text("/parameters/retry_after"), now));
    }
    // 404 is a wrong token, and 403 a bot that was blocked or removed.
    return code >= 500 ? new Outcome.Retry(reason, code, null) : new Outcome.Refused(reason, code);
  }
}
