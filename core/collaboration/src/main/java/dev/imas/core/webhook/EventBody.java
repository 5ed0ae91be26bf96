package dev.imas.core.webhook;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.TimelineEntry;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of an event without its link, which the notifier knows: {@code {event, timestamp,
 * data}}.
 *
 * @param timestamp when it happened
 */
record EventBody(String event, Instant timestamp, Data data) {

  private static final int LONGEST_TEXT = 4_000;

  /**
   * The incident as it was then, and what was said.
   *
   * @param mergedInto the incident that has its alerts by then; null if it was not merged
   * @param tenant for who receives the events of several
   * @param sequence of the timeline's entry: rises within an incident
   */
  record Data(
      UUID id,
      String shortId,
      String title,
      String description,
      Severity severity,
      String status,
      ServiceInfo service,
      TeamInfo team,
      @Nullable String lead,
      int alertCount,
      int firingCount,
      Instant createdAt,
      @Nullable Instant acknowledgedAt,
      @Nullable Instant mitigatedAt,
      @Nullable Instant resolvedAt,
      @Nullable UUID mergedInto,
      String author,
      String message,
      int sequence,
      UUID tenant) {}

  record ServiceInfo(UUID id, String name) {}

  record TeamInfo(UUID id, String name) {}

  /**
   * @param incident as the step left it
   */
  static EventBody of(
      EventType event,
      Incident incident,
      TimelineEntry entry,
      Owned owned,
      UUID tenant,
      Instant at) {
    return new EventBody(
        event.wireName(),
        at,
        new Data(
            incident.id(),
            incident.shortId(),
            incident.title(),
            cut(incident.description()),
            incident.severity(),
            incident.status().name(),
            new ServiceInfo(incident.serviceId(), owned.service()),
            new TeamInfo(owned.team(), owned.teamName()),
            incident.lead(),
            incident.counts().alerts(),
            incident.counts().firing(),
            incident.clocks().createdAt(),
            incident.clocks().acknowledgedAt(),
            incident.clocks().mitigatedAt(),
            incident.clocks().resolvedAt(),
            incident.mergedInto(),
            entry.author(),
            cut(entry.message()),
            entry.seq(),
            tenant));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  /** Names of a service and of the team that owns it. */
  record Owned(String service, UUID team, String teamName) {}
}
