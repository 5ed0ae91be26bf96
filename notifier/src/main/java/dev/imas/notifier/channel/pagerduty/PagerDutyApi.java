package dev.imas.notifier.channel.pagerduty;

import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.SafeText;
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
import dev.imas.notifier.template.FollowedSteps;
import dev.imas.notifier.template.FollowedSteps.Follow;
import dev.imas.notifier.template.FollowedSteps.Step;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Events (developer.pagerduty.com, "Events API v2", schema of 2.0). The dedup key makes repeats
 * harmless. 202 means queued: whether anybody is paged is not known.
 */
final class PagerDutyApi implements VendorApi {

  private static final int SUMMARY = 1_024;

  private final String url;
  private final Secret routingKey;

  PagerDutyApi(ProviderConfig config) {
    this.url = config.required("url");
    this.routingKey = config.requiredSecret("routing_key");
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    return FollowedSteps.of(message.content(), message.folded()).stream()
        .map(follow -> request(follow, message))
        .toList();
  }

  private WebRequest request(Follow follow, Message message) {
    PageContent page = message.content();
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("routing_key", routingKey.reveal());
    event.put("event_action", follow.step().name().toLowerCase(Locale.ROOT));
    event.put("dedup_key", follow.key());
    if (follow.step() == Step.TRIGGER) {
      PageLines lines = message.lines().withoutReply();
      event.put("payload", payload(page, lines));
      event.put("links", links(lines));
      event.put("client", "IMAS");
      if (!message.incidentUrl().isEmpty()) {
        event.put("client_url", message.incidentUrl());
      }
    }
    return VendorRequest.to(url, message).json(event);
  }

  private static Map<String, Object> payload(PageContent page, PageLines lines) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("summary", lines.summary());
    lines.lines().forEach(line -> details.put(line.label(), line.value()));
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("summary", Cut.toLength(lines.plainHeadline(), SUMMARY));
    payload.put("source", SafeText.line(page.incident().service().name(), 200));
    payload.put(
        "severity",
        switch (page.incident().severity()) {
          case SEV1_CRITICAL -> "critical";
          case SEV2_HIGH -> "error";
          case SEV3_MEDIUM -> "warning";
          case SEV4_LOW -> "info";
        });
    payload.put("timestamp", page.occurredAt().toString());
    payload.put("custom_details", details);
    return payload;
  }

  private static List<Map<String, Object>> links(PageLines lines) {
    return lines.lines().stream()
        .filter(line -> line.isLink() && Words.isWebAddress(line.value()))
        .<Map<String, Object>>map(line -> Map.of("href", line.value(), "text", line.label()))
        .toList();
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    String said = answer.text("/errors/0");
    return answer.byStatus(
        answer.id("/dedup_key"), said.isEmpty() ? answer.text("/message") : said, now);
  }
}
