package dev.imas.core.incident;

import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The work people do about the alerts of one group. Immutable: what is done to it answers a {@link
 * Step} with the incident as it is afterwards.
 *
 * @param shortId {@code INC-7F3KX}, unique per tenant
 * @param groupKey at most one open incident of a tenant has it; null: groups with nothing
 * @param autoResolve whether it ends by itself with its last firing alert
 * @param lead who works on it: whoever acknowledged it first, or whom a person named
 * @param previousId the resolved incident of the same group before this one
 * @param version moves with every change
 */
public record Incident(
    UUID id,
    String shortId,
    String title,
    String description,
    UUID serviceId,
    Severity severity,
    IncidentStatus status,
    Origin origin,
    @Nullable String groupKey,
    boolean autoResolve,
    @Nullable String lead,
    String createdBy,
    Clocks clocks,
    @Nullable String resolutionNote,
    @Nullable String rootCause,
    @Nullable UUID previousId,
    Counts counts,
    int version) {

  /** The author of what nobody did by hand. */
  public static final String SYSTEM = "system";

  public static final int LONGEST_TITLE = 500;
  public static final int LONGEST_DESCRIPTION = 20_000;

  /** What opened it. */
  public enum Origin {
    ALERT,
    API
  }

  /** What a new incident is made of. */
  public record Opening(
      UUID id,
      String shortId,
      String title,
      String description,
      UUID serviceId,
      Severity severity,
      Origin origin,
      @Nullable String groupKey,
      boolean autoResolve,
      String createdBy,
      Instant detectedAt,
      @Nullable UUID previousId) {}

  /**
   * @param message of the timeline, and of the page
   */
  public static Step open(Opening o, String message, Map<String, Object> metadata, Instant at) {
    Incident opened =
        new Incident(
            o.id,
            o.shortId,
            o.title,
            o.description,
            o.serviceId,
            o.severity,
            IncidentStatus.TRIGGERED,
            o.origin,
            o.groupKey,
            o.autoResolve,
            null,
            o.createdBy,
            Clocks.opened(o.detectedAt, at),
            null,
            null,
            o.previousId,
            Counts.NONE,
            1);
    Map<String, Object> facts = new TreeMap<>(metadata);
    facts.put("to", IncidentStatus.TRIGGERED.name());
    return opened.noted(
        TimelineType.STATUS_CHANGE, o.createdBy, message, facts, IncidentEvent.TRIGGERED);
  }

  public Step acknowledge(String by, Instant at, @Nullable String message) {
    return step(status.acknowledge(), lead == null ? by : lead, clocks.acknowledged(at))
        .moved(status, by, message, IncidentEvent.ACKNOWLEDGED);
  }

  public Step mitigate(String by, Instant at, @Nullable String message) {
    return step(status.mitigate(), lead == null ? by : lead, clocks.mitigated(at))
        .moved(status, by, message, IncidentEvent.MITIGATED);
  }

  public Step resolve(String by, Instant at, @Nullable String note, @Nullable String cause) {
    Incident resolved =
        copy(
            severity,
            status.resolve(),
            autoResolve,
            lead,
            clocks.resolved(at),
            note,
            cause,
            counts,
            version + 1);
    return resolved.moved(status, by, note, IncidentEvent.RESOLVED);
  }

  public Step reopen(String by, Instant at, String reason) {
    Incident reopened =
        copy(
            severity,
            status.reopen(),
            autoResolve,
            lead,
            clocks.reopened(at),
            resolutionNote,
            rootCause,
            counts.reopened(),
            version + 1);
    Map<String, Object> facts = new TreeMap<>();
    facts.put("from", status.name());
    facts.put("to", reopened.status.name());
    if (clocks.resolvedAt() != null) {
      facts.put("resolved_at", clocks.resolvedAt().toString());
    }
    return reopened.noted(TimelineType.REOPENED, by, reason, facts, IncidentEvent.REOPENED);
  }

  /**
   * An alert fires in it though people took it for over: nothing of it fired any more, or it was
   * mitigated, which it is no longer.
   */
  public Step refire(Instant at, String message) {
    IncidentStatus to = status == IncidentStatus.MITIGATED ? status.refire() : status;
    Map<String, Object> facts =
        to == status ? Map.of() : Map.of("from", status.name(), "to", to.name());
    return step(to, lead, clocks.touched(at))
        .noted(
            to == status ? TimelineType.ALERT_RECEIVED : TimelineType.STATUS_CHANGE,
            SYSTEM,
            message,
            facts,
            IncidentEvent.REFIRED);
  }

  /** Severity only ever rises by itself; ask {@link Severity#isMoreSevereThan} first. */
  public Step raise(Severity to, String by, Instant at, String message) {
    Incident raised =
        copy(
            to,
            status,
            autoResolve,
            lead,
            clocks.touched(at),
            resolutionNote,
            rootCause,
            counts,
            version + 1);
    return raised.noted(
        TimelineType.SEVERITY_CHANGE,
        by,
        message,
        Map.of("from", severity.name(), "to", to.name()),
        IncidentEvent.SEVERITY_CHANGED);
  }

  /** As a person corrected it; what happened to it stays in the timeline. */
  Incident corrected(
      String newTitle,
      String newDescription,
      UUID newService,
      Severity newSeverity,
      @Nullable String newLead,
      Instant at) {
    return new Incident(
        id,
        shortId,
        newTitle,
        newDescription,
        newService,
        newSeverity,
        status,
        origin,
        groupKey,
        autoResolve,
        newLead,
        createdBy,
        clocks.touched(at),
        resolutionNote,
        rootCause,
        previousId,
        counts,
        version + 1);
  }

  /** Words for the timeline that change nothing else. */
  public Step note(
      TimelineType type, String by, String message, Map<String, Object> metadata, Instant at) {
    return copy(
            severity,
            status,
            autoResolve,
            lead,
            clocks.touched(at),
            resolutionNote,
            rootCause,
            counts,
            version + 1)
        .noted(type, by, message, metadata, null);
  }

  /**
   * What was done about it elsewhere. Nothing of it changes, so neither does its version: whoever
   * edits it meanwhile has overlooked nothing.
   */
  public Step report(TimelineType type, String by, String message, Map<String, Object> metadata) {
    return noted(type, by, message, metadata, null);
  }

  /** Alerts came or went; the timeline tells of them together, later. */
  public Incident attached(int newAlerts, int firingMore, boolean autoResolves) {
    return copy(
        severity,
        status,
        autoResolve && autoResolves,
        lead,
        clocks,
        resolutionNote,
        rootCause,
        counts.attached(newAlerts, firingMore),
        version);
  }

  /** As it was, with the figures of a later moment. */
  public Incident withCountsOf(Incident later) {
    return copy(
        severity,
        status,
        autoResolve,
        lead,
        clocks,
        resolutionNote,
        rootCause,
        later.counts,
        version);
  }

  private Incident step(IncidentStatus to, @Nullable String newLead, Clocks newClocks) {
    return copy(
        severity,
        to,
        autoResolve,
        newLead,
        newClocks,
        resolutionNote,
        rootCause,
        counts,
        version + 1);
  }

  private Step moved(
      IncidentStatus from, String by, @Nullable String message, IncidentEvent event) {
    String text = message == null || message.isBlank() ? from + " → " + status : message;
    return noted(
        TimelineType.STATUS_CHANGE,
        by,
        text,
        Map.of("from", from.name(), "to", status.name()),
        event);
  }

  /** The entry of something that is in this incident already. */
  Step noted(
      TimelineType type,
      String by,
      String message,
      Map<String, Object> metadata,
      @Nullable IncidentEvent event) {
    Incident after =
        copy(
            severity,
            status,
            autoResolve,
            lead,
            clocks,
            resolutionNote,
            rootCause,
            counts.noted(),
            version);
    return new Step(
        after,
        new TimelineEntry(id, after.counts.timelineSeq(), type, by, message, metadata),
        event);
  }

  private Incident copy(
      Severity newSeverity,
      IncidentStatus newStatus,
      boolean newAutoResolve,
      @Nullable String newLead,
      Clocks newClocks,
      @Nullable String newNote,
      @Nullable String newCause,
      Counts newCounts,
      int newVersion) {
    return new Incident(
        id,
        shortId,
        title,
        description,
        serviceId,
        newSeverity,
        newStatus,
        origin,
        groupKey,
        newAutoResolve,
        newLead,
        createdBy,
        newClocks,
        newNote,
        newCause,
        previousId,
        newCounts,
        newVersion);
  }
}
