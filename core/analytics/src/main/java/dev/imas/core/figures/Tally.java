package dev.imas.core.figures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts of incidents that can be added up, and the means that follow from them. Pure.
 *
 * @param bySeverity SEV1 first
 * @param acknowledged how many have been, before they were resolved
 * @param ttaSeconds the sum over these
 * @param resolved how many are
 * @param ttrSeconds the sum over these
 */
record Tally(
    long[] bySeverity, long acknowledged, long ttaSeconds, long resolved, long ttrSeconds) {

  static final Tally NONE = new Tally(new long[4], 0, 0, 0, 0);

  Tally plus(Tally other) {
    long[] sums = bySeverity.clone();
    Arrays.setAll(sums, i -> sums[i] + other.bySeverity[i]);
    return new Tally(
        sums,
        acknowledged + other.acknowledged,
        ttaSeconds + other.ttaSeconds,
        resolved + other.resolved,
        ttrSeconds + other.ttrSeconds);
  }

  long incidents() {
    return Arrays.stream(bySeverity).sum();
  }

  long severe() {
    return bySeverity[0] + bySeverity[1];
  }

  @Nullable Long mttaSeconds() {
    return acknowledged == 0 ? null : Math.round((double) ttaSeconds / acknowledged);
  }

  @Nullable Long mttrSeconds() {
    return resolved == 0 ? null : Math.round((double) ttrSeconds / resolved);
  }
}
