package dev.imas.notifier.channel.discord;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Secret;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.RoomVendor;
import dev.imas.notifier.channel.RoomWork;
import dev.imas.notifier.channel.TaskAnswers;
import dev.imas.notifier.channel.TaskEnd;
import dev.imas.notifier.channel.TaskLine;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.template.Cut;
import dev.imas.notifier.template.Markdown;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rooms as text channels of a guild (discord.com/developers, API v10: "Create Guild Channel", "Get
 * Guild Channels", "Modify Channel", "Edit Channel Permissions", "Get Guild Member", "Create
 * Message", "Pin Message"). Names are not unique there, and a channel is made with its topic at
 * once, so the mark alone decides.
 */
final class DiscordRooms implements RoomVendor {

  private static final int TEXT_CHANNEL = 0;
  private static final int CONTENT = 2_000;
  private static final int TOPIC = 1_024;

  /** {@code Unknown Channel}. */
  private static final int GONE = 10_003;

  /** A guild has 500 channels at most. */
  private static final int CHANNELS = 2 << 20;

  private static final long SEND_MESSAGES = 1L << 11;

  /** View Channel and Read Message History. Whether people write there is for the guild. */
  private static final String SEE = Long.toString(1L << 10 | 1L << 16);

  /** Whom an overwrite of permissions is about. */
  private static final int ROLE = 0;

  private static final int MEMBER = 1;

  private final String url;
  private final Secret token;
  private final String guild;
  private final @Nullable String category;
  private final @Nullable String archive;

  /**
   * @param category of rooms in use; null: none
   * @param archive of archived ones; null: they stay where they are
   */
  DiscordRooms(
      String url, Secret token, String guild, @Nullable String category, @Nullable String archive) {
    this.url = url;
    this.token = token;
    this.guild = guild;
    this.category = category;
    this.archive = archive;
  }

  @Override
  public TaskEnd carryOut(TaskLine line, RoomWork work) {
    return switch (work) {
      case RoomWork.Open open -> open(line, open);
      case RoomWork.Topic topic ->
          changed(line, topic.channel(), Map.of("topic", Cut.toLength(topic.topic(), TOPIC)));
      case RoomWork.Post post -> post(line, post);
      case RoomWork.Invite invite -> invite(line, invite);
      case RoomWork.Archive room -> changed(line, room.channel(), archived(line, room.channel()));
      case RoomWork.Unarchive room ->
          changed(line, room.channel(), unarchived(line, room.channel()));
      case RoomWork.Read read -> new TaskEnd.Dead("messages of Discord are not read", false);
    };
  }

  private TaskEnd open(TaskLine line, RoomWork.Open wanted) {
    if (wanted.attempt() > 1) {
      Optional<JsonNode> ours = find(line, wanted.mark());
      if (ours.isPresent()) {
        return done(line, ours.get(), "an earlier attempt had made it");
      }
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", wanted.name());
    body.put("type", TEXT_CHANNEL);
    body.put("topic", Cut.toLength(wanted.topic(), TOPIC));
    if (category != null) {
      body.put("parent_id", category);
    }
    VendorAnswer made =
        call(line, to(line, "/guilds/" + guild + "/channels").json(HttpMethod.POST, body));
    return done(line, made.at(""), "");
  }

  private Optional<JsonNode> find(TaskLine line, String mark) {
    VendorAnswer listed = call(line, to(line, "/guilds/" + guild + "/channels").get(CHANNELS));
    if (!listed.at("").isArray()) {
      throw new TaskEnd.Stop(
          new TaskEnd.Later("Discord answered what cannot be read", null, true, false));
    }
    for (JsonNode channel : listed.at("")) {
      if (channel.path("topic").asText("").endsWith(mark)) {
        return Optional.of(channel);
      }
    }
    return Optional.empty();
  }

  private TaskEnd done(TaskLine line, JsonNode channel, String remark) {
    String id = channel.path("id").asText("");
    if (id.isEmpty()) {
      return new TaskEnd.Later("Discord answered what cannot be read", null, true, false);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("channel", id);
    result.put("name", channel.path("name").asText(""));
    String bot = bot(line);
    if (!bot.isEmpty()) {
      result.put("bot_user", bot);
    }
    if (!remark.isEmpty()) {
      result.put("remark", remark);
    }
    return new TaskEnd.Done(result);
  }

  /** Whose messages are ours; the room is as good without knowing it. */
  private String bot(TaskLine line) {
    try {
      return call(line, to(line, "/users/@me").get(WebRequest.USUAL_ANSWER)).text("/id");
    } catch (TaskEnd.Stop unknown) {
      return "";
    }
  }

  /** A member sees the channel by an overwrite of its permissions, and hears of it by a mention. */
  private TaskEnd invite(TaskLine line, RoomWork.Invite wanted) {
    String member = wanted.chat();
    if (member == null) {
      return new TaskEnd.Dead("no verified contact says who this is on Discord", false);
    }
    WebRequest question =
        to(line, "/guilds/" + guild + "/members/" + member).get(WebRequest.USUAL_ANSWER);
    if (TaskAnswers.answered(line.send(question)).status() == 404) {
      return new TaskEnd.Dead("this is no member of the guild", false);
    }
    String hidden = shown(line, wanted.channel(), member);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("content", "<@" + member + ">, you are asked to help here.");
    body.put("allowed_mentions", Map.of("users", List.of(member)));
    body.putAll(DiscordBotApi.once(line.id()));
    call(line, to(line, "/channels/" + wanted.channel() + "/messages").json(body));
    return hidden.isEmpty()
        ? new TaskEnd.Done(Map.of())
        : new TaskEnd.Dead(
            "mentioned there, but perhaps unable to see it, since the bot may not manage"
                + " permissions: "
                + hidden,
            false);
  }

  /** Why the bot may not let somebody see the channel; empty if it did. */
  private String shown(TaskLine line, String channel, String member) {
    try {
      call(
          line,
          to(line, "/channels/" + channel + "/permissions/" + member)
              .json(HttpMethod.PUT, Map.of("type", MEMBER, "allow", SEE, "deny", "0")));
      return "";
    } catch (TaskEnd.Stop stop) {
      if (stop.end() instanceof TaskEnd.Dead dead && !dead.isGone()) {
        return dead.reason();
      }
      throw stop;
    }
  }

  private TaskEnd post(TaskLine line, RoomWork.Post wanted) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("content", Cut.toLength(content(wanted.text()), CONTENT));
    body.put("allowed_mentions", Map.of("parse", List.of()));
    body.putAll(DiscordBotApi.once(line.id()));
    VendorAnswer sent =
        call(
            line,
            to(line, "/channels/" + wanted.channel() + "/messages").json(HttpMethod.POST, body));
    String id = sent.text("/id");
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ts", id);
    if (wanted.isPinned()) {
      String trouble = pin(line, wanted.channel(), id);
      if (!trouble.isEmpty()) {
        result.put("unpinned", trouble);
      }
    }
    return new TaskEnd.Done(result);
  }

  private String pin(TaskLine line, String channel, String message) {
    try {
      call(
          line,
          to(line, "/channels/" + channel + "/messages/pins/" + message)
              .json(HttpMethod.PUT, Map.of()));
      return "";
    } catch (TaskEnd.Stop stop) {
      return stop.end() instanceof TaskEnd.Dead dead ? dead.reason() : "Discord did not answer";
    }
  }

  private static String content(RoomWork.Text text) {
    String facts =
        text.fields().stream()
            .map(f -> "**" + f.get(0) + "** " + Markdown.escape(f.get(1)))
            .collect(Collectors.joining("\n"));
    String links =
        text.links().entrySet().stream()
            .filter(link -> link.getValue().startsWith("http"))
            .map(link -> link.getKey() + ": <" + link.getValue() + ">")
            .collect(Collectors.joining("\n"));
    String head = text.headline().isEmpty() ? "" : "**" + Markdown.escape(text.headline()) + "**\n";
    // The facts are short, so a long body loses its end rather than theirs.
    int left = CONTENT - head.length() - facts.length() - links.length() - 10;
    String body = Cut.toLength(Markdown.escape(text.body()), Math.max(200, left));
    return (head + body + "\n" + facts + "\n" + links).strip();
  }

  /** Nobody writes there any more, and it is moved away where there is a place for it. */
  private Map<String, Object> archived(TaskLine line, String channel) {
    Map<String, Object> change = new LinkedHashMap<>();
    if (archive != null) {
      change.put("parent_id", archive);
    }
    change.put("permission_overwrites", overwrites(line, channel, true));
    return change;
  }

  private Map<String, Object> unarchived(TaskLine line, String channel) {
    Map<String, Object> change = new LinkedHashMap<>();
    if (archive != null && category != null) {
      change.put("parent_id", category);
    }
    change.put("permission_overwrites", overwrites(line, channel, false));
    return change;
  }

  /** Those of the channel, so that whoever could not see it still cannot. */
  private List<Map<String, Object>> overwrites(TaskLine line, String channel, boolean isSilent) {
    JsonNode now =
        call(line, to(line, "/channels/" + channel).get(WebRequest.USUAL_ANSWER))
            .at("/permission_overwrites");
    List<Map<String, Object>> overwrites = new ArrayList<>();
    long allowed = 0;
    long denied = 0;
    for (JsonNode one : now) {
      if (one.path("id").asText().equals(guild)) {
        allowed = one.path("allow").asLong();
        denied = one.path("deny").asLong();
      } else {
        overwrites.add(
            overwrite(
                one.path("id").asText(),
                one.path("type").asInt(),
                one.path("allow").asLong(),
                one.path("deny").asLong()));
      }
    }
    denied = isSilent ? denied | SEND_MESSAGES : denied & ~SEND_MESSAGES;
    allowed = isSilent ? allowed & ~SEND_MESSAGES : allowed;
    if (allowed != 0 || denied != 0) {
      overwrites.addFirst(overwrite(guild, ROLE, allowed, denied));
    }
    return overwrites;
  }

  private static Map<String, Object> overwrite(String id, int type, long allow, long deny) {
    return Map.of(
        "id", id, "type", type, "allow", Long.toString(allow), "deny", Long.toString(deny));
  }

  private TaskEnd changed(TaskLine line, String channel, Map<String, Object> change) {
    call(line, to(line, "/channels/" + channel).json(HttpMethod.PATCH, change));
    return new TaskEnd.Done(Map.of());
  }

  private VendorRequest to(TaskLine line, String path) {
    return VendorRequest.to(VendorRequest.below(url, path), line.id())
        .with("Authorization", "Bot " + token.reveal());
  }

  private static VendorAnswer call(TaskLine line, WebRequest request) {
    WebReply.Answered answered = TaskAnswers.answered(line.send(request));
    VendorAnswer answer = VendorAnswer.of(answered);
    if (answer.status() == 404 && answer.at("/code").asInt() == GONE) {
      throw new TaskEnd.Stop(new TaskEnd.Dead("HTTP 404: Unknown Channel", true));
    }
    Outcome outcome = DiscordApi.outcome(answer, line.now());
    TaskEnd end = TaskAnswers.end(outcome);
    if (end != null) {
      throw new TaskEnd.Stop(end);
    }
    return answer;
  }
}
