package dev.imas.notifier.channel.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Secret;
import dev.imas.notifier.channel.RoomVendor;
import dev.imas.notifier.channel.RoomWork;
import dev.imas.notifier.channel.TaskEnd;
import dev.imas.notifier.channel.TaskLine;
import dev.imas.notifier.channel.slack.SlackCalls.Said;
import dev.imas.notifier.template.Cut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rooms as public channels of a workspace, by the Conversations API (api.slack.com/methods:
 * conversations.create, .setTopic, .invite, .archive, .unarchive, .history, users.lookupByEmail,
 * pins.add).
 */
final class SlackRooms implements RoomVendor {

  private static final int TOPIC = 250;
  private static final int HEADER = 150;
  private static final int SECTION = 3_000;
  private static final int TEXT = 4_000;
  private static final int LINK = 3_000;

  private final SlackCalls slack;
  private final SlackOpening opening;

  SlackRooms(String url, Secret token) {
    this.slack = new SlackCalls(url, token);
    this.opening = new SlackOpening(slack);
  }

  @Override
  public TaskEnd carryOut(TaskLine line, RoomWork work) {
    return switch (work) {
      case RoomWork.Open open -> opening.open(line, open);
      case RoomWork.Topic topic -> topic(line, topic);
      case RoomWork.Post post -> post(line, post);
      case RoomWork.Invite invite -> invite(line, invite);
      case RoomWork.Archive archive -> archive(line, archive.channel());
      case RoomWork.Unarchive unarchive -> unarchive(line, unarchive.channel());
      case RoomWork.Read read -> read(line, read);
    };
  }

  static String topic(String topic) {
    return SlackApi.escaped(topic).length() <= TOPIC ? topic : topic.substring(topic.length() - 60);
  }

  private TaskEnd topic(TaskLine line, RoomWork.Topic wanted) {
    Said said =
        inside(
            line,
            wanted.channel(),
            () ->
                slack.form(
                    line,
                    "conversations.setTopic",
                    Map.of("channel", wanted.channel(), "topic", topic(wanted.topic()))));
    return said.isOk() ? new TaskEnd.Done(Map.of()) : said.refused();
  }

  private TaskEnd post(TaskLine line, RoomWork.Post wanted) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("channel", wanted.channel());
    body.put("text", text(wanted.text()));
    if (!wanted.text().headline().isEmpty()) {
      body.put("blocks", blocks(wanted.text()));
    }
    body.put("unfurl_links", false);
    body.put("unfurl_media", false);
    Said said = inside(line, wanted.channel(), () -> slack.json(line, "chat.postMessage", body));
    if (!said.isOk()) {
      return said.refused();
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ts", said.text("/ts"));
    if (wanted.isPinned()) {
      String trouble = pin(line, wanted.channel(), said.text("/ts"));
      if (!trouble.isEmpty()) {
        result.put("unpinned", trouble);
      }
    }
    return new TaskEnd.Done(result);
  }

  /** The message is there; without its pin it does no harm, and a second one would. */
  private String pin(TaskLine line, String channel, String ts) {
    try {
      Said said = slack.form(line, "pins.add", Map.of("channel", channel, "timestamp", ts));
      return said.isOk() || said.error().equals("already_pinned") ? "" : said.reason();
    } catch (TaskEnd.Stop stop) {
      return "Slack did not answer";
    }
  }

  private TaskEnd invite(TaskLine line, RoomWork.Invite wanted) {
    Said said = invite(line, wanted.channel(), wanted.chat());
    if (said == null || !isIn(said)) {
      String mail = wanted.mail();
      if (mail != null) {
        Said found = slack.form(line, "users.lookupByEmail", Map.of("email", mail));
        said = found.isOk() ? invite(line, wanted.channel(), found.text("/user/id")) : found;
      }
    }
    if (said == null) {
      return new TaskEnd.Dead("nothing says who this is on Slack", false);
    }
    return isIn(said)
        ? new TaskEnd.Done(Map.of())
        : said.error().equals("users_not_found")
            ? new TaskEnd.Dead("nobody on Slack has the mail address", false)
            : said.refused();
  }

  private @Nullable Said invite(TaskLine line, String channel, @Nullable String user) {
    return user == null || user.isEmpty()
        ? null
        : inside(
            line,
            channel,
            () ->
                slack.form(
                    line, "conversations.invite", Map.of("channel", channel, "users", user)));
  }

