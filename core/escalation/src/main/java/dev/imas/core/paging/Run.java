package dev.imas.core.paging;

import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An incident's way through one version of a policy.
 *
 * @param number of the incident's runs, from 1
 * @param policy empty: none fits, and whoever is on call is told
 * @param severity for which the policy was chosen
 * @param next the step that is due next; of an ended run, the last one that was
 * @param dueAt empty once it has ended
 * @param foundSomebody whether a step of this round told anybody
 * @param endedBy who acknowledged or ended it, or "system"
 */
record Run(
    UUID incident,
    int number,
    Optional<UUID> policy,
    int policyVersion,
    String policyName,
    Severity severity,
    State state,
    Place next,
    Optional<Instant> dueAt,
    boolean foundSomebody,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<String> endedBy) {

  /** A run that begins. */
  static Run begin(
      UUID incident, int number, EscalationPolicy policy, Severity severity, Instant at) {
    return new Run(
        incident,
        number,
        policy.version() == 0 ? Optional.empty() : Optional.of(policy.id()),
        policy.version(),
        policy.name(),
        severity,
        State.RUNNING,
        Place.FIRST,
        Optional.empty(),
        false,
        at,
        Optional.empty(),
        Optional.empty());
  }

  /** The same run with another next step. */
  Run expecting(Place place, Instant due, boolean found) {
    return new Run(
        incident,
        number,
        policy,
        policyVersion,
        policyName,
        severity,
        state,
        place,
        Optional.of(due),
        found,
        startedAt,
        endedAt,
        endedBy);
  }

  /** Stored in lower case. */
  enum State {
    RUNNING,
    ACKNOWLEDGED,
    /** The incident was resolved. */
    STOPPED,
    /**
     * Another policy took over, as the incident was raised or moved, or its target when it was
     * merged.
     */
    REPLACED,
    /** Its last step was taken and nobody answered. */
    EXHAUSTED
  }
}
