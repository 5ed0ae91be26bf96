package dev.imas.core.incident;

/** What a timeline entry tells of. More kinds are written by the notifier. */
public enum TimelineType {
  STATUS_CHANGE,
  NOTE,
  ALERT_SENT,
  ALERT_RECEIVED,
  ALERT_RESOLVED,
  SEVERITY_CHANGE,
  SERVICE_CHANGE,
  /** Another lead, or another team. */
  ASSIGNMENT,
  /** Other words in its title or description. */
  EDITED,
  REOPENED,
  /** A page reached nobody of those it was for. */
  NOTIFICATION_REDIRECTED
}
