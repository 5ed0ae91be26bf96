package dev.imas.notifier.channel.ntfy;

import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.ReplyLink;
import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.template.Cut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Publishes as JSON (docs.ntfy.sh, "Publishing", version 2). */
final class NtfyApi implements VendorApi {

  /** Beyond this, the server makes an attachment of the message. */
  private static final int MESSAGE_BYTES = 4_096;

  private static final int TITLE = 250;
  private static final int MOST_TAGS = 5;
  private static final int MOST_ACTIONS = 3;

  private final String server;
  private final String defaultTopic;
  private final @Nullable Secret token;
  private final @Nullable String username;
  private final @Nullable Secret password;
  private final int defaultPriority;
  private final List<String> defaultTags;

  NtfyApi(ProviderConfig config) {
    this.server = config.required("server_url");
    this.defaultTopic = config.required("default_topic");
    this.token = config.secret("access_token");
    this.username = config.text("username");
    this.password = config.secret("password");
    Integer priority = config.number("default_priority");
    this.defaultPriority = priority == null ? 3 : priority;
    this.defaultTags = config.texts("default_tags");
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    PageContent page = message.content();
    String topic = message.address().equals("default") ? defaultTopic : message.address();
    if (!topic.matches(NtfyKind.TOPIC)) {
      throw new IllegalArgumentException("the address is not a topic");
    }
    PageLines lines = message.lines().withoutReply();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("topic", topic);
    body.put("title", Cut.toLength(lines.plainHeadline(), TITLE));
    body.put("message", Cut.toBytes(text(lines), MESSAGE_BYTES));
    body.put("priority", priority(page));
    body.put("tags", tags(page));
    if (!message.incidentUrl().isEmpty()) {
      body.put("click", message.incidentUrl());
    }
    body.put("actions", actions(message, lines));
    VendorRequest request = VendorRequest.to(server, message);
    if (token != null) {
      request.bearer(token);
    } else if (username != null) {
      request.basic(username, password == null ? new Secret("") : password);
    }
    return List.of(request.json(body));
  }

  /** The links are actions, so the text does without them. */
  private static String text(PageLines lines) {
    String facts =
        lines.lines().stream()
            .filter(line -> !line.isLink())
            .map(line -> line.label() + ": " + line.value())
            .collect(Collectors.joining("\n"));
    return lines.summary().isEmpty() ? facts : lines.summary() + "\n\n" + facts;
  }

  private int priority(PageContent page) {
    if (!Words.isCall(page)) {
      return defaultPriority;
    }
    return switch (page.incident().severity()) {
      case SEV1_CRITICAL -> 5;
      case SEV2_HIGH -> 4;
      case SEV3_MEDIUM -> 3;
      case SEV4_LOW -> 2;
    };
  }

  private List<String> tags(PageContent page) {
    List<String> ours =
        Words.isResolved(page)
            ? List.of("white_check_mark")
            : switch (page.incident().severity()) {
              case SEV1_CRITICAL -> List.of("rotating_light", "fire", "sos");
              case SEV2_HIGH -> List.of("warning", "exclamation");
              case SEV3_MEDIUM -> List.of("bell", "loudspeaker");
              case SEV4_LOW -> List.of("information_source");
            };
    return Stream.concat(ours.stream(), defaultTags.stream()).distinct().limit(MOST_TAGS).toList();
  }

  private static List<Map<String, Object>> actions(Message message, PageLines lines) {
    List<Map<String, Object>> actions = new ArrayList<>();
    ReplyLink reply = message.reply();
    if (reply != null) {
      actions.add(post(reply, message.wording().phrases()));
    }
    lines.lines().stream()
        .filter(line -> line.isLink() && Words.isWebAddress(line.value()))
        .forEach(line -> actions.add(view(line.label(), line.value())));
    return actions.subList(0, Math.min(actions.size(), MOST_ACTIONS));
  }

  /** The app posts the form itself when its user presses the button: one press, without a page. */
  private static Map<String, Object> post(ReplyLink reply, Phrases phrases) {
    return Map.of(
        "action",
        "http",
        "label",
        reply.label(phrases),
        "url",
        reply.url().reveal(),
        "method",
        "POST",
        "headers",
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        "body",
        "action=" + reply.action(),
        "clear",
        true);
  }

  private static Map<String, Object> view(String label, String url) {
    return Map.of("action", "view", "label", label, "url", url);
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    return answer.byStatus(answer.id("/id"), answer.text("/error"), now);
  }
}
