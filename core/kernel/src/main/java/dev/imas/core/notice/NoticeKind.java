package dev.imas.core.notice;

import java.util.Locale;

/** What a notice is about. The name in lower case is stored, and is the end of its event. */
public enum NoticeKind {
  /** A schedule: gaps, overlaps, a swap, a hand-over. */
  SCHEDULE,
  /** Somebody's rights. */
  RIGHTS,
  /** Somebody's own account: its address, contacts, tokens, second factor. */
  ACCOUNT,
  /** A right, a token or a delegation that will end. */
  EXPIRY,
  /** An account that waits for its owner. */
  INVITATION,
  /** A link for who forgot the password. */
  PASSWORD_RESET,
  /** A password that was chosen by such a link. */
  PASSWORD_CHANGED,
  /** What has happened in a day or a week. */
  SUMMARY,
  /** A drill's own message. */
  DRILL,
  /** What went wrong in a drill of a schedule. */
  DRILL_REPORT,
  /** A provider that fails, or whose credit is low. */
  PROVIDER,
  /** An event webhook that was switched off. */
  EVENT_WEBHOOK,
  /** A silence that ends while its alerts fire. */
  SILENCE,
  /** Somebody's name in a comment. */
  MENTION,
  /** A role in an incident that somebody was given. */
  ROLE,
  /** A legal duty of an incident that is due. */
  OBLIGATION,
  /** A request of somebody about their data that is due. */
  PRIVACY,
  /** A task that is due. */
  TASK_DUE,
  /** A task that somebody was given. */
  TASK_ASSIGNED,
  /** A post-mortem that is due, waits for a review, or was sent back. */
  POST_MORTEM,
  /** An update that the stakeholders of an incident wait for. */
  STAKEHOLDERS,
  /** A deployment that somebody lets start although the gate does not allow it. */
  GATE,
  /** A deployment window: its approval, its start, what was overridden. */
  WINDOW,
  /** A meeting that begins soon. */
  MEETING,
  /** The installation itself, such as its clock. */
  PLATFORM;

  /** Whether it waits for the end of a person's quiet hours. */
  boolean waits() {
    return this == SCHEDULE
        || this == EXPIRY
        || this == SUMMARY
        || this == PROVIDER
        || this == DRILL_REPORT
        || this == MENTION
        || this == TASK_DUE
        || this == TASK_ASSIGNED
        || this == POST_MORTEM;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
