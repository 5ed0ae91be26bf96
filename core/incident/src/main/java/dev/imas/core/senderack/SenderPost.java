package dev.imas.core.senderack;

import java.time.Instant;
import java.util.UUID;

/** What a sender posted about an alert, and core has not followed yet. */
sealed interface SenderPost permits PostedAcknowledgement, PostedNote {

  /** Of its side event. */
  UUID id();

  UUID fingerprint();

  /** The name of the source; empty if it is gone. */
  String source();

  /** Whom the sender names; may be empty. */
  String author();

  Instant receivedAt();

  /** "ann, by pagerduty", or "pagerduty" where it names nobody. */
  default String who() {
    String by = source().isEmpty() ? "its sender" : source();
    return author().isBlank() ? by : author() + ", by " + by;
  }
}
