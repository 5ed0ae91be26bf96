package dev.imas.notifier.channel;

import java.time.Instant;

/** What is to be done in a tracker for a work item. */
public sealed interface TrackerWork {

  /**
   * Make the issue, once: an attempt before this one may have made it and died.
   *
   * @param text in Markdown
   * @param mark by which the issue is known: {@code imas-<id of the item>}. The tracker keeps it
   * @param attempt 1 for the first
   * @param askedAt no issue of ours for it is older
   */
  record Create(String title, String text, String mark, int attempt, Instant askedAt)
      implements TrackerWork {}

  /**
   * Say what it is now.
   *
   * @param issue as {@link TrackerIssue#id}
   */
  record Read(String issue) implements TrackerWork {}

  /** Close it or open it again, and say what it is then. */
  record SetOpen(String issue, boolean isOpen) implements TrackerWork {}
}
