package dev.imas.core.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.SmallBody;
import dev.imas.core.incident.IncidentReplies.Act;
import dev.imas.core.platform.Json;
import dev.imas.core.room.RoomMarks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Slash commands, buttons, shortcuts of messages, and reactions to them (api.slack.com, "Verifying
 * requests from Slack", "Slash commands", "Handling user interaction", "Events API").
 */
final class SlackVendor implements Vendor {

  private static final Duration WINDOW = Duration.ofMinutes(5);

  /** Of a message within its channel. */
  private static final Pattern TS = Pattern.compile("[0-9]{1,20}\\.[0-9]{1,10}");

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
      case "interactive" -> pressed(SmallBody.form(posted.body()).getOrDefault("payload", ""));
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

  private static Heard pressed(String payload) {
    JsonNode json = Posted.json(payload);
    return json.path("type").asText().equals("message_action") ? shortcut(json) : button(json);
  }

  /** The shortcut of a message brings the message along. */
  private static Heard shortcut(JsonNode json) {
    JsonNode message = json.path("message");
    return json.path("callback_id").asText().equals("mark_message")
        ? marking(
            json.path("trigger_id").asText(),
            json.at("/user/id").asText(),
            new RoomMarks.Marked(
                json.at("/channel/id").asText(),
                message.path("ts").asText(),
                null,
                message.path("user").asText(null),
                plain(message.path("text").asText())))
        : new Heard.Nothing();
  }

  private static Heard marking(String event, String user, RoomMarks.Marked marked) {
    return event.isEmpty()
            || user.isEmpty()
            || marked.channel().isEmpty()
            || !TS.matcher(marked.ts()).matches()
        ? new Heard.Nothing()
        : new Heard.Marking(event, user, marked);
  }

  /** What Slack escapes. */
  private static String plain(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  private static Heard button(JsonNode json) {
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

  /** What a bot would say to a mention, core cannot send; a reaction may mark a message. */
  private static Heard event(String body) {
    JsonNode json = Posted.json(body);
    return switch (json.path("type").asText()) {
      case "url_verification" -> new Heard.Echo("text/plain", json.path("challenge").asText());
      case "event_callback" -> reaction(json.path("event_id").asText(), json.path("event"));
      default -> new Heard.Nothing();
    };
  }

  /** The event names the message and does not have it. */
  private static Heard reaction(String id, JsonNode event) {
    return event.path("type").asText().equals("reaction_added")
            && event.at("/item/type").asText().equals("message")
        ? marking(
            id,
            event.path("user").asText(),
            new RoomMarks.Marked(
                event.at("/item/channel").asText(),
                event.at("/item/ts").asText(),
                event.path("reaction").asText(),
                event.path("item_user").asText(null),
                null))
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
