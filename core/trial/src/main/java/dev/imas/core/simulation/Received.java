package dev.imas.core.simulation;

import dev.imas.core.intake.Transition;
import dev.imas.core.model.Labels;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.rule.PastRouting;
import org.jspecify.annotations.Nullable;

/**
 * One change of an alert's state, as the journal has it, with what rules look at.
 *
 * @param routed how its episode was routed
 * @param source its name; empty if it is gone
 * @param annotations of its newest firing, as JSON; null if the alert is not kept any more
 * @param labels those of the alert's newest firing; null if the alert is not kept any more
 */
record Received(
    Transition transition,
    PastRouting routed,
    String name,
    String source,
    @Nullable String annotations,
    @Nullable Labels labels) {

  /** Whether an episode begins with it: only then it was routed. */
  boolean opensEpisode() {
    return opensEpisode(transition.kind());
  }

  static boolean opensEpisode(TransitionKind kind) {
    return switch (kind) {
      case OPENED, REOPENED, REFIRED -> true;
      case RESOLVED, SEVERITY_CHANGED, EXPIRED, SUPPRESSED, STILL_FIRING, LAPSED, RECONSIDERED ->
          false;
    };
  }
}
