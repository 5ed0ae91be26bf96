package dev.imas.core.incident;

/** What a timeline entry is about. */
public enum TimelineType {
  STATUS_CHANGE,
  NOTE,
  /** A page was sent. */
  ALERT_SENT,
  /** A page was given up. */
  NOTIFICATION_FAILED,
  /** A page was not sent, since its contact was removed or is not active. */
  NOTIFICATION_CANCELLED,
  ALERT_RECEIVED,
  ALERT_RESOLVED,
  SEVERITY_CHANGE,
  SERVICE_CHANGE,
  /** The lead or the team changed. */
  ASSIGNMENT,
  /** The title or the description changed. */
  EDITED,
  REOPENED,
  /** A page reached none of its receivers. */
  NOTIFICATION_REDIRECTED,
  /** A step of its escalation was taken, or the last one was without an answer. */
  ESCALATION,
  /** Nobody has acknowledged it, so its team was called again. */
  REMINDER,
  /** It concerns somebody else, too. */
  SCOPE_ADDED,
  SCOPE_REMOVED,
  TAG_ADDED,
  TAG_REMOVED,
  /** Its room was opened or archived, or something could not be done there. */
  ROOM,
  /** It was merged into another incident, or another one into it. */
  MERGED,
  /** A merge was undone. */
  UNMERGED,
  /** A goal of its service levels was missed. */
  SLA_BREACH,
  /** A comment has another text now. */
  COMMENT_EDITED,
  /** A comment's texts are gone. */
  COMMENT_DELETED,
  /** Something was written down about a legal duty, or people were reminded of one. */
  OBLIGATION,
  /** It was linked with another incident. */
  LINKED,
  /** A link with another incident was removed. */
  UNLINKED,
  /** A runbook was attached or removed. */
  RUNBOOK,
  /** A step of its runbook is done, skipped, failed, or pending again. */
  RUNBOOK_STEP,
  /** A task was added, done, dropped or opened again. */
  TASK,
  /** A custom field has another value. */
  FIELD,
  /** Its cause was said. */
  CAUSE,
  /** From when until when customers were hit was said. */
  IMPACT,
  /** Stakeholders were sent an update, or the next one was promised for another time. */
  STAKEHOLDER_UPDATE,
  /** Its post-mortem was begun, sent to review or back, published, or is not needed. */
  POST_MORTEM,
  /** A change was confirmed or rejected as its cause, or is a suspect again. */
  SUSPECT
}
