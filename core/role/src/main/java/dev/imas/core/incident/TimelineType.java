package dev.imas.core.incident;

/** What a timeline entry tells of. */
public enum TimelineType {
  STATUS_CHANGE,
  NOTE,
  /** A page was sent. */
  ALERT_SENT,
  /** A page was given up. */
  NOTIFICATION_FAILED,
  /** A page was not sent, since nobody was there to send it to. */
  NOTIFICATION_CANCELLED,
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
