package dev.imas.core.intake;

import dev.imas.core.model.Severity;
import dev.imas.core.model.TestSpace;
import dev.imas.core.model.TransitionKind;
import java.time.Instant;
import java.util.UUID;

/**
 * A change of an alert's state. It comes from the outbox, or from the journal if the outbox brought
 * a later change first. (fingerprint, seq) is the event's id within the tenant.
 *
 * @param decision the stored code of how it was routed
 */
public record Transition(
    UUID fingerprint,
    int seq,
    TransitionKind kind,
    Severity severity,
    UUID serviceId,
    Instant receivedAt,
    Instant startsAt,
    int decision,
    String groupKey) {

  /** Whether it is of a test, which has its groups apart. */
  public boolean isTest() {
    return TestSpace.isKey(groupKey);
  }
}
