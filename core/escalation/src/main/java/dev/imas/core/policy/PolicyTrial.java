package dev.imas.core.policy;

import dev.imas.core.contact.PersonReach;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.QuestionRepository.About;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Whom a policy would tell of an incident that an alert might open. Writes nothing. */
public final class PolicyTrial {

  private final QuestionRepository questions = new QuestionRepository();
  private final PolicyNameRepository named = new PolicyNameRepository();
  private final DryRuns runs;

  public PolicyTrial(PersonReach people) {
    this.runs = new DryRuns(people);
  }

  /**
   * @param service that exists
   * @param at when the incident would be opened
   */
  public ShownRun run(
      Tx tx, EscalationPolicy policy, UUID service, Severity severity, Labels labels, Instant at) {
    About about = questions.service(tx, service);
    DryRuns.Question question = new DryRuns.Question(about.team(), severity, labels, Set.of(), at);
    return ShownRun.of(
        policy,
        runs.run(tx, policy, question),
        new ShownRun.Team(about.team(), about.teamName()),
        question,
        named.names(tx, StepSubject.ids(policy)));
  }
}
