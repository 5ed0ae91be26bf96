package dev.imas.core.chat;

import dev.imas.core.http.SmallBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Text messages that people send back (twilio.com/docs, "Validating requests", "TwiML for
 * Programmable Messaging"). Whoever is unknown gets no answer, since each costs money.
 */
final class TwilioVendor implements Vendor {

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
    String event = form.getOrDefault("MessageSid", "");
    String from = form.getOrDefault("From", "");
    return !posted.part().equals("sms") || event.isEmpty() || from.isEmpty()
        ? new Heard.Nothing()
        : ChatCommand.read(form.getOrDefault("Body", ""))
            .<Heard>map(command -> new Heard.Asked(event, from, "", command))
            .orElse(new Heard.Nothing());
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
