package dev.imas.core.policy;

import dev.imas.core.contact.PersonReach;
import dev.imas.core.contact.Reach;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.http.Warning;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.TargetResolver.Ask;
import dev.imas.core.policy.TargetResolver.Turns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds those targets of a policy that call nobody now, or not everybody whom they name. What
 * depends on the team of an incident is only looked at where the policy is of one team. Only on a
 * virtual thread.
 */
final class UncalledTargets {

  /** Nobody is this team, so a target that means the incident's own finds nothing. */
  private static final UUID NO_TEAM = new UUID(0, 0);

  private final CallResolver calls;

  UncalledTargets(PersonReach people) {
    this.calls = new CallResolver(people);
  }

  /**
   * @param pointer to the target
   * @param text who cannot be called, why, and what mends it
   * @param reach of the person; empty if it is a channel, or nobody was found
   */
  record Uncalled(String pointer, String text, Optional<Reach> reach) {

    Warning asWarning() {
      return reach
          .map(one -> one.warningAt(pointer).orElseThrow())
          .orElseGet(() -> new Warning("finds_nobody", pointer, text, Map.of("why", text)));
    }
  }

  List<Uncalled> of(Tx tx, EscalationPolicy policy, Instant now) {
    List<Uncalled> found = new ArrayList<>();
    Severity severity =
        policy.severities().stream().min(Comparator.naturalOrder()).orElse(Severity.SEV1_CRITICAL);
    for (int step = 0; step < policy.steps().size(); step++) {
      List<EscalationTarget> targets = policy.steps().get(step).targets();
      for (int i = 0; i < targets.size(); i++) {
        EscalationTarget target = targets.get(i);
        if (dependsOnTheIncident(target, policy.team().isPresent())) {
          continue;
        }
        Ask ask = new Ask(policy.team().orElse(NO_TEAM), severity, List.of(target));
        Called called = calls.find(tx, now, ask, policy.steps().get(step).channels(), Turns.LEFT);
        String pointer = "/steps/" + step + "/notify/" + i;
        called
            .unreachable()
            .forEach(
                reach ->
                    found.add(
                        new Uncalled(pointer, reach.warning().orElseThrow(), Optional.of(reach))));
        called
            .told()
            .missed()
            .forEach(missed -> found.add(new Uncalled(pointer, missed.why(), Optional.empty())));
      }
    }
    return found;
  }

  private static boolean dependsOnTheIncident(EscalationTarget target, boolean isOfATeam) {
    return switch (target) {
      case EscalationTarget.OnCall t -> t.team().isEmpty() && !isOfATeam;
      case EscalationTarget.Team t -> t.team().isEmpty() && !isOfATeam;
      case EscalationTarget.Leads t -> t.team().isEmpty() && !isOfATeam;
      case EscalationTarget.Manager t -> t.team().isEmpty() && !isOfATeam;
      case EscalationTarget.TeamChannels t -> t.team().isEmpty() && !isOfATeam;
      case EscalationTarget.Scope t -> t.scope().isEmpty();
      case EscalationTarget.User _,
          EscalationTarget.OfSchedule _,
          EscalationTarget.Channel _,
          EscalationTarget.Address _,
          EscalationTarget.LastResort _ ->
          false;
    };
  }
}
