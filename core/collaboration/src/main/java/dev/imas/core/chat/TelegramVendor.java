package dev.imas.core.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.incident.IncidentReplies.Act;
import dev.imas.core.platform.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Updates of a bot (core.telegram.org/bots/api, "setWebhook", "Update", "Making requests when
 * getting updates"). Telegram signs nothing: it sends the secret that was given to it.
 */
final class TelegramVendor implements Vendor {

  private static final int CALLBACK_TEXT = 200;

  @Override
  public String type() {
    return "telegram";
  }

  @Override
  public String channel() {
    return "telegram";
  }

  @Override
  public boolean answersStrangers() {
    return true;
  }

  @Override
  public boolean isGenuine(Map<String, String> config, Posted posted, Instant now) {
    String secret = config.get("secret_token");
    return secret != null && Proof.isSame(secret, posted.header("x-telegram-bot-api-secret-token"));
  }

  @Override
  public Heard hear(Posted posted) {
    JsonNode update = Posted.json(posted.text());
    String event = update.path("update_id").asText();
    JsonNode pressed = update.path("callback_query");
    if (pressed.isObject()) {
      return asked(
          event,
          pressed.path("from"),
          "callback:" + pressed.path("id").asText(),
          button(pressed.path("data").asText()));
    }
    // An edited message is another update, so what was done is not done again by an edit.
    JsonNode message = update.path("message");
    return asked(
        event,
        message.path("from"),
        "chat:" + message.at("/chat/id").asText(),
        ChatCommand.read(message.path("text").asText()));
  }

  private static Optional<ChatCommand> button(String data) {
    int colon = data.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String incident = data.substring(colon + 1);
    return switch (data.substring(0, colon)) {
      case "ack" -> Optional.of(new ChatCommand.Act(Act.ACKNOWLEDGE, incident, null));
      case "undo" -> Optional.of(new ChatCommand.Act(Act.UNACKNOWLEDGE, incident, null));
      case "resolve" -> Optional.of(new ChatCommand.Act(Act.RESOLVE, incident, null));
      default -> Optional.empty();
    };
  }

  private static Heard asked(
      String event, JsonNode from, String thread, Optional<ChatCommand> command) {
    String sender = from.path("id").asText();
    return event.isEmpty()
            || sender.isEmpty()
            || from.path("is_bot").asBoolean()
            || command.isEmpty()
        ? new Heard.Nothing()
        : new Heard.Asked(event, sender, thread, command.get());
  }

  /** The answer of a webhook may be a call of a method. */
  @Override
  public Said say(Heard.Asked asked, @Nullable String words) {
    if (words == null) {
      return Said.NOTHING;
    }
    Map<String, Object> call = new LinkedHashMap<>();
    String id = asked.thread().substring(asked.thread().indexOf(':') + 1);
    if (asked.thread().startsWith("callback:")) {
      call.put("method", "answerCallbackQuery");
      call.put("callback_query_id", id);
      call.put(
          "text",
          words.length() <= CALLBACK_TEXT ? words : words.substring(0, CALLBACK_TEXT - 1) + "…");
    } else {
      call.put("method", "sendMessage");
      call.put("chat_id", id);
      call.put("text", words);
    }
    return new Said("application/json", Json.write(call));
  }
}
