package dev.imas.notifier.room;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.TenantId;
import dev.imas.notifier.channel.RoomWork;
import dev.imas.notifier.task.Task;
import dev.imas.notifier.template.PageLinks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claimed task of a room.
 *
 * @param number the incident's first room, second, …
 * @param vendor the type of the provider
 * @param attempt 1 for the first; it also says whose the lease is
 * @param channel the vendor's id; null while there is none
 * @param askedAt when the room was asked for
 * @param createdAt when the task was
 */
public record ClaimedRoomTask(
    TenantId tenant,
    UUID id,
    UUID room,
    int number,
    UUID provider,
    String vendor,
    String kind,
    JsonNode payload,
    int attempt,
    @Nullable String channel,
    @Nullable String botUser,
    Instant askedAt,
    Instant createdAt)
    implements Task {

  /**
   * @throws IllegalStateException for a task that this version does not know, or that needs a
   *     channel and has none
   */
  RoomWork work(PageLinks links) {
    return switch (kind) {
      case "open" ->
          new RoomWork.Open(text("name"), number, text("topic"), text("mark"), attempt, askedAt);
      case "topic" -> new RoomWork.Topic(inChannel(), text("topic"));
      case "post" -> new RoomWork.Post(inChannel(), words(links), payload.path("pin").asBoolean());
      case "invite" -> new RoomWork.Invite(inChannel(), textOrNull("chat"), textOrNull("mail"));
      case "archive" -> new RoomWork.Archive(inChannel());
      case "unarchive" -> new RoomWork.Unarchive(inChannel());
      case "read" -> new RoomWork.Read(inChannel(), text("ts"), botUser);
      default -> throw new IllegalStateException("this notifier does not know tasks of " + kind);
    };
  }

  private RoomWork.Text words(PageLinks links) {
    List<List<String>> fields = new ArrayList<>();
    payload
        .path("fields")
        .forEach(field -> fields.add(List.of(field.path(0).asText(), field.path(1).asText())));
    Map<String, String> addresses = new LinkedHashMap<>();
    String incident = textOrNull("incident");
    if (incident != null) {
      addresses.put("Incident", links.incident(UUID.fromString(incident)));
    }
    String runbook = textOrNull("runbook");
    if (runbook != null) {
      addresses.put("Runbook", runbook);
    }
    return new RoomWork.Text(text("headline"), text("text"), fields, addresses);
  }

  private String inChannel() {
    if (channel == null) {
      throw new IllegalStateException("the room has no channel");
    }
    return channel;
  }

  private String text(String name) {
    return payload.path(name).asText("");
  }

  private @Nullable String textOrNull(String name) {
    String text = text(name);
    return text.isEmpty() ? null : text;
  }
}
