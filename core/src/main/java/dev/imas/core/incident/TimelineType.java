package dev.imas.core.incident;

/** What a timeline entry tells of. More kinds are written by the notifier. */
public enum TimelineType {
  STATUS_CHANGE,
  NOTE,
  ALERT_SENT,
  ALERT_RECEIVED,
  ALERT_RESOLVED,
  SEVERITY_CHANGE,
  REOPENED,
  /** A page reached nobody of those it was for. */
  NOTIFICATION_REDIRECTED
}
