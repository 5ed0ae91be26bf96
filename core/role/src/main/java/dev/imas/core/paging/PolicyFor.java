package dev.imas.core.paging;

import dev.imas.core.escalation.EscalationPolicy;

/**
 * The policy that an incident follows.
 *
 * @param why how it was chosen, as it is kept and shown
 */
record PolicyFor(EscalationPolicy policy, Object why) {

  /** Whether it is one of the tenant's, rather than what holds where there is none. */
  boolean isStored() {
    return policy.version() > 0;
  }
}
