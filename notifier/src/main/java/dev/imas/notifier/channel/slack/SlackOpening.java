package dev.imas.notifier.channel.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.notifier.channel.RoomWork;
import dev.imas.notifier.channel.TaskEnd;
import dev.imas.notifier.channel.TaskLine;
import dev.imas.notifier.channel.slack.SlackCalls.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a channel at most once, although Slack takes no idempotency key and we may die between its
 * answer and our commit (decisions C1, C2, trap 78). The topic has the room's mark. Names never
 * decide: a taken name is looked into, and only another's channel earns a suffix.
 */
final class SlackOpening {

  private static final int MOST_NAMES = 5;
  private static final int LONGEST_NAME = 80;

  /** An answer of Slack is read up to 64 KiB, and a channel takes about one. */
  private static final int PAGE = 40;

  private static final int MOST_PAGES = 25;

  /**
   * Between its making and its mark a channel is bare. Whoever makes one has lost the task by then,
   * so a bare channel that is older was left by an attempt that died.
   */
  static final Duration BARE = Duration.ofMinutes(2);

  private static final Duration AGAIN = Duration.ofSeconds(30);

  /** Clocks differ. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final SlackCalls slack;

  SlackOpening(SlackCalls slack) {
    this.slack = slack;
  }

  /** A channel of ours, as Slack lists it. */
  private record Found(String id, String name, String creator, boolean isMarked, Instant madeAt) {}

  TaskEnd open(TaskLine line, RoomWork.Open wanted) {
    if (wanted.attempt() > 1) {
      Optional<Found> marked = find(line, wanted, "").filter(Found::isMarked);
      if (marked.isPresent()) {
        return done(marked.get(), "an earlier attempt had made it");
      }
    }
    for (int n = wanted.number(); n < wanted.number() + MOST_NAMES; n++) {
      String name = name(wanted, n);
      Said made = slack.form(line, "conversations.create", Map.of("name", name));
      if (made.isOk()) {
        return mark(
            line,
            wanted,
            made.text("/channel/id"),
            made.text("/channel/name"),
            made.text("/channel/creator"));
      }
      if (!made.error().equals("name_taken")) {
        return made.refused();
      }
      Optional<Found> found = find(line, wanted, name);
      if (found.isPresent()) {
        return adopt(line, wanted, found.get());
      }
    }
    return new TaskEnd.Dead("others have channels of the name " + wanted.name(), false);
  }

  private TaskEnd mark(
      TaskLine line, RoomWork.Open wanted, String channel, String name, String creator) {
    Said marked =
        slack.form(
            line,
            "conversations.setTopic",
            Map.of("channel", channel, "topic", SlackRooms.topic(wanted.topic())));
    return marked.isOk()
        ? done(new Found(channel, name, creator, true, line.now()), "")
        : marked.refused();
  }

  private TaskEnd adopt(TaskLine line, RoomWork.Open wanted, Found found) {
    if (found.isMarked()) {
      return done(found, "an earlier attempt had made it");
    }
    if (Duration.between(found.madeAt(), line.now()).compareTo(BARE) < 0) {
      return new TaskEnd.Later(
          "the channel " + found.name() + " is there and not marked yet", AGAIN, true, true);
    }
    return mark(line, wanted, found.id(), found.name(), found.creator());
  }

  private static TaskEnd done(Found found, String remark) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("channel", found.id());
    result.put("name", found.name());
    if (!found.creator().isEmpty()) {
      result.put("bot_user", found.creator());
    }
    if (!remark.isEmpty()) {
      result.put("remark", remark);
    }
    return new TaskEnd.Done(result);
  }

  /**
   * Looks among the channels that our bot is in. That is a short list: whoever makes a channel is
   * in it, and archived ones are left out.
   *
   * @param bareName also find a channel of that name that our bot made since the room was asked for
   *     and that nobody has marked
   */
  private Optional<Found> find(TaskLine line, RoomWork.Open wanted, String bareName) {
    Said self = slack.form(line, "auth.test", Map.of());
    if (!self.isOk()) {
      throw new TaskEnd.Stop(self.refused());
    }
    String bot = self.text("/user_id");
    Optional<Found> bare = Optional.empty();
    String cursor = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      Said listed = slack.form(line, "users.conversations", listing(cursor));
      if (!listed.isOk()) {
        throw new TaskEnd.Stop(listed.refused());
      }
      for (JsonNode channel : listed.at("/channels")) {
        if (!channel.path("creator").asText().equals(bot)) {
          continue;
        }
        String topic = channel.at("/topic/value").asText();
        if (topic.endsWith(wanted.mark())) {
          return Optional.of(found(channel, true));
        }
        Found one = found(channel, false);
        if (topic.isEmpty()
            && one.name().equals(bareName)
            && one.madeAt().isAfter(wanted.askedAt().minus(SKEW))) {
          bare = Optional.of(one);
        }
      }
      cursor = listed.at("/response_metadata/next_cursor").asText("");
      if (cursor.isEmpty()) {
        break;
      }
    }
    return bare;
  }

  private static Map<String, String> listing(String cursor) {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("types", "public_channel");
    arguments.put("exclude_archived", "true");
    arguments.put("limit", Integer.toString(PAGE));
    if (!cursor.isEmpty()) {
      arguments.put("cursor", cursor);
    }
    return arguments;
  }

  private static Found found(JsonNode channel, boolean isMarked) {
    return new Found(
        channel.path("id").asText(),
        channel.path("name").asText(),
        channel.path("creator").asText(),
        isMarked,
        Instant.ofEpochSecond(channel.path("created").asLong()));
  }

  /** The incident's second room ends in {@code -2} already. */
  private static String name(RoomWork.Open wanted, int n) {
    String end = wanted.number() == 1 ? "" : "-" + wanted.number();
    String base =
        wanted.name().endsWith(end)
            ? wanted.name().substring(0, wanted.name().length() - end.length())
            : wanted.name();
    String suffix = n == 1 ? "" : "-" + n;
    return (base.length() + suffix.length() <= LONGEST_NAME
            ? base
            : base.substring(0, LONGEST_NAME - suffix.length()))
        + suffix;
  }
}
