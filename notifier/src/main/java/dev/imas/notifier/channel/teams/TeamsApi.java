package dev.imas.notifier.channel.teams;

import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.HttpAnswer;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.template.Cut;
import dev.imas.notifier.template.Markdown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Posts an adaptive card to a workflow, or a MessageCard to a connector (learn.microsoft.com,
 * "Create and send messages"). A workflow answers 202 before it posts anything. A connector answers
 * 200 whatever happened, and says it in the body.
 */
final class TeamsApi implements VendorApi {

  /** Of the whole body Teams takes 28 KB; our texts take less than half of that. */
  private static final int TEXT = 4_000;

  private static final Pattern ERROR = Pattern.compile("HTTP error (\\d{3})");

  private final Secret url;
  private final boolean isConnector;

  TeamsApi(ProviderConfig config) {
    this.url = config.requiredSecret("url");
    this.isConnector = TeamsKind.MESSAGE_CARD.equals(config.text("format"));
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    PageLines lines = message.lines();
    return List.of(
        VendorRequest.to(url.reveal(), message)
            .json(
                isConnector
                    ? connectorCard(message.content(), lines)
                    : workflowCard(message.content(), lines)));
  }

  private static Map<String, Object> workflowCard(PageContent page, PageLines lines) {
    List<Map<String, Object>> body = new ArrayList<>();
    body.add(
        block(
            lines.headline(), Map.of("weight", "Bolder", "size", "Medium", "color", accent(page))));
    if (!lines.summary().isEmpty()) {
      body.add(block(lines.summary(), Map.of()));
    }
    body.add(Map.of("type", "FactSet", "facts", facts(lines, "title")));
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard");
    card.put("version", "1.4");
    card.put("body", body);
    card.put(
        "actions",
        lines.lines().stream()
            .filter(line -> line.isLink() && Words.isWebAddress(line.value()))
            .map(
                line ->
                    Map.of("type", "Action.OpenUrl", "title", line.label(), "url", line.value()))
            .toList());
    Map<String, Object> attachment = new LinkedHashMap<>();
    attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
    attachment.put("content", card);
    return Map.of("type", "message", "attachments", List.of(attachment));
  }

  private static Map<String, Object> block(String text, Map<String, Object> style) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("type", "TextBlock");
    block.put("text", shown(text));
    block.put("wrap", true);
    block.putAll(style);
    return block;
  }

  private static String accent(PageContent page) {
    return Words.isResolved(page)
        ? "Good"
        : switch (page.incident().severity()) {
          case SEV1_CRITICAL -> "Attention";
          case SEV2_HIGH, SEV3_MEDIUM -> "Warning";
          case SEV4_LOW -> "Accent";
        };
  }

  private static Map<String, Object> connectorCard(PageContent page, PageLines lines) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("text", shown(lines.summary()));
    section.put("facts", facts(lines, "name"));
    section.put("markdown", true);
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("@type", "MessageCard");
    card.put("@context", "https://schema.org/extensions");
    card.put("themeColor", Words.cardColor(page).substring(1));
    card.put("summary", Cut.toLength(lines.headline(), 250));
    card.put("title", shown(lines.headline()));
    card.put("sections", List.of(section));
    card.put(
        "potentialAction",
        lines.lines().stream()
            .filter(line -> line.isLink() && Words.isWebAddress(line.value()))
            .map(
                line ->
                    Map.of(
                        "@type", "OpenUri",
                        "name", line.label(),
                        "targets", List.of(Map.of("os", "default", "uri", line.value()))))
            .toList());
    return card;
  }

  private static List<Map<String, Object>> facts(PageLines lines, String name) {
    return lines.lines().stream()
        .filter(line -> !line.isLink())
        .<Map<String, Object>>map(line -> Map.of(name, line.label(), "value", shown(line.value())))
        .toList();
  }

  /** Lines are kept by an empty one between them, as Markdown has it. */
  private static String shown(String text) {
    return Markdown.escape(Cut.toLength(text, TEXT)).replace("\n", "\n\n");
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    if (!isConnector || !answer.isSuccess()) {
      return answer.byStatus(null, answer.text("/error/message"), now);
    }
    if (!answered.isWhole()) {
      return answer.unreadable();
    }
    String said = answered.body().strip();
    if (said.equals("1")) {
      return new Outcome.Accepted(null, answer.status());
    }
    Matcher error = ERROR.matcher(said);
    return error.find()
        ? HttpAnswer.read(
            Integer.parseInt(error.group(1)), answered.header("Retry-After"), null, now)
        : answer.unreadable();
  }
}
