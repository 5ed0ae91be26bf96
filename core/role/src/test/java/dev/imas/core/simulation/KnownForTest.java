package dev.imas.core.simulation;

import dev.imas.core.intake.AlertFacts;
import dev.imas.core.model.Labels;
import dev.imas.core.rule.PastRouting;
import dev.imas.core.rule.RuleActions;
import dev.imas.core.rule.RuleTimes;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** An alert of a test. */
record KnownForTest(UUID alert, Labels labels, RuleActions actions) implements Known {

  @Override
  public RuleTimes times() {
    return actions.times();
  }

  @Override
  public AlertFacts facts() {
    return new AlertFacts(
        alert,
        "name",
        "source",
        labels.toMap(),
        Map.of(),
        null,
        null,
        Instant.EPOCH,
        PastRouting.by(1, 0),
        actions);
  }
}
