package dev.imas.notifier.channel.slack;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.Card;
import dev.imas.notifier.channel.CardUpdate;
import dev.imas.notifier.channel.CardVendor;
import dev.imas.notifier.channel.HttpAnswer;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.ReplyVendor;
import dev.imas.notifier.channel.RoomVendor;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.template.ChatTimes;
import dev.imas.notifier.template.Cut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code chat.postMessage} and {@code chat.update} with Block Kit (api.slack.com, the methods and
 * "Block Kit reference"). Slack says in the body of a 200 what became of the message.
 */
final class SlackApi implements VendorApi, CardVendor {

  /** It was deleted, or the workspace no longer lets it be changed. */
  private static final Set<String> GONE =
      Set.of("message_not_found", "cant_update_message", "edit_window_closed");

  private static final int HEADER = 150;
  private static final int SECTION = 3_000;
  private static final int FIELD = 2_000;
  private static final int MOST_FIELDS = 10;

  /** Slack asks for no more than this, and cuts at 40,000. */
  private static final int TEXT = 4_000;

  private static final int URL = 3_000;
  private static final Pattern MEMBER = Pattern.compile("[UW][A-Z0-9]{2,30}");

  private final String url;
  private final String updateUrl;
  private final Secret token;
  private final @Nullable String defaultChannel;

  /** Only then can core tell what Slack posts, so that a button does something. */
  private final boolean hasButtons;

  private final Optional<RoomVendor> rooms;
  private final ReplyVendor replies;

  SlackApi(ProviderConfig config) {
    this.url = VendorRequest.below(config.required("url"), "/chat.postMessage");
    this.updateUrl = VendorRequest.below(config.required("url"), "/chat.update");
    this.token = config.requiredSecret("bot_token");
    this.defaultChannel = config.text("default_channel");
    this.hasButtons = config.secret("signing_secret") != null;
    this.replies = new SlackReplies(config.required("url"), token);
    this.rooms =
        "on".equals(config.text("rooms"))
            ? Optional.of(new SlackRooms(config.required("url"), token))
            : Optional.empty();
  }

  @Override
  public Optional<RoomVendor> rooms() {
    return rooms;
  }

  @Override
  public Optional<ReplyVendor> replies() {
    return Optional.of(replies);
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    String channel = message.address().equals("default") ? defaultChannel : message.address();
    if (channel == null) {
      throw new IllegalArgumentException(
          "the provider has no default_channel; set it, or give the contact a channel");
    }
    Map<String, Object> body = body(message, channel);
    body.put("unfurl_links", false);
    body.put("unfurl_media", false);
    Card card = message.card();
    if (card != null) {
      // In the thread of the card, and in the channel as well: a reply in a thread alone wakes
      // nobody.
      body.put("thread_ts", card.message());
      body.put("reply_broadcast", true);
    }
    return List.of(VendorRequest.to(url, message).bearer(token).json(body));
  }

  @Override
  public Optional<CardVendor> cards() {
    return Optional.of(this);
  }

  /** Slack changes a message only where it is said by the id of its channel. */
  @Override
  public WebRequest update(Message message, Card card) {
    Map<String, Object> body = body(message, card.place());
    body.put("ts", card.message());
    return VendorRequest.to(updateUrl, message).bearer(token).json(body);
  }

  @Override
  public CardUpdate readUpdate(WebReply.Answered answered, Message message, Instant now) {
    String error = VendorAnswer.of(answered).text("/error");
    return GONE.contains(error)
        ? new CardUpdate.Gone(error)
        : CardUpdate.of(read(answered, message, now));
  }

  private Map<String, Object> body(Message message, String channel) {
    PageLines lines = message.lines();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("channel", channel);
    String text = mention(message) + escaped(lines.headline() + "\n" + lines.summary());
    body.put("text", Cut.toLength(text, TEXT));
    body.put("blocks", blocks(message, lines));
    return body;
  }

  /** Whoever is paged again beside a card is mentioned, if it is one person. */
  private static String mention(Message message) {
    return message.card() != null && MEMBER.matcher(message.address()).matches()
        ? "<@" + message.address() + "> "
        : "";
  }

