package dev.imas.core.room;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done at the vendor for a room, by the notifier.
 *
 * @param once what it is about: the same is not asked for twice of a room
 * @param payload as the notifier reads it
 */
record RoomTask(UUID room, String once, Kind kind, Map<String, Object> payload) {

  enum Kind {
    OPEN,
    TOPIC,
    POST,
    INVITE,
    ARCHIVE,
    UNARCHIVE,
    /** Reads a message that somebody marked. */
    READ;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind named(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * A task that is done or dead.
   *
   * @param result what the notifier brought; empty if nothing
   * @param error why it is dead
   */
  record Ended(
      UUID id,
      UUID room,
      Kind kind,
      String once,
      boolean isDone,
      JsonNode payload,
      JsonNode result,
      @Nullable String error) {

    String why() {
      return error == null ? "no reason was given" : error;
    }

    /** The channel is archived or deleted, and not by us. */
    boolean isGone() {
      return result.path("gone").asBoolean();
    }
  }
}
