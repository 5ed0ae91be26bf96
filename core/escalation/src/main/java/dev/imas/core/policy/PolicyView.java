package dev.imas.core.policy;

import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.http.Versioned;
import java.time.Instant;

/** A policy with its version of now. */
record PolicyView(
    EscalationPolicy policy,
    String description,
    boolean isActive,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  @Override
  public int version() {
    return policy.version();
  }
}
