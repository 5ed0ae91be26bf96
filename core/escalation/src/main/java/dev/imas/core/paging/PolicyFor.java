package dev.imas.core.paging;

import dev.imas.core.escalation.EscalationPolicy;
import java.util.Optional;
import java.util.UUID;

/**
 * The policy that an incident follows.
 *
 * @param why how it was chosen, as it is kept and shown
 */
record PolicyFor(EscalationPolicy policy, Object why) {

  /** Empty: none fits, and whoever is on call is told. */
  Optional<UUID> id() {
    return isStored() ? Optional.of(policy.id()) : Optional.empty();
  }

  /** Whether it is one of the tenant's, rather than what holds where there is none. */
  boolean isStored() {
    return policy.version() > 0;
  }
}