  private static boolean isIn(Said said) {
    return said.isOk()
        || said.error().equals("already_in_channel")
        || said.error().equals("cant_invite_self");
  }

  private TaskEnd archive(TaskLine line, String channel) {
    Said said =
        inside(
            line,
            channel,
            () -> slack.form(line, "conversations.archive", Map.of("channel", channel)));
    return said.isOk() || said.error().equals("already_archived")
        ? new TaskEnd.Done(Map.of())
        : said.refused();
  }

  /** Slack has refused this to bots for years (decision C1). */
  private TaskEnd unarchive(TaskLine line, String channel) {
    Said said = slack.form(line, "conversations.unarchive", Map.of("channel", channel));
    return said.isOk() || said.error().equals("not_archived")
        ? new TaskEnd.Done(Map.of())
        : new TaskEnd.Dead(said.reason(), false);
  }

  private TaskEnd read(TaskLine line, RoomWork.Read wanted) {
    Said said =
        inside(
            line,
            wanted.channel(),
            () ->
                slack.form(
                    line,
                    "conversations.history",
                    Map.of(
                        "channel", wanted.channel(),
                        "latest", wanted.ts(),
                        "oldest", wanted.ts(),
                        "inclusive", "true",
                        "limit", "1")));
    if (!said.isOk()) {
      return said.refused();
    }
    JsonNode message = said.at("/messages/0");
    if (!message.path("ts").asText().equals(wanted.ts())) {
      return new TaskEnd.Dead(
          "the message is not in the channel; for a reply in a thread, use the shortcut", false);
    }
    String writer = message.path("user").asText(message.path("username").asText(""));
    return new TaskEnd.Done(
        Map.of(
            "own",
            !writer.isEmpty() && writer.equals(wanted.botUser()),
            "user",
            writer,
            "text",
            plain(message.path("text").asText())));
  }

  /** Somebody may have removed the bot: it comes back to a public channel by itself. */
  private Said inside(TaskLine line, String channel, Supplier<Said> call) {
    Said said = call.get();
    if (!said.error().equals("not_in_channel")) {
      return said;
    }
    Said joined = slack.form(line, "conversations.join", Map.of("channel", channel));
    return joined.isOk() ? call.get() : joined;
  }

  private static String plain(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  private static String text(RoomWork.Text text) {
    String whole = (text.headline() + "\n" + text.body()).strip();
    return Cut.toLength(SlackApi.escaped(whole), TEXT);
  }

  private static List<Map<String, Object>> blocks(RoomWork.Text text) {
    List<Map<String, Object>> blocks = new ArrayList<>();
    blocks.add(Map.of("type", "header", "text", words(Cut.toLength(text.headline(), HEADER))));
    if (!text.body().isBlank()) {
      blocks.add(Map.of("type", "section", "text", marked(text.body())));
    }
    if (!text.fields().isEmpty()) {
      blocks.add(
          Map.of(
              "type",
              "section",
              "fields",
              text.fields().stream()
                  .limit(10)
                  .map(
                      field ->
                          Map.of(
                              "type",
                              "mrkdwn",
                              "text",
                              "*"
                                  + SlackApi.escaped(field.get(0))
                                  + "*\n"
                                  + SlackApi.escaped(Cut.toLength(field.get(1), 300)),
                              "verbatim",
                              true))
                  .toList()));
    }
    List<Map<String, Object>> buttons = new ArrayList<>();
    text.links()
        .forEach(
            (label, address) -> {
              if (address.startsWith("http") && address.length() <= LINK) {
                buttons.add(
                    Map.of(
                        "type",
                        "button",
                        "text",
                        words(label),
                        "url",
                        address,
                        "action_id",
                        "view_" + label.toLowerCase(java.util.Locale.ROOT)));
              }
            });
    if (!buttons.isEmpty()) {
      blocks.add(Map.of("type", "actions", "elements", buttons));
    }
    return blocks;
  }

  private static Map<String, Object> words(String text) {
    return Map.of("type", "plain_text", "text", text, "emoji", true);
  }

  private static Map<String, Object> marked(String text) {
    return Map.of(
        "type", "mrkdwn", "text", Cut.toLength(SlackApi.escaped(text), SECTION), "verbatim", true);
  }
}
