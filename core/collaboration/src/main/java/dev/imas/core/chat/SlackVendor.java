package dev.imas.core.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.SmallBody;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentReplies.Act;
import dev.imas.core.platform.Json;
import dev.imas.core.room.TimelineMessages;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
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
  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(29);

  private static final Pattern MENTION = Pattern.compile("^\\s*<@[^>]{1,40}>");

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
    String trigger = form.getOrDefault("trigger_id", "");
    String user = form.getOrDefault("user_id", "");
    Later later = later(trigger, form.getOrDefault("response_url", ""), false);
    return ChatCommand.isBareCreate(line) && !trigger.isEmpty() && !user.isEmpty()
        ? new Heard.FormAsked(trigger, user, new ChatForm.Create(), later)
        : asked(trigger, user, ChatCommand.read(line), later);
  }

  private static Heard pressed(String payload) {
    JsonNode json = Posted.json(payload);
    return switch (json.path("type").asText()) {
      case "message_action" -> marking(json);
      case "view_submission" -> SlackForms.submitted(json);
      case "shortcut" -> shortcut(json);
      default -> button(json);
    };
  }

  /** A shortcut of the whole workspace, which has no place to answer to. */
  private static Heard shortcut(JsonNode json) {
    return json.path("callback_id").asText().equals("create_incident")
        ? form(json.path("trigger_id").asText(), json, new ChatForm.Create())
        : new Heard.Nothing();
  }

  private static Heard form(String trigger, JsonNode json, ChatForm form) {
    String user = json.at("/user/id").asText();
    return trigger.isEmpty() || user.isEmpty()
        ? new Heard.Nothing()
        : new Heard.FormAsked(trigger, user, form, later(trigger, address(json), true));
  }

  private static String address(JsonNode json) {
    return json.path("response_url").asText();
  }

  /** Slack takes five answers within half an hour. */
  private static Later later(String trigger, String address, boolean isOnlyWay) {
    Map<String, String> to = new LinkedHashMap<>();
    if (!trigger.isEmpty()) {
      to.put("trigger_id", trigger);
    }
    if (!address.isEmpty()) {
      to.put("response_url", address);
    }
    return new Later(to, ANSWERED_WITHIN, isOnlyWay);
  }

  /** The shortcut of a message brings the message along. */
  private static Heard marking(JsonNode json) {
    JsonNode message = json.path("message");
    return json.path("callback_id").asText().equals("mark_message")
        ? marking(
            json.path("trigger_id").asText(),
            json.at("/user/id").asText(),
            new TimelineMessages.Marked(
                json.at("/channel/id").asText(),
                message.path("ts").asText(),
                null,
                message.path("user").asText(null),
                null,
                plain(message.path("text").asText())),
            address(json).isEmpty() ? null : later("", address(json), true))
        : new Heard.Nothing();
  }

  private static Heard marking(
      String event, String user, TimelineMessages.Marked marked, @Nullable Later later) {
    return event.isEmpty()
            || user.isEmpty()
            || marked.channel().isEmpty()
            || !TS.matcher(marked.ts()).matches()
        ? new Heard.Nothing()
        : new Heard.Marking(event, user, marked, later);
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
          case "unacknowledge_incident" -> Act.UNACKNOWLEDGE;
          case "resolve_incident" -> Act.RESOLVE;
          case "escalate_incident" -> Act.ESCALATE;
          default -> null; // a button that opens an address
        };
    String trigger = json.path("trigger_id").asText();
    if (act == null || incident.isEmpty()) {
      return new Heard.Nothing();
    }
    return act == Act.RESOLVE
        ? form(trigger, json, new ChatForm.Resolve(incident))
        : asked(
            trigger,
            json.at("/user/id").asText(),
            Optional.of(new ChatCommand.Act(act, incident, null)),
            address(json).isEmpty() ? null : later(trigger, address(json), true));
  }

  /** Mentions and direct messages are commands, and a reaction may mark a message. */
  private static Heard event(String body) {
    JsonNode json = Posted.json(body);
    return switch (json.path("type").asText()) {
      case "url_verification" -> new Heard.Echo("text/plain", json.path("challenge").asText());
      case "event_callback" -> event(json.path("event_id").asText(), json.path("event"));
      default -> new Heard.Nothing();
    };
  }

  private static Heard event(String id, JsonNode event) {
    return switch (event.path("type").asText()) {
      case "reaction_added" -> reaction(id, event);
      case "app_mention" ->
          said(id, event, "imas " + MENTION.matcher(text(event)).replaceFirst(""));
      case "message" ->
          event.path("channel_type").asText().equals("im") && !event.has("subtype")
              ? said(id, event, text(event))
              : new Heard.Nothing();
      default -> new Heard.Nothing();
    };
  }

  private static String text(JsonNode event) {
    return plain(event.path("text").asText());
  }

  /** What bots say, our own among them, is nothing to us (trap 77). */
  private static Heard said(String id, JsonNode event, String line) {
    String channel = event.path("channel").asText();
    String user = event.path("user").asText();
    if (event.has("bot_id") || channel.isEmpty()) {
      return new Heard.Nothing();
    }
    boolean isDirect = event.path("channel_type").asText().equals("im");
    Map<String, String> to =
        isDirect ? Map.of("channel", channel) : Map.of("channel", channel, "user", user);
    return asked(id, user, ChatCommand.read(line), new Later(to, ANSWERED_WITHIN, true));
  }

  /** The event names the message and does not have it. */
  private static Heard reaction(String id, JsonNode event) {
    return event.at("/item/type").asText().equals("message")
        ? marking(
            id,
            event.path("user").asText(),
            new TimelineMessages.Marked(
                event.at("/item/channel").asText(),
                event.at("/item/ts").asText(),
                event.path("reaction").asText(),
                event.path("item_user").asText(null),
                null,
                null),
            null)
        : new Heard.Nothing();
  }

  private static Heard asked(
      String event, String user, Optional<ChatCommand> command, @Nullable Later later) {
    return event.isEmpty() || user.isEmpty() || command.isEmpty()
        ? new Heard.Nothing()
        : new Heard.Asked(event, user, "", command.get(), later);
  }

  /** A button needs no words at once. An event is posted again until it is done. */
  @Override
  public Optional<Said> putOff(Heard.Asked asked) {
    Later later = asked.later();
    if (later == null || !later.to().containsKey("response_url")) {
      return Optional.empty();
    }
    return Optional.of(
        later.isOnlyWay()
            ? Said.NOTHING
            : said("This takes longer than usual. The answer follows here."));
  }

  @Override
  public Map<String, Object> form(ChatForm form, @Nullable Incident incident) {
    return SlackForms.view(form, incident);
  }

  @Override
  public Said submitted(FormSubmission submission) {
    return new Said("application/json", SlackForms.answer(submission));
  }

  @Override
  public String shown(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public Said say(Heard.Asked asked, @Nullable String words) {
    return said(words);
  }

  @Override
  public Said said(@Nullable String words) {
    return words == null
        ? Said.NOTHING
        : new Said(
            "application/json",
            Json.write(Map.of("response_type", "ephemeral", "text", shown(words))));
  }
}
