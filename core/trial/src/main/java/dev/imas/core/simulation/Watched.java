package dev.imas.core.simulation;

import dev.imas.core.intake.Transition;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.rule.RuleTimes;
import dev.imas.core.suppression.Reason;
import dev.imas.core.suppression.SuppressionState.Was;
import dev.imas.core.suppression.SuppressionTable.Side;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A firing alert of a replay that something hides, or may hide later.
 *
 * @param times what the rules that routed its episode say
 * @param last the change that it was decided by last
 * @param sides what inhibit rules it concerns
 * @param was how it is hidden; null if it is not
 * @param reasons why; empty if it is not
 * @param due when it is to be decided anew; {@link Instant#MAX} if no time changes anything
 */
record Watched(
    Known known,
    RuleTimes times,
    Transition last,
    List<Side> sides,
    @Nullable Was was,
    List<Reason> reasons,
    Instant due) {

  Watched dueAt(Instant at) {
    return new Watched(known, times, last, sides, was, reasons, at);
  }

  /**
   * The change by which it is decided anew, routed as it was.
   *
   * @param seq its number
   */
  static Transition reconsidered(Transition last, int seq, Instant now) {
    return new Transition(
        last.fingerprint(),
        seq,
        TransitionKind.RECONSIDERED,
        last.severity(),
        last.serviceId(),
        now,
        last.startsAt(),
        last.decision(),
        last.groupKey());
  }
}
