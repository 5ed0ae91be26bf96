package dev.imas.core.chat;

import dev.imas.core.http.SmallBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text messages that people send back, and what became of ours (twilio.com/docs, "Validating
 * requests", "TwiML for Programmable Messaging", "Outbound message status"). Whoever is unknown
 * gets no answer, since each costs money.
 */
final class TwilioVendor implements Vendor {

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  @Override
  public String type() {
    return "twilio";
  }

  @Override
  public String channel() {
    return "sms";
  }

  @Override
  public boolean answersStrangers() {
    return false;
  }

  @Override
  public boolean isGenuine(Map<String, String> config, Posted posted, Instant now) {
    String token = config.get("auth_token");
    if (token == null) {
      return false;
    }
    Map<String, String> form = SmallBody.form(posted.body());
    boolean genuine = false;
    for (String url : posted.urls()) {
      genuine |= Proof.isSame(signature(token, url, form), posted.header("x-twilio-signature"));
    }
    return genuine;
  }

  /** The address as Twilio calls it, then each name and value, sorted by name. */
  static String signature(String token, String url, Map<String, String> form) {
    StringBuilder signed = new StringBuilder(url);
    new TreeMap<>(form).forEach((name, value) -> signed.append(name).append(value));
    return Base64.getEncoder()
        .encodeToString(
            Proof.hmac("HmacSHA1", token, signed.toString().getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public Heard hear(Posted posted) {
    Map<String, String> form = SmallBody.form(posted.body());
    if (posted.part().equals("status")) {
      return status(form, posted.query().getOrDefault("delivery", ""));
    }
    String event = form.getOrDefault("MessageSid", "");
    String from = form.getOrDefault("From", "");
    return !posted.part().equals("sms") || event.isEmpty() || from.isEmpty()
        ? new Heard.Nothing()
        : ChatCommand.read(form.getOrDefault("Body", ""))
            .<Heard>map(command -> new Heard.Asked(event, from, "", command))
            .orElse(new Heard.Nothing());
  }

  /** Of all that Twilio reports, only the end that is none matters. */
  private static Heard status(Map<String, String> form, String delivery) {
    String status = form.getOrDefault("MessageStatus", "");
    String message = form.getOrDefault("MessageSid", "");
    return (status.equals("undelivered") || status.equals("failed"))
            && UUID_FORM.matcher(delivery).matches()
        ? new Heard.Undelivered(
            UUID.fromString(delivery),
            message,
            "Twilio: " + status + " " + number(form.getOrDefault("ErrorCode", "")))
        : new Heard.Nothing();
  }

  private static String number(String code) {
    return code.matches("[0-9]{1,6}") ? code : "without an error code";
  }

  @Override
  public Said say(Heard.Asked asked, @Nullable String words) {
    String message =
        words == null
            ? ""
            : "<Message>"
                + words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                + "</Message>";
    return new Said(
        "text/xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + message + "</Response>");
  }
}
