package dev.imas.core.policy;

import dev.imas.core.contact.PersonReach;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationStep;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.DryRun.Finding;
import dev.imas.core.policy.TargetResolver.Ask;
import dev.imas.core.policy.TargetResolver.Turns;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Asks whom a policy would tell, and when. Writes nothing, and takes no turn. */
final class DryRuns {

  private final CallResolver calls;

  DryRuns(PersonReach people) {
    this.calls = new CallResolver(people);
  }

  /**
   * @param team that owns the service
   * @param labels of the alert
   * @param scopes of the incident, if it is about one
   * @param start when the escalation would begin
   */
  record Question(UUID team, Severity severity, Labels labels, Set<UUID> scopes, Instant start) {}

  DryRun run(Tx tx, EscalationPolicy policy, Question question) {
    return DryRun.of(
        policy,
        (place, fromStart) -> {
          EscalationStep step = policy.step(place);
          Instant at = question.start.plus(fromStart);
          return step.when()
              .refusal(question.severity, question.labels, at)
              .<Finding>map(Finding.NotNow::new)
              .orElseGet(
                  () ->
                      new Finding.Tells(
                          calls.find(
                              tx,
                              at,
                              new Ask(
                                  question.team,
                                  question.severity,
                                  step.targets(),
                                  question.scopes),
                              step.channels(),
                              Turns.LEFT)));
        });
  }
}
