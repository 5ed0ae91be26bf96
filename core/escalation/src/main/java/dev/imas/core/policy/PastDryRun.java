package dev.imas.core.policy;

import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationStep;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.DryRun.Finding;
import dev.imas.core.policy.TargetResolver.Ask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whom a version of a policy would have told of incidents of a team and a severity: a dry run for
 * any time of the past, without a question to the database.
 */
public final class PastDryRun {

  private final EscalationPolicy policy;
  private final Severity severity;
  private final List<PastTargets.Asked> steps;

  private PastDryRun(EscalationPolicy policy, Severity severity, List<PastTargets.Asked> steps) {
    this.policy = policy;
    this.severity = severity;
    this.steps = List.copyOf(steps);
  }

  /** A step that tells somebody. */
  public record Step(Instant at, StepReceivers told) {}

  /**
   * @param steps that tell somebody, in order
   * @param asked how many steps were looked at
   * @param exhaustedAt when the last one was over and the tenant's fallback was told; empty if it
   *     did not get there
   */
  public record Run(List<Step> steps, int asked, Optional<Instant> exhaustedAt) {}

  /**
   * Reads what its steps name. Only on a virtual thread.
   *
   * @param scopes of the incidents
   * @return empty if there is no room for it
   */
  public static Optional<PastDryRun> read(
      Tx tx,
      PastTargets targets,
      EscalationPolicy policy,
      UUID team,
      Severity severity,
      Set<UUID> scopes) {
    List<PastTargets.Asked> steps = new ArrayList<>();
    for (EscalationStep step : policy.steps()) {
      Set<UUID> asked = Ask.asksForScopes(step.targets()) ? scopes : Set.of();
      Optional<PastTargets.Asked> read =
          targets.read(tx, new Ask(team, severity, step.targets(), asked));
      if (read.isEmpty()) {
        return Optional.empty();
      }
      steps.add(read.get());
    }
    return Optional.of(new PastDryRun(policy, severity, steps));
  }

  /**
   * @param labels of the alert that opened the incident
   * @param end when it was over; a step that would come then comes no more
   */
  public Run run(Labels labels, Instant start, Instant end) {
    Duration life = Duration.between(start, end);
    DryRun run =
        DryRun.of(
            policy,
            life,
            (place, fromStart) -> {
              EscalationStep step = policy.step(place);
              Instant at = start.plus(fromStart);
              return step.when()
                  .refusal(severity, labels, at)
                  .<Finding>map(Finding.NotNow::new)
                  .orElseGet(() -> Finding.Tells.past(steps.get(place.step()).at(at)));
            });
    List<Step> telling = new ArrayList<>();
    for (DryRun.Step step : run.steps()) {
      if (step.finding() instanceof Finding.Tells tells && step.tellsSomebody()) {
        telling.add(new Step(start.plus(step.fromStart()), tells.told()));
      }
    }
    boolean isExhausted = run.end().compareTo(life) < 0;
    return new Run(
        telling,
        run.steps().size(),
        isExhausted ? Optional.of(start.plus(run.end())) : Optional.empty());
  }
}
