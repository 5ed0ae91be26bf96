package dev.imas.notifier;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.MessageKind;
import dev.imas.notifier.channel.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pages for tests. */
public final class Pages {

  public static final UUID INCIDENT = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
  public static final UUID DELIVERY = UUID.fromString("0198c0de-0000-7000-8000-00000000000d");

  public static final TenantId TENANT = new TenantId(new UUID(1, 1));

  private Pages() {}

  public static PageContent page() {
    return page("Database is down", "no answer for 5 min");
  }

  public static PageContent page(String title, String description) {
    return page(INCIDENT, title, description, Severity.SEV1_CRITICAL);
  }

  public static PageContent page(
      UUID incident, String title, String description, Severity severity) {
    return new PageContent(
        "incident.triggered",
        Instant.parse("2026-01-02T03:04:05Z"),
        null,
        new PageContent.Incident(
            incident,
            "7F3K",
            title,
            description,
            severity,
            "TRIGGERED",
            new PageContent.Service(
                new UUID(3, 4), "orders-db", "TIER_1_CRITICAL", "https://runbooks.example/db"),
            "dba",
            3,
            Instant.parse("2026-01-02T03:04:00Z"),
            null,
            0,
            null,
            0),
        "",
        "system",
        null);
  }

  /**
   * Messages of every kind that there is, with times to the microsecond, as the clock gives them.
   *
   * @param shortId with or without its prefix, as processes of other versions write it
   */
  public static List<PageContent> everyKind(String shortId) {
    Instant at = Instant.parse("2026-01-02T03:04:05.123456Z");
    List<PageContent> all = new ArrayList<>();
    for (String event :
        Stream.concat(
                MessageKind.ALL.stream().map(MessageKind::name),
                Stream.of(PageContent.DRILL, "notice.provider", "incident.unacknowledged"))
            .toList()) {
      for (String status : List.of("TRIGGERED", "ACKNOWLEDGED", "MITIGATED", "RESOLVED")) {
        PageContent page = group(event, status, 3, status.equals("RESOLVED") ? 0 : 2);
        PageContent.Incident i = page.incident();
        all.add(
            new PageContent(
                event,
                at,
                page.tenant(),
                new PageContent.Incident(
                    i.id(),
                    shortId,
                    i.title(),
                    i.description(),
                    i.severity(),
                    status,
                    i.service(),
                    i.team(),
                    i.alertCount(),
                    at,
                    i.url(),
                    i.firingCount(),
                    i.alert(),
                    2,
                    1),
                page.message(),
                page.author(),
                page.note()));
      }
    }
    return all;
  }

  /** Messages before it that went out with it. */
  public static Folded folded() {
    return new Folded(
        List.of(
            new Folded.Moment(
                "incident.triggered", Instant.parse("2026-01-02T02:59:58.987654Z"), 2)),
        1);
  }

  /** A notice about something at {@code /api/v1/schedules/1}. */
  public static PageContent notice(String kind, String title, String text) {
    Instant at = Instant.parse("2026-01-02T03:04:05Z");
    return new PageContent(
        PageContent.NOTICE + kind,
        at,
        "acme",
        new PageContent.Incident(
            new UUID(5, 6),
            "NOTICE",
            title,
            text,
            Severity.SEV3_MEDIUM,
            "TRIGGERED",
            new PageContent.Service(null, kind, null, null),
            null,
            0,
            at,
            "/api/v1/schedules/1",
            0,
            null,
            0),
        null,
        null,
        null);
  }

  /** A page about a group of alerts, of which that many fire. */
  public static PageContent group(String event, String status, int alerts, int firing) {
    PageContent page = page("node-17 is down", "no answer for 5 min");
    PageContent.Incident i = page.incident();
    return new PageContent(
        event,
        page.occurredAt(),
        "acme",
        new PageContent.Incident(
            i.id(),
            i.shortId(),
            i.title(),
            i.description(),
            i.severity(),
            status,
            i.service(),
            i.team(),
            alerts,
            i.createdAt(),
            null,
            firing,
            new PageContent.Alert(
                "NodeDown",
                Map.of("cluster", "eu", "job", "node"),
                Map.of(
                    "summary", "node-17 is down", "runbook_url", "https://runbooks.example/node"),
                "https://prometheus.example/graph?g0.expr=up"),
            0),
        "Opened by alert NodeDown",
        "system",
        "Page (triggered) could not be sent to Ann (email): HTTP 404");
  }

  public static Message to(String address) {
    return to(address, page(), null);
  }

  public static Message to(String address, PageContent page, @Nullable String secret) {
    return new Message(
        DELIVERY,
        TENANT,
        new UUID(1, 2),
        address,
        secret == null ? null : new Secret(secret),
        page,
        Folded.NOTHING,
        null,
        "http://localhost:8090/incidents/INC-" + page.incident().shortId(),
        1);
  }
}
