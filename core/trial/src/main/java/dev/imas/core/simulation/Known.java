package dev.imas.core.simulation;

import dev.imas.core.intake.AlertFacts;
import dev.imas.core.model.Labels;
import dev.imas.core.rule.RuleTimes;
import org.jspecify.annotations.Nullable;

/** What is known of an alert that fires. Each is computed when it is asked for. */
interface Known {

  /** Null if the alert is not kept any more. */
  @Nullable Labels labels();

  /** When the rules that routed it hide it. */
  RuleTimes times();

  /** Null if the alert is not kept any more. */
  @Nullable AlertFacts facts();
}
