package dev.imas.notifier.channel.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.imas.core.bus.Digest;
import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.wording.ReplyLink;
import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.Message;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that receivers get: the event form ({@code data.incident}), and beside it the flat
 * members that receivers of the earlier format read.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WebhookBody(
    String event,
    Instant timestamp,
    UUID deliveryId,
    String source,
    String eventType,
    @Nullable UUID incidentId,
    String title,
    String description,
    Severity severity,
    String status,
    String service,
    Map<String, String> links,
    String headline,
    String color,
    @Nullable String alertName,
    int alertCount,
    int firingCount,
    Map<String, String> labels,
    Map<String, String> annotations,
    @Nullable String tenant,
    @Nullable String message,
    @Nullable String author,
    @Nullable String note,
    @Nullable List<Folded.Moment> earlier,
    @Nullable Integer earlierCount,
    Data data) {

  /**
   * Escapes all characters outside ASCII, so that no receiver can read other characters than were
   * signed.
   */
  private static final ObjectWriter ASCII_JSON =
      Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  /**
   * @param digest of a message about many incidents; there is then no incident
   * @param notice of a message about something else; there is then no incident either
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Data(
      PageContent.@Nullable Incident incident,
      @Nullable Digest digest,
      @Nullable NoticeData notice) {}

  /**
   * @param kind what it is about, the last part of the event's name
   * @param id of what it is about
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NoticeData(
      String kind, UUID id, String title, @Nullable String text, @Nullable String url) {}

  /**
   * Returns the same bytes for each attempt of one delivery, so that a repeat has a valid
   * signature.
   */
  static byte[] of(Message page) {
    PageContent content = page.content();
    PageContent.Incident incident = withUrl(content.incident(), page.incidentUrl());
    PageContent.Alert alert = incident.alert();
    WebhookBody body =
        new WebhookBody(
            content.event(),
            content.occurredAt(),
            page.id(),
            "imas-manager",
            type(page),
            type(page).equals("incident") ? incident.id() : null,
            incident.title(),
            incident.description() == null ? "" : incident.description(),
            incident.severity(),
            incident.status(),
            incident.service().name(),
            links(incident, page),
            page.lines().headline(),
            Words.color(content),
            alert == null ? null : alert.name(),
            incident.alertCount(),
            incident.firingCount(),
            alert == null ? Map.of() : new TreeMap<>(alert.labels()),
            alert == null ? Map.of() : new TreeMap<>(alert.annotations()),
            content.tenant(),
            content.message(),
            content.author(),
            content.note(),
            page.folded().earlierCount() == 0 ? null : page.folded().earlier(),
            page.folded().earlierCount() == 0 ? null : page.folded().earlierCount(),
            data(page, incident));
    try {
      return ASCII_JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a page cannot be written as JSON", e);
    }
  }

  private static String type(Message page) {
    if (Words.isNotice(page.content())) {
      return "notice";
    }
    return page.digest() == null ? "incident" : "digest";
  }

  private static Data data(Message page, PageContent.Incident incident) {
    return switch (type(page)) {
      case "notice" ->
          new Data(
              null,
              null,
              new NoticeData(
                  page.content().event().substring(PageContent.NOTICE.length()),
                  incident.id(),
                  incident.title(),
                  incident.description(),
                  page.incidentUrl().isEmpty() ? null : page.incidentUrl()));
      case "digest" -> new Data(null, page.digest(), null);
      default -> new Data(incident, null, null);
    };
  }

  private static Map<String, String> links(PageContent.Incident incident, Message page) {
    Map<String, String> links = new LinkedHashMap<>();
    if (!page.incidentUrl().isEmpty()) {
      links.put("incident", page.incidentUrl());
    }
    ReplyLink reply = page.reply();
    if (reply != null) {
      links.put("reply", reply.url().reveal());
    }
    String runbook = Words.runbook(incident);
    if (runbook != null) {
      links.put("runbook", runbook);
    }
    String monitoring = Words.monitoring(incident);
    if (monitoring != null) {
      links.put("monitoring", monitoring);
    }
    return links;
  }

  private static PageContent.Incident withUrl(PageContent.Incident i, String url) {
    return new PageContent.Incident(
        i.id(),
        i.shortId(),
        i.title(),
        i.description(),
        i.severity(),
        i.status(),
        i.service(),
        i.team(),
        i.alertCount(),
        i.createdAt(),
        url,
        i.firingCount(),
        i.alert(),
        i.reopenCount(),
        i.unacknowledgeCount());
  }
}
