package dev.imas.core.policy;

import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationStep;
import dev.imas.core.escalation.EscalationStep.Condition;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.model.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * The policy that a new tenant starts with for SEV1 (ONC-10): the team's channels and whoever is on
 * call at once, after five minutes again and the secondary, then the leads, the manager, and after
 * an hour the tenant's person of last resort. It names nobody, so it fits every team. A tenant gets
 * it from create_tenant, whoever creates it.
 */
final class ReferenceLadder {

  private static final Optional<UUID> OWN = Optional.empty();

  private ReferenceLadder() {}

  /** As a definition whose id and version are still to be given. */
  static EscalationPolicy policy(UUID id, int version) {
    return new EscalationPolicy(
        id,
        version,
        "SEV1 ladder",
        Optional.empty(),
        Set.of(Severity.SEV1_CRITICAL),
        List.of(),
        false,
        3,
        Duration.ofMinutes(30),
        Optional.empty(),
        List.of(
            step(
                0,
                Set.of(),
                new EscalationTarget.TeamChannels(OWN),
                new EscalationTarget.OnCall(OWN, OptionalInt.empty())),
            step(
                5,
                Set.of(),
                new EscalationTarget.OnCall(OWN, OptionalInt.empty()),
                new EscalationTarget.OnCall(OWN, OptionalInt.of(2))),
            step(10, Set.of("sms", "email"), new EscalationTarget.Leads(OWN)),
            step(15, Set.of(), new EscalationTarget.Manager(OWN)),
            step(30, Set.of("sms", "email"), new EscalationTarget.LastResort())));
  }

  private static EscalationStep step(
      int minutes, Set<String> channels, EscalationTarget... targets) {
    return new EscalationStep(
        Duration.ofMinutes(minutes), List.of(targets), channels, Condition.ALWAYS);
  }
}
