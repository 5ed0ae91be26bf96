package dev.imas.notifier.channel.voice;

import dev.imas.core.platform.Secret;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.template.SpokenText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Calls resource (twilio.com/docs/voice, API 2010-04-01). 201 means that Twilio will call.
 * Whether anybody answers is reported to core: only a pressed key is an answer, since a voicemail
 * takes calls too.
 */
final class TwilioCallsApi implements VendorApi {

  /** Each attempt may have rung, also one of which the answer was lost. */
  static final int MOST_CALLS = 3;

  private final String url;
  private final String account;
  private final Secret token;
  private final String from;
  private final String callback;
  private final int ringSeconds;

  TwilioCallsApi(ProviderConfig config) {
    this.account = config.required("account_sid");
    this.token = config.requiredSecret("auth_token");
    this.from = config.required("from");
    this.callback = config.required("callback");
    Integer seconds = config.number("ring_seconds");
    this.ringSeconds = seconds == null ? 30 : seconds;
    this.url =
        VendorRequest.below(
            config.required("url"), "/2010-04-01/Accounts/" + account + "/Calls.json");
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    if (message.attempt() > MOST_CALLS) {
      throw new IllegalArgumentException("there were " + MOST_CALLS + " attempts to call already");
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("To", message.address());
    form.put("From", from);
    form.put("Timeout", Integer.toString(ringSeconds));
    form.put("Twiml", twiml(message));
    form.put("StatusCallback", reportTo(message, "end"));
    return List.of(VendorRequest.to(url, message).basic(account, token).form(form));
  }

  /** Where Twilio posts, and what about: it repeats the parameters, and signs them. */
  private String reportTo(Message message, String what) {
    return callback
        + "?delivery="
        + message.id()
        + "&asks="
        + asks(message)
        + "&in="
        + phrases(message).language()
        + "&of="
        + what;
  }

  /** What a key is for. Whoever answers a phone that several share acts as nobody. */
  private static String asks(Message message) {
    if (Words.isCode(message.content())) {
      return "nothing";
    }
    return message.reply() != null && message.reply().actions().contains("acknowledge")
        ? "acknowledgement"
        : "key";
  }

  private String twiml(Message message) {
    Phrases phrases = phrases(message);
    String words = SpokenText.of(message.content(), phrases);
    String said =
        switch (asks(message)) {
          case "nothing" -> say(phrases, 3, words);
          case "key" -> gather(message, words + " " + phrases.say("spoken.any_key"));
          default -> gather(message, words + " " + phrases.say("spoken.acknowledge"));
        };
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + said + "</Response>";
  }

  /** Where nothing is pressed, that is posted too. */
  private String gather(Message message, String words) {
    return "<Gather input=\"dtmf\" numDigits=\"1\" finishOnKey=\"\" timeout=\"8\""
        + " actionOnEmptyResult=\"true\" method=\"POST\" action=\""
        + xml(reportTo(message, "key"))
        + "\">"
        + say(phrases(message), 2, words)
        + "</Gather>";
  }

  private static String say(Phrases phrases, int times, String words) {
    return "<Say language=\"%s\" loop=\"%d\">%s</Say>"
        .formatted(phrases.say("spoken.voice"), times, xml(words));
  }

  /** English where the message's language is not shipped: a template of the tenant has no voice. */
  private static Phrases phrases(Message message) {
    return message.wording().phrases();
  }

  private static String xml(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    String status = answer.text("/status");
    if (answer.isSuccess() && (status.equals("failed") || status.equals("canceled"))) {
      return new Outcome.Refused("Twilio: " + status, answer.status());
    }
    String said =
        answer.isSuccess() ? "" : (answer.text("/code") + " " + answer.text("/message")).strip();
    return answer.byStatus(answer.id("/sid"), said, now);
  }
}
