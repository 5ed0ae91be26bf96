package dev.imas.core.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.incident.IncidentReplies.Act;
import dev.imas.core.platform.Json;
import dev.imas.core.room.TimelineMessages;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Interactions: slash commands and buttons (discord.com/developers, "Receiving and Responding",
 * "Application Commands"). Discord signs time and body with the app's own key, and takes the
 * address away if a wrong signature is not answered with 401.
 */
final class DiscordVendor implements Vendor {

  /** An interaction lives for fifteen minutes, so what is older is none. */
  private static final Duration WINDOW = Duration.ofMinutes(15);

  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(14);

  private static final int PING = 1;
  private static final int COMMAND = 2;
  private static final int COMPONENT = 3;

  /** A command of a message, which it brings along. */
  private static final int OF_MESSAGE = 3;

  private static final String PONG = "{\"type\":1}";

  /** A message in answer, which only the person sees. */
  private static final int MESSAGE = 4;

  /** Such a message follows. */
  private static final int DEFERRED = 5;

  private static final int EPHEMERAL = 1 << 6;
  private static final int CONTENT = 2_000;

  /** Discord sends options in the order in which a person filled them in. */
  private static final List<String> OPTIONS =
      List.of("incident", "team", "title", "all", "message");

  @Override
  public String type() {
    return "discord_bot";
  }

  @Override
  public String path() {
    return "discord";
  }

  @Override
  public String channel() {
    return "discord";
  }

  @Override
  public boolean answersStrangers() {
    return true;
  }

  @Override
  public boolean isGenuine(Map<String, String> config, Posted posted, Instant now) {
    String key = config.get("public_key");
    String time = posted.header("x-signature-timestamp");
    String signature = posted.header("x-signature-ed25519");
    if (key == null || signature == null || time == null || !time.matches("[0-9]{1,12}")) {
      return false;
    }
    Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now).abs();
    return age.compareTo(WINDOW) <= 0
        && Proof.isSigned(key, signed(time, posted), signature)
        && isFor(config, Posted.json(posted.text()));
  }

  private static byte[] signed(String time, Posted posted) {
    byte[] head = time.getBytes(StandardCharsets.UTF_8);
    byte[] body = posted.body().getBytes();
    byte[] signed = new byte[head.length + body.length];
    System.arraycopy(head, 0, signed, 0, head.length);
    System.arraycopy(body, 0, signed, head.length, body.length);
    return signed;
  }

  /** One app may serve the guilds of several tenants, with the same key. */
  private static boolean isFor(Map<String, String> config, JsonNode json) {
    return isSame(config.get("guild_id"), json.path("guild_id"))
        && isSame(config.get("application_id"), json.path("application_id"));
  }

  private static boolean isSame(@Nullable String ours, JsonNode given) {
    return ours == null || given.isMissingNode() || given.isNull() || ours.equals(given.asText());
  }

  @Override
  public Heard hear(Posted posted) {
    JsonNode json = Posted.json(posted.text());
    return switch (json.path("type").asInt()) {
      case PING -> new Heard.Echo("application/json", PONG);
      case COMMAND ->
          json.at("/data/type").asInt() == OF_MESSAGE
              ? marking(json)
              : asked(json, ChatCommand.read(line(json.path("data"))));
      case COMPONENT -> asked(json, button(json.at("/data/custom_id").asText()));
      default -> new Heard.Nothing();
    };
  }

  private static Heard marking(JsonNode json) {
    String id = json.at("/data/target_id").asText();
    JsonNode message = json.at("/data/resolved/messages").path(id);
    String event = json.path("id").asText();
    String user = user(json);
    if (event.isEmpty() || user.isEmpty() || !id.matches("[0-9]{1,20}") || message.isEmpty()) {
      return new Heard.Nothing();
    }
    JsonNode writer = message.path("author");
    return new Heard.Marking(
        event,
        user,
        new TimelineMessages.Marked(
            message.path("channel_id").asText(json.path("channel_id").asText()),
            id,
            null,
            writer.path("id").asText(null),
            writer.path("global_name").asText(writer.path("username").asText(null)),
            message.path("content").asText()),
        later(json));
  }

  /** {@code /imas ack incident:INC-7F3KX} as the line that somebody would write elsewhere. */
  private static String line(JsonNode data) {
    StringBuilder line = new StringBuilder("/").append(data.path("name").asText());
    JsonNode options = data.path("options");
    while (options.path(0).has("options") || options.path(0).path("type").asInt() == 1) {
      line.append(' ').append(options.path(0).path("name").asText());
      options = options.path(0).path("options");
    }
    for (String name : OPTIONS) {
      for (JsonNode option : options) {
        if (option.path("name").asText().equals(name)) {
          line.append(' ').append(value(name, option.path("value")));
        }
      }
    }
    return line.toString();
  }

  private static String value(String name, JsonNode value) {
    return value.isBoolean() ? value.booleanValue() ? name : "" : value.asText();
  }

  private static Optional<ChatCommand> button(String id) {
    int colon = id.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String incident = id.substring(colon + 1);
    return switch (id.substring(0, colon)) {
      case "ack_incident" -> Optional.of(new ChatCommand.Act(Act.ACKNOWLEDGE, incident, null));
      case "unacknowledge_incident" ->
          Optional.of(new ChatCommand.Act(Act.UNACKNOWLEDGE, incident, null));
      case "resolve_incident" -> Optional.of(new ChatCommand.Act(Act.RESOLVE, incident, null));
      case "escalate_incident" -> Optional.of(new ChatCommand.Act(Act.ESCALATE, incident, null));
      default -> Optional.empty();
    };
  }

  private static Heard asked(JsonNode json, Optional<ChatCommand> command) {
    String event = json.path("id").asText();
    String user = user(json);
    return event.isEmpty() || user.isEmpty() || command.isEmpty()
        ? new Heard.Nothing()
        : new Heard.Asked(event, user, "", command.get(), later(json));
  }

  /** An interaction's token lets its app answer for fifteen minutes. */
  private static @Nullable Later later(JsonNode json) {
    String application = json.path("application_id").asText();
    String token = json.path("token").asText();
    return application.isEmpty() || token.isEmpty()
        ? null
        : new Later(Map.of("application", application, "token", token), ANSWERED_WITHIN, false);
  }

  /** Discord shows that the app is thinking, to this person alone. */
  @Override
  public Optional<Said> putOff(Heard.Asked asked) {
    return Optional.of(
        new Said(
            "application/json",
            Json.write(Map.of("type", DEFERRED, "data", Map.of("flags", EPHEMERAL)))));
  }

  /** In a guild it is a member, and in a direct message a user. */
  private static String user(JsonNode json) {
    return json.at("/member/user/id").asText(json.at("/user/id").asText());
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
            Json.write(
                Map.of(
                    "type",
                    MESSAGE,
                    "data",
                    Map.of(
                        "content",
                        shown(words),
                        "flags",
                        EPHEMERAL,
                        "allowed_mentions",
                        Map.of("parse", List.of())))));
  }

  /** Titles come from outside: they make no links and no markup. */
  @Override
  public String shown(String words) {
    String fitting = words;
    while (escaped(fitting).length() > CONTENT) {
      fitting = fitting.substring(0, fitting.length() * 9 / 10 - 1) + "…";
    }
    return escaped(fitting);
  }

  private static String escaped(String text) {
    return text.replaceAll("([\\\\*_~`|<>\\[\\]()#])", "\\\\$1");
  }
}
