package dev.imas.core.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.SmallBody;
import dev.imas.core.incident.IncidentReplies.Act;
import dev.imas.core.platform.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Slash commands, buttons, and the challenge of the Events API (api.slack.com, "Verifying requests
 * from Slack", "Slash commands", "Handling user interaction").
 */
final class SlackVendor implements Vendor {

  private static final Duration WINDOW = Duration.ofMinutes(5);

  @Override
  public String type() {
    return "slack";
  }

  @Override
  public String channel() {
    return "slack";
  }

  @Override
  public boolean answersStrangers() {
    return true;
  }

  @Override
  public boolean isGenuine(Map<String, String> config, Posted posted, Instant now) {
    String secret = config.get("signing_secret");
    String time = posted.header("x-slack-request-timestamp");
    if (secret == null || time == null || !time.matches("[0-9]{1,12}")) {
      return false;
    }
    Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now).abs();
    return age.compareTo(WINDOW) <= 0
        && Proof.isSame(
            signature(secret, time, posted.body().getBytes()), posted.header("x-slack-signature"));
  }

  static String signature(String secret, String time, byte[] body) {
    byte[] head = ("v0:" + time + ":").getBytes(StandardCharsets.UTF_8);
    byte[] signed = new byte[head.length + body.length];
    System.arraycopy(head, 0, signed, 0, head.length);
    System.arraycopy(body, 0, signed, head.length, body.length);
    return "v0=" + HexFormat.of().formatHex(Proof.hmac("HmacSHA256", secret, signed));
  }

  @Override
  public Heard hear(Posted posted) {
    return switch (posted.part()) {
      case "commands" -> command(SmallBody.form(posted.body()));
      case "interactive" -> button(SmallBody.form(posted.body()).getOrDefault("payload", ""));
      case "events" -> event(posted.text());
      default -> new Heard.Nothing();
    };
  }

  private static Heard command(Map<String, String> form) {
    String line = form.getOrDefault("command", "") + " " + form.getOrDefault("text", "");
    return asked(
        form.getOrDefault("trigger_id", ""),
        form.getOrDefault("user_id", ""),
        ChatCommand.read(line));
  }

  private static Heard button(String payload) {
    JsonNode json = Posted.json(payload);
    JsonNode action = json.at("/actions/0");
    String incident = action.path("value").asText();
    Act act =
        switch (action.path("action_id").asText()) {
          case "ack_incident" -> Act.ACKNOWLEDGE;
          case "resolve_incident" -> Act.RESOLVE;
          case "escalate_incident" -> Act.ESCALATE;
          default -> null; // a button that opens an address
        };
    return act == null || incident.isEmpty()
        ? new Heard.Nothing()
        : asked(
            json.path("trigger_id").asText(),
            json.at("/user/id").asText(),
            Optional.of(new ChatCommand.Act(act, incident, null)));
  }

  /** Only the challenge is answered: what a bot would say to a mention, core cannot send. */
  private static Heard event(String body) {
    JsonNode json = Posted.json(body);
    return json.path("type").asText().equals("url_verification")
        ? new Heard.Echo("text/plain", json.path("challenge").asText())
        : new Heard.Nothing();
  }

  private static Heard asked(String event, String user, Optional<ChatCommand> command) {
    return event.isEmpty() || user.isEmpty() || command.isEmpty()
        ? new Heard.Nothing()
        : new Heard.Asked(event, user, "", command.get());
  }

  @Override
  public Said say(Heard.Asked asked, @Nullable String words) {
    return words == null
        ? Said.NOTHING
        : new Said(
            "application/json",
            Json.write(
                Map.of(
                    "response_type",
                    "ephemeral",
                    "text",
                    words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))));
  }
}
