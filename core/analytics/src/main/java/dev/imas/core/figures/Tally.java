package dev.imas.core.figures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Counts of incidents that can be added up, and the means that follow from them. */
final class Tally {

  private final long[] bySeverity = new long[4];
  private long acknowledged;
  private long ttaSeconds;
  private long resolved;
  private long ttrSeconds;

  /**
   * @param tta {@link Fact#NONE}: it was not acknowledged; so with the other
   */
  void add(Fact fact, int tta, int ttr) {
    if (fact.counts()) {
      bySeverity[fact.severity()]++;
    }
    if (tta != Fact.NONE) {
      acknowledged++;
      ttaSeconds += tta;
    }
    if (ttr != Fact.NONE) {
      resolved++;
      ttrSeconds += ttr;
    }
  }

  void add(Tally other) {
    Arrays.setAll(bySeverity, i -> bySeverity[i] + other.bySeverity[i]);
    acknowledged += other.acknowledged;
    ttaSeconds += other.ttaSeconds;
    resolved += other.resolved;
    ttrSeconds += other.ttrSeconds;
  }

  /** 0 is SEV1. */
  long ofSeverity(int severity) {
    return bySeverity[severity];
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