  private List<Map<String, Object>> blocks(Message message, PageLines lines) {
    Phrases phrases = message.wording().phrases();
    List<Map<String, Object>> blocks = new ArrayList<>();
    blocks.add(Map.of("type", "header", "text", plain(Cut.toLength(lines.headline(), HEADER))));
    String mention = mention(message);
    if (!mention.isEmpty()) {
      blocks.add(
          Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", mention.strip())));
    }
    ChatTimes times = times(message);
    if (!lines.summary().isEmpty()) {
      blocks.add(Map.of("type", "section", "text", marked("", lines.summary(), SECTION, times)));
    }
    List<Map<String, Object>> fields =
        lines.lines().stream()
            .filter(line -> !line.isLink())
            .limit(MOST_FIELDS)
            .map(line -> marked("*" + line.label() + "*\n", line.value(), FIELD, times))
            .toList();
    if (!fields.isEmpty()) {
      blocks.add(Map.of("type", "section", "fields", fields));
    }
    List<Map<String, Object>> buttons = new ArrayList<>();
    PageContent page = message.content();
    if (hasButtons && message.hasActions()) {
      buttons.addAll(answers(page, phrases));
    }
    lines.lines().stream()
        .filter(line -> line.isLink() && isUsable(line.value()))
        // The link acts as the person; the buttons do so without a browser. What is about no single
        // incident, such as a drill, has no buttons and keeps it.
        .filter(line -> !line.isReply() || !hasButtons || !Words.isAnswerable(page))
        .map(line -> button(line, phrases))
        .forEach(buttons::add);
    if (!buttons.isEmpty()) {
      blocks.add(Map.of("type", "actions", "elements", buttons));
    }
    return blocks;
  }

  /** Whoever presses one acts as themselves, if a contact of theirs says who they are. */
  private static List<Map<String, Object>> answers(PageContent page, Phrases phrases) {
    PageContent.Incident incident = page.incident();
    List<Map<String, Object>> answers = new ArrayList<>();
    if (Words.isUnacknowledged(page)) {
      answers.add(answer(phrases.say("action.acknowledge"), "ack_incident", incident));
    }
    if (Words.isAcknowledged(page)) {
      answers.add(answer(phrases.say("action.unacknowledge"), "unacknowledge_incident", incident));
    }
    answers.add(answer(phrases.say("action.resolve"), "resolve_incident", incident));
    if (incident.severity() != Severity.SEV1_CRITICAL) {
      answers.add(answer(phrases.say("action.escalate"), "escalate_incident", incident));
    }
    return answers;
  }

  private static Map<String, Object> answer(
      String label, String action, PageContent.Incident incident) {
    return Map.of(
        "type",
        "button",
        "text",
        plain(label),
        "value",
        incident.id().toString(),
        "action_id",
        action);
  }

  private static boolean isUsable(String link) {
    return link.length() <= URL && (link.startsWith("https://") || link.startsWith("http://"));
  }

  private static Map<String, Object> button(PageLines.Line line, Phrases phrases) {
    return Map.of(
        "type",
        "button",
        "text",
        plain(line.isReply() ? line.label() : phrases.say("link.view", line.label())),
        "url",
        line.value(),
        "action_id",
        "view_" + Objects.requireNonNull(line.link()).wireName());
  }

  private static Map<String, Object> plain(String text) {
    return Map.of("type", "plain_text", "text", text, "emoji", true);
  }

  /** Slack shows each reader the time of their own zone, and the text where it cannot. */
  private static ChatTimes times(Message message) {
    return new ChatTimes(
        message.wording().times(),
        SlackApi::escaped,
        (at, said) ->
            "<!date^" + at.getEpochSecond() + "^{date_short_pretty} {time}|" + said + ">");
  }

  private static Map<String, Object> marked(String start, String text, int most, ChatTimes times) {
    // Escaping makes five characters of one at most.
    String fitting = text;
    while (times.in(escaped(fitting)).length() + start.length() > most) {
      fitting = Cut.toLength(fitting, fitting.length() * 9 / 10);
    }
    return Map.of("type", "mrkdwn", "text", start + times.in(escaped(fitting)), "verbatim", true);
  }

  /** What Slack takes for its own markup: mentions, links. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    String error = answer.text("/error");
    if (!answer.isSuccess()) {
      return answer.byStatus(null, error, now);
    }
    if (!answer.isObject() || !answer.at("/ok").isBoolean()) {
      return answer.unreadable();
    }
    if (answer.at("/ok").booleanValue()) {
      return new Outcome.Accepted(answer.id("/ts"), answer.status(), answer.text("/channel"));
    }
    String reason = "Slack refused: " + (error.isEmpty() ? "no reason given" : error);
    return switch (error) {
      case "ratelimited", "rate_limited" ->
          Outcome.Retry.notTaken(reason, 429, HttpAnswer.wait(answered.header("Retry-After"), now));
      case "service_unavailable", "team_added_to_org", "request_timeout" ->
          Outcome.Retry.notTaken(reason, answer.status(), null);
      // Slack says that a part of it may have been done.
      case "internal_error", "fatal_error" -> new Outcome.Retry(reason, answer.status(), null);
      default -> new Outcome.Refused(reason, answer.status());
    };
  }
}
