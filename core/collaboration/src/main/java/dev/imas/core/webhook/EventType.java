package dev.imas.core.webhook;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.Merge;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What subscriptions can be told of (NTF-17). */
enum EventType {
  INCIDENT_CREATED,
  INCIDENT_ACKNOWLEDGED,
  /** A person took the acknowledgement back. */
  INCIDENT_UNACKNOWLEDGED,
  INCIDENT_MITIGATED,
  INCIDENT_RESOLVED,
  /** Its alerts belong to another incident now. */
  INCIDENT_MERGED,
  /** A goal of its service levels was missed. */
  INCIDENT_BREACHED,
  /** By a person, by a late alert, or since a mitigated incident fires again. */
  INCIDENT_REOPENED,
  INCIDENT_ESCALATED,
  /** Stakeholders were sent an update. */
  INCIDENT_UPDATED,
  COMMENT_ADDED,
  /** A version of its post-mortem. */
  POST_MORTEM_PUBLISHED,
  /** An incident on the status page: published, updated, corrected or withdrawn. */
  STATUS_INCIDENT,
  /** Maintenance on the status page, likewise. */
  STATUS_MAINTENANCE,
  // What happened to changes: see dev.imas.core.changeevent.ChangeEvent.Kind.
  WINDOW_PLANNED,
  WINDOW_CHANGED,
  WINDOW_STARTED,
  WINDOW_ENDED,
  WINDOW_CANCELLED,
  APPROVAL_REQUESTED,
  APPROVAL_GRANTED,
  APPROVAL_REFUSED,
  APPROVAL_VOIDED,
  FREEZE_CREATED,
  FREEZE_CHANGED,
  FREEZE_DELETED,
  GATE_DENIED;

  private final String wireName = wireName(name().toLowerCase(Locale.ROOT));

  /** The last word is what happened; those before it are to what. */
  private static String wireName(String name) {
    int last = name.lastIndexOf('_');
    return name.substring(0, last) + '.' + name.substring(last + 1);
  }

  /** The name in JSON, such as {@code incident.created}. */
  String wireName() {
    return wireName;
  }

  static List<String> wireNames() {
    return Arrays.stream(values()).map(EventType::wireName).toList();
  }

  static Optional<EventType> named(String wireName) {
    return Arrays.stream(values()).filter(e -> e.wireName.equals(wireName)).findFirst();
  }

  /**
   * What a step is to a subscriber; empty for what they are not told of. It asks the timeline's
   * entry, since people may not be told of a step that a later one of the same change overtakes.
   */
  static Optional<EventType> of(Step step) {
    if (step.event() == IncidentEvent.ESCALATED) {
      return Optional.of(INCIDENT_ESCALATED);
    }
    if (step.event() == IncidentEvent.UPDATED) {
      return Optional.of(INCIDENT_UPDATED);
    }
    TimelineType type = step.entry().type();
    if (type == TimelineType.NOTE) {
      // Other notes are the system's, or say what somebody did.
      return step.entry().metadata().containsKey(Incident.COMMENT)
          ? Optional.of(COMMENT_ADDED)
          : Optional.empty();
    }
    if (type == TimelineType.MERGED) {
      return step.entry().metadata().containsKey(Merge.INTO)
          ? Optional.of(INCIDENT_MERGED)
          : Optional.empty();
    }
    if (type == TimelineType.UNMERGED) {
      return step.entry().metadata().containsKey(Merge.INTO)
          ? Optional.of(INCIDENT_REOPENED)
          : Optional.empty();
    }
    if (type == TimelineType.POST_MORTEM) {
      return "published".equals(step.entry().metadata().get("event"))
          ? Optional.of(POST_MORTEM_PUBLISHED)
          : Optional.empty();
    }
    if (type == TimelineType.SLA_BREACH) {
      return Optional.of(INCIDENT_BREACHED);
    }
    if (type == TimelineType.REOPENED) {
      return Optional.of(INCIDENT_REOPENED);
    }
    return type == TimelineType.STATUS_CHANGE ? Optional.of(moved(step)) : Optional.empty();
  }

  private static EventType triggered(Map<String, Object> facts) {
    if (facts.containsKey(Incident.TAKES_BACK)) {
      return INCIDENT_UNACKNOWLEDGED;
    }
    return facts.containsKey("from") ? INCIDENT_REOPENED : INCIDENT_CREATED;
  }

  private static EventType moved(Step step) {
    return switch (step.incident().status()) {
      case TRIGGERED -> triggered(step.entry().metadata());
      case ACKNOWLEDGED -> INCIDENT_ACKNOWLEDGED;
      case MITIGATED -> INCIDENT_MITIGATED;
      case RESOLVED -> INCIDENT_RESOLVED;
    };
  }
}
