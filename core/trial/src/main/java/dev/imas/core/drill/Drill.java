package dev.imas.core.drill;

import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A drill on its way through one version of a policy.
 *
 * @param factor by which its times are shorter than those of the policy; 1: real
 * @param sends whether people are told; if not, it only finds them
 * @param next the step that is due next
 * @param foundSomebody whether a step of this round found anybody
 * @param imaginedAt when the next step would be due in a real escalation
 * @param dueAt when it is due
 * @param schedule by which it was started
 */
record Drill(
    UUID id,
    UUID policy,
    int policyVersion,
    String policyName,
    UUID service,
    String serviceName,
    UUID team,
    String teamName,
    Severity severity,
    Labels labels,
    int factor,
    boolean sends,
    State state,
    Place next,
    boolean foundSomebody,
    Instant imaginedAt,
    Instant dueAt,
    Instant startedAt,
    String startedBy,
    Optional<UUID> schedule,
    Optional<Instant> endedAt,
    Optional<String> endedBy) {

  static final int LARGEST_FACTOR = 3_600;

  /** Stored in lower case. */
  enum State {
    RUNNING,
    /** Somebody has acknowledged it. */
    ACKNOWLEDGED,
    /** Its last step was taken; in a real escalation the fallback would be told now. */
    FINISHED,
    /** Its policy or its team is gone. */
    STOPPED;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How long a wait of the policy is in this drill. */
  Duration compressed(Duration wait) {
    return wait.dividedBy(factor);
  }

  /** The same drill with another next step. */
  Drill expecting(Place place, boolean found, Instant imagined, Instant due) {
    return new Drill(
        id,
        policy,
        policyVersion,
        policyName,
        service,
        serviceName,
        team,
        teamName,
        severity,
        labels,
        factor,
        sends,
        state,
        place,
        found,
        imagined,
        due,
        startedAt,
        startedBy,
        schedule,
        endedAt,
        endedBy);
  }
}
