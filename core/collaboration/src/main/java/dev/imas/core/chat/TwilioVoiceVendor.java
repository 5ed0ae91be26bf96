package dev.imas.core.chat;

import dev.imas.core.http.SmallBody;
import dev.imas.core.wording.Phrases;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which key was pressed in a call of ours, and how the call ended (twilio.com/docs, "TwiML Voice:
 * Gather", "Call resource"). The address that we gave it says which delivery it was, and what the
 * key is for; Twilio signs that address.
 */
final class TwilioVoiceVendor implements Vendor {

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final String HANG_UP = "<Hangup/>";

  private final TwilioVendor twilio = new TwilioVendor();

  @Override
  public String type() {
    return "twilio_voice";
  }

  @Override
  public String path() {
    return "twilio";
  }

  @Override
  public String channel() {
    return "voice";
  }

  @Override
  public boolean answersStrangers() {
    return false;
  }

  @Override
  public boolean isGenuine(Map<String, String> config, Posted posted, Instant now) {
    return twilio.isGenuine(config, posted, now);
  }

  @Override
  public Heard hear(Posted posted) {
    Map<String, String> form = SmallBody.form(posted.body());
    Map<String, String> about = posted.query();
    String delivery = about.getOrDefault("delivery", "");
    String call = form.getOrDefault("CallSid", "");
    if (!UUID_FORM.matcher(delivery).matches() || call.isEmpty()) {
      return new Heard.Nothing();
    }
    UUID id = UUID.fromString(delivery);
    String asks = about.getOrDefault("asks", "");
    return switch (about.getOrDefault("of", "")) {
      case "key" -> key(form, id, call, asks, about.getOrDefault("in", "en"));
      case "end" -> end(form.getOrDefault("CallStatus", ""), id, call, asks);
      default -> new Heard.Nothing();
    };
  }

  private static Heard key(
      Map<String, String> form, UUID delivery, String call, String asks, String language) {
    String key = form.getOrDefault("Digits", "");
    return key.isEmpty()
        ? new Heard.Undelivered(delivery, call, "Twilio: no key was pressed")
        : new Heard.Pressed(
            call,
            delivery,
            form.getOrDefault("To", ""),
            asks.equals("acknowledgement") && key.equals("1"),
            language);
  }

  /** A call that was taken is over; whether by a person is known by a key alone. */
  private static Heard end(String status, UUID delivery, String call, String asks) {
    return switch (status) {
      case "busy", "no-answer", "failed", "canceled" ->
          new Heard.Undelivered(delivery, call, "Twilio: " + status);
      case "completed" ->
          asks.equals("nothing")
              ? new Heard.Nothing()
              : new Heard.HungUp(delivery, call, "Twilio: no key was pressed");
      default -> new Heard.Nothing();
    };
  }

  @Override
  public Said say(Heard.Asked asked, @Nullable String words) {
    return said(words);
  }

  @Override
  public Said said(@Nullable String words) {
    return said(words, "en");
  }

  /** Twilio goes on with what it is answered, so there is always something. */
  @Override
  public Said said(@Nullable String words, String language) {
    String body =
        words == null
            ? HANG_UP
            : "<Say language=\""
                + Phrases.of(language).say("spoken.voice")
                + "\">"
                + words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                + "</Say>"
                + HANG_UP;
    return new Said(
        "text/xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + body + "</Response>");
  }
}
