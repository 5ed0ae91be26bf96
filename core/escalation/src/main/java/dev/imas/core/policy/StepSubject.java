package dev.imas.core.policy;

import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.policy.PolicyNames.Kind;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Something that the steps of a policy name. */
record StepSubject(Kind kind, UUID id) {

  static Set<StepSubject> of(EscalationPolicy policy) {
    return policy.steps().stream()
        .flatMap(step -> step.targets().stream())
        .flatMap(target -> of(target).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The ids of all that the policy names, also of its own team. */
  static Set<UUID> ids(EscalationPolicy policy) {
    Set<UUID> ids = of(policy).stream().map(StepSubject::id).collect(Collectors.toSet());
    policy.team().ifPresent(ids::add);
    return ids;
  }

  private static Optional<StepSubject> of(EscalationTarget target) {
    return switch (target) {
      case EscalationTarget.User t -> Optional.of(new StepSubject(Kind.USER, t.user()));
      case EscalationTarget.OfSchedule t ->
          Optional.of(new StepSubject(Kind.SCHEDULE, t.schedule()));
      case EscalationTarget.Channel t -> Optional.of(new StepSubject(Kind.CONTACT, t.contact()));
      case EscalationTarget.OnCall t -> ofTeam(t.team());
      case EscalationTarget.Team t -> ofTeam(t.team());
      case EscalationTarget.Leads t -> ofTeam(t.team());
      case EscalationTarget.Manager t -> ofTeam(t.team());
      case EscalationTarget.TeamChannels t -> ofTeam(t.team());
      case EscalationTarget.Scope t -> t.scope().map(id -> new StepSubject(Kind.SCOPE, id));
      case EscalationTarget.Address t -> Optional.empty();
      case EscalationTarget.LastResort t -> Optional.empty();
    };
  }

  private static Optional<StepSubject> ofTeam(Optional<UUID> team) {
    return team.map(id -> new StepSubject(Kind.TEAM, id));
  }
}
