package dev.imas.core.room;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A channel at a chat vendor in which people work on one incident. Its row is there before the
 * channel is.
 *
 * @param number the incident's first, second, …
 * @param vendor the type of the provider
 * @param name as it was asked for; once it is open, as it is
 * @param channel the vendor's id of it
 * @param botUser the vendor's id of our bot
 * @param topic as it was last asked for
 * @param toldSeq the last entry of the timeline of which the room was told
 * @param reason why it failed or was left
 */
record Room(
    UUID id,
    UUID incident,
    int number,
    UUID provider,
    String vendor,
    State state,
    String name,
    @Nullable String channel,
    @Nullable String botUser,
    String topic,
    int toldSeq,
    String askedBy,
    Instant askedAt,
    @Nullable Instant openedAt,
    @Nullable Instant archivedAt,
    @Nullable String reason) {

  static final String SLACK = "slack";
  static final String DISCORD = "discord_bot";

  /** How far it is. */
  enum State {
    /** Asked for. */
    OPENING,
    OPEN,
    ARCHIVING,
    ARCHIVED,
    UNARCHIVING,
    /** Another took its place, or people ended it. */
    LEFT,
    /** It never came to be. */
    FAILED;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State named(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    /** Whether it is the room of its incident, of which there is one at a time. */
    boolean isInUse() {
      return this != LEFT && this != FAILED;
    }

    /** Whether people are in it, or will soon be. */
    boolean isAlive() {
      return this == OPENING || this == OPEN;
    }
  }

  /** How people name it. */
  String shown() {
    return vendor.equals(SLACK) ? "#" + name + " on Slack" : "#" + name + " on Discord";
  }

  /** The channel of the contacts that name people there. */
  String contactChannel() {
    return vendor.equals(SLACK) ? SLACK : "discord";
  }

  Room in(State next) {
    return new Room(
        id,
        incident,
        number,
        provider,
        vendor,
        next,
        name,
        channel,
        botUser,
        topic,
        toldSeq,
        askedBy,
        askedAt,
        openedAt,
        archivedAt,
        reason);
  }

  Room because(@Nullable String why) {
    return new Room(
        id,
        incident,
        number,
        provider,
        vendor,
        state,
        name,
        channel,
        botUser,
        topic,
        toldSeq,
        askedBy,
        askedAt,
        openedAt,
        archivedAt,
        why);
  }

  Room opened(String as, String channelId, @Nullable String bot, Instant at) {
    return new Room(
        id,
        incident,
        number,
        provider,
        vendor,
        State.OPEN,
        as,
        channelId,
        bot,
        topic,
        toldSeq,
        askedBy,
        askedAt,
        at,
        archivedAt,
        null);
  }

  Room archived(Instant at) {
    return new Room(
        id,
        incident,
        number,
        provider,
        vendor,
        State.ARCHIVED,
        name,
        channel,
        botUser,
        topic,
        toldSeq,
        askedBy,
        askedAt,
        openedAt,
        at,
        null);
  }

  Room told(int seq) {
    return new Room(
        id,
        incident,
        number,
        provider,
        vendor,
        state,
        name,
        channel,
        botUser,
        topic,
        seq,
        askedBy,
        askedAt,
        openedAt,
        archivedAt,
        reason);
  }

  Room about(String newTopic) {
    return new Room(
        id,
        incident,
        number,
        provider,
        vendor,
        state,
        name,
        channel,
        botUser,
        newTopic,
        toldSeq,
        askedBy,
        askedAt,
        openedAt,
        archivedAt,
        reason);
  }
}
