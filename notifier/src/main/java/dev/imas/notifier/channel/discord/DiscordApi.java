package dev.imas.notifier.channel.discord;

import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.template.ChatTimes;
import dev.imas.notifier.template.Cut;
import dev.imas.notifier.template.Markdown;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Executes a webhook with one embed (discord.com/developers, API v10: "Execute Webhook", "Embed
 * Limits"). Nobody is mentioned, whatever the texts contain.
 */
final class DiscordApi implements VendorApi {

  private static final int TITLE = 256;
  private static final int FIELD = 300;
  private static final int LINK = 512;

  /** Discord takes 4,096, and 1,024 of a field, but 6,000 of all texts together. */
  private static final int DESCRIPTION = 1_500;

  private final Secret url;

  DiscordApi(ProviderConfig config) {
    this.url = config.requiredSecret("webhook_url");
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    if (DiscordKind.isMember(message.address())) {
      throw new IllegalArgumentException(
          "a webhook reaches no member; create a provider of type discord_bot");
    }
    String address = url.reveal();
    // Only with wait does the answer say whether the message was made.
    String waiting = address + (address.contains("?") ? "&" : "?") + "wait=true";
    return List.of(VendorRequest.to(waiting, message).json(body(message)));
  }

  /** A page as one embed. */
  static Map<String, Object> body(Message message) {
    PageContent page = message.content();
    PageLines lines = message.lines();
    ChatTimes times = times(message);
    Map<String, Object> embed = new LinkedHashMap<>();
    embed.put("title", fitting(lines.headline(), TITLE));
    if (!message.incidentUrl().isEmpty()) {
      embed.put("url", message.incidentUrl());
    }
    if (!lines.summary().isEmpty()) {
      embed.put("description", times.in(fitting(lines.summary(), DESCRIPTION)));
    }
    embed.put("color", Integer.parseInt(Words.cardColor(page).substring(1), 16));
    embed.put("timestamp", page.occurredAt().toString());
    embed.put(
        "fields",
        lines.lines().stream()
            .filter(DiscordApi::isShown)
            .map(line -> field(line, times))
            .toList());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("embeds", List.of(embed));
    body.put("allowed_mentions", Map.of("parse", List.of()));
    return body;
  }

  /** Discord shows each reader the time of their own zone. */
  private static ChatTimes times(Message message) {
    return new ChatTimes(
        message.wording().times(),
        Markdown::escape,
        (at, said) -> "<t:" + at.getEpochSecond() + ":f>");
  }

  /** The incident's link is the title's. */
  private static boolean isShown(PageLines.Line line) {
    return line.link() != PageLines.Link.INCIDENT;
  }

  private static Map<String, Object> field(PageLines.Line line, ChatTimes times) {
    // A link of which a part is missing leads nowhere.
    String value =
        line.isLink() && line.value().length() <= LINK
            ? line.value()
            : times.in(fitting(line.value(), FIELD));
    return Map.of("name", line.label(), "value", value, "inline", line.value().length() <= 40);
  }

  private static String fitting(String text, int most) {
    String escaped = Markdown.escape(text);
    return escaped.length() <= most ? escaped : Markdown.escape(Cut.toLength(text, most / 2));
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    return outcome(VendorAnswer.of(answered), now);
  }

  /** What an answer of any of Discord's methods means. */
  static Outcome outcome(VendorAnswer answer, Instant now) {
    return withWait(answer, answer.byStatus(answer.id("/id"), answer.text("/message"), now));
  }

  /** Discord gives the wait in the body, with fractions of a second. */
  private static Outcome withWait(VendorAnswer answer, Outcome outcome) {
    @Nullable Duration wait =
        answer.at("/retry_after").isNumber()
            ? Duration.ofMillis((long) Math.ceil(answer.at("/retry_after").asDouble() * 1_000))
            : null;
    return outcome instanceof Outcome.Retry retry && wait != null && !wait.isNegative()
        ? new Outcome.Retry(retry.reason(), retry.status(), wait, retry.mayHaveArrived())
        : outcome;
  }
}
