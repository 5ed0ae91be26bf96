package dev.imas.notifier.channel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be done at a vendor for a room. */
public sealed interface RoomWork {

  /**
   * Make the channel, once: an attempt before this one may have made it and died.
   *
   * @param name to begin with
   * @param number of the incident's room, which ends the name from the second on
   * @param mark by which the room is known; the topic has it
   * @param attempt 1 for the first
   * @param askedAt no room of ours is older
   */
  record Open(String name, int number, String topic, String mark, int attempt, Instant askedAt)
      implements RoomWork {}

  record Topic(String channel, String topic) implements RoomWork {}

  /**
   * @param isPinned whether it is to be pinned, as the first message is
   */
  record Post(String channel, Text text, boolean isPinned) implements RoomWork {}

  /**
   * @param chat the vendor's id of the person; null: unknown
   * @param mail under which the vendor may know the person; null: unknown
   */
  record Invite(String channel, @Nullable String chat, @Nullable String mail) implements RoomWork {}

  record Archive(String channel) implements RoomWork {}

  record Unarchive(String channel) implements RoomWork {}

  /**
   * Read one message.
   *
   * @param botUser the vendor's id of our bot; null: unknown
   */
  record Read(String channel, String ts, @Nullable String botUser) implements RoomWork {}

  /**
   * A message without a vendor's markup.
   *
   * @param headline empty if there is none
   * @param fields label and value of each
   * @param links address by label
   */
  record Text(String headline, String body, List<List<String>> fields, Map<String, String> links) {}
}
