package dev.imas.core.dora;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lengths of time in order, of which percentiles that occurred are read. Pure. */
final class Ranked {

  private final long[] sorted;

  Ranked(List<Long> seconds) {
    sorted = seconds.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
  }

  int count() {
    return sorted.length;
  }

  /** The least of them that so many percent do not exceed; null of none. */
  @Nullable Long percentile(int percent) {
    return sorted.length == 0
        ? null
        : sorted[(int) Math.ceilDiv((long) percent * sorted.length, 100L) - 1];
  }

  /** Whole seconds; null of none. */
  @Nullable Long mean() {
    if (sorted.length == 0) {
      return null;
    }
    long sum = 0;
    for (long one : sorted) {
      sum += one;
    }
    return Math.round((double) sum / sorted.length);
  }
}
