package dev.imas.core.simulation;

import dev.imas.core.suppression.Reason;
import dev.imas.core.suppression.Reason.Kind;
import dev.imas.core.suppression.SuppressionPlan;
import dev.imas.core.suppression.SuppressionPlan.Opening;
import dev.imas.core.suppression.SuppressionPlan.Verdict;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts the episodes that would have opened or joined an incident and were hidden, as the ledger
 * counts suppressed events, and by what. One thread at a time.
 */
final class SuppressedEpisodes {

  private final Map<Kind, Long> byKind = new EnumMap<>(Kind.class);
  private long all;

  /** Takes what was decided. What only waits is counted once it is hidden. */
  void count(SuppressionPlan plan) {
    for (Opening opening : plan.suppressed()) {
      all++;
      Verdict verdict = plan.hidden().get(opening.fingerprint());
      if (verdict != null) {
        verdict.reasons().stream()
            .map(Reason::kind)
            .distinct()
            .forEach(kind -> byKind.merge(kind, 1L, Long::sum));
      }
    }
  }

  /** Each once, by whatever it was hidden. */
  long all() {
    return all;
  }

  /** One that several hide counts for each of these kinds. */
  long by(Kind kind) {
    return byKind.getOrDefault(kind, 0L);
  }
}
