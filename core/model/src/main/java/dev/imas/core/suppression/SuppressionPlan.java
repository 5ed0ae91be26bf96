package dev.imas.core.suppression;

import dev.imas.core.suppression.SuppressionTable.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of the question which alerts are hidden.
 *
 * @param hidden the alerts that are hidden, or were while they fired
 * @param shown the alerts that were hidden and are not any more, or do not fire any more. One that
 *     has begun and ended in one set of changes is in both
 * @param suppressed the openings that are counted as suppressed
 * @param begun where sources now inhibit that did not before: targets must be looked at
 * @param ended where sources have ended: what they hid must be looked at
 */
public record SuppressionPlan(
    Map<UUID, Verdict> hidden,
    Set<UUID> shown,
    List<Opening> suppressed,
    Set<Place> begun,
    Set<Place> ended) {

  public static final SuppressionPlan NOTHING =
      new SuppressionPlan(Map.of(), Set.of(), List.of(), Set.of(), Set.of());

  public SuppressionPlan {
    hidden = Map.copyOf(hidden);
    shown = Set.copyOf(shown);
    suppressed = List.copyOf(suppressed);
    begun = Set.copyOf(begun);
    ended = Set.copyOf(ended);
  }

  /**
   * How an alert is hidden.
   *
   * @param since since when
   * @param wakeAt when to decide anew; null if only the end of an inhibition can change anything
   * @param opening the opening that waits to be counted; null if there is none
   */
  public record Verdict(
      Instant since, List<Reason> reasons, @Nullable Instant wakeAt, @Nullable Integer opening) {

    public Verdict {
      reasons = List.copyOf(reasons);
    }
  }

  /** A change by which an alert began to fire. */
  public record Opening(UUID fingerprint, int seq) {}

  /** Whether nothing is told of its changes. */
  public boolean hides(UUID fingerprint) {
    return hidden.containsKey(fingerprint);
  }

  /** Whether it was hidden until now. */
  public boolean shows(UUID fingerprint) {
    return shown.contains(fingerprint);
  }
}
