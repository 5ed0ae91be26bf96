package dev.imas.core.senderack;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an alert stands when its acknowledgement is followed.
 *
 * @param seq its last change of state
 * @param appliedSeq the last change that intake has followed
 * @param incidentId in which it fires; null if in none
 * @param lastIncidentId in which it fires or fired last; null if it never did
 */
record AlertStanding(
    UUID fingerprint,
    String name,
    int episode,
    int seq,
    int appliedSeq,
    @Nullable UUID incidentId,
    @Nullable UUID lastIncidentId) {

  /** Whether intake has yet to say which incident it is about. */
  boolean isBehind() {
    return appliedSeq < seq;
  }
}
