package dev.imas.notifier.channel.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.HtmlPage;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.Card;
import dev.imas.notifier.channel.CardUpdate;
import dev.imas.notifier.channel.CardVendor;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code sendMessage} and {@code editMessageText} in HTML (core.telegram.org/bots/api, Bot API 7
 * and later). An answer says in {@code ok} what became of the message. The token is in the path,
 * which no error may contain.
 */
final class TelegramApi implements VendorApi, CardVendor {

  /** Telegram takes 4,096 after it has read the markup; the links' addresses do not count. */
  private static final int SUMMARY = 2_500;

  private final Secret url;
  private final Secret updateUrl;

  /** Only then can core tell what Telegram posts, so that a button does something. */
  private final boolean hasButtons;

  TelegramApi(ProviderConfig config) {
    String bot = VendorRequest.below(config.required("url"), "/bot" + config.required("bot_token"));
    this.url = new Secret(bot + "/sendMessage");
    this.updateUrl = new Secret(bot + "/editMessageText");
    this.hasButtons = config.secret("secret_token") != null;
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    Map<String, Object> body = body(message);
    Card card = message.card();
    if (card != null) {
      body.put(
          "reply_parameters",
          Map.of("message_id", number(card), "allow_sending_without_reply", true));
    }
    // Only a page makes a sound.
    body.put(
        "disable_notification",
        !Words.isCall(message.content())
            && !Words.isTest(message.content())
            && !Words.isCode(message.content()));
    return List.of(VendorRequest.to(url.reveal(), message).json(body));
  }

  private Map<String, Object> body(Message message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("chat_id", message.address());
    body.put("text", text(message.lines()));
    body.put("parse_mode", "HTML");
    body.put("link_preview_options", Map.of("is_disabled", true));
    if (hasButtons && message.hasActions()) {
      body.put("reply_markup", Map.of("inline_keyboard", List.of(buttons(message))));
    }
    return body;
  }

  private static long number(Card card) {
    return Long.parseLong(card.message());
  }

  @Override
  public Optional<CardVendor> cards() {
    return Optional.of(this);
  }

  /** Buttons that are not given again are taken away. */
  @Override
  public WebRequest update(Message message, Card card) {
    Map<String, Object> body = body(message);
    body.put("message_id", number(card));
    return VendorRequest.to(updateUrl.reveal(), message).json(body);
  }

  /** Telegram has one code for all of these, and says in words which one it is. */
  @Override
  public CardUpdate readUpdate(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    String said = answer.text("/description");
    if (said.contains("message is not modified")) {
      return new CardUpdate.Shown(answer.status());
    }
    boolean isGone =
        said.contains("message to edit not found")
            || said.contains("message can't be edited")
            || said.contains("MESSAGE_ID_INVALID");
    return isGone ? new CardUpdate.Gone(said) : CardUpdate.of(read(answered, message, now));
  }

  /** Of the 64 bytes that Telegram gives back, the incident's id takes 36. */
  private static List<Map<String, Object>> buttons(Message message) {
    PageContent page = message.content();
    Phrases phrases = message.wording().phrases();
    List<Map<String, Object>> buttons = new ArrayList<>();
    if (Words.isUnacknowledged(page)) {
      buttons.add(button(phrases, "action.acknowledge", "ack", page));
    }
    if (Words.isAcknowledged(page)) {
      buttons.add(button(phrases, "action.unacknowledge", "undo", page));
    }
    buttons.add(button(phrases, "action.resolve", "resolve", page));
    return buttons;
  }

  private static Map<String, Object> button(
      Phrases phrases, String label, String action, PageContent page) {
    return Map.of("text", phrases.say(label), "callback_data", action + ":" + page.incident().id());
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

  /** A group that became a supergroup. */
  @Override
  public Optional<String> movedTo(WebReply.Answered answered) {
    JsonNode there = VendorAnswer.of(answered).at("/parameters/migrate_to_chat_id");
    return there.isIntegralNumber() ? Optional.of(there.asText()) : Optional.empty();
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
    Optional<String> there = movedTo(answered);
    if (there.isPresent()) {
      return new Outcome.Refused(reason + "; the chat has a new id: " + there.get(), code);
    }
    if (code == 429) {
      return Outcome.Retry.notTaken(
          reason, code, HttpAnswer.wait(answer.text("/parameters/retry_after"), now));
    }
    // 404 is a wrong token, and 403 a bot that was blocked or removed.
    return code >= 500 ? new Outcome.Retry(reason, code, null) : new Outcome.Refused(reason, code);
  }
}
