package dev.imas.core.dora;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lengths of time, of which percentiles that occurred are read. Pure; bound to one thread.
 *
 * <p>A year has hundreds of thousands, so they are not sorted: a percentile is found by counting
 * how many lie in each part of the range that it may still be in.
 */
final class Ranked {

  private static final int BITS = 12;
  private static final int PARTS = 1 << BITS;
  private static final int FIRST_ROOM = 64;

  private long[] seconds = new long[FIRST_ROOM];
  private int count;
  private long longest;
  private int @Nullable [] wholeRange;

  /**
   * @param length in seconds, not negative
   */
  void add(long length) {
    if (length < 0) {
      throw new IllegalArgumentException("a length of " + length + " seconds");
    }
    if (count == seconds.length) {
      seconds = Arrays.copyOf(seconds, 2 * count);
    }
    seconds[count++] = length;
    longest = Math.max(longest, length);
    wholeRange = null;
  }

  int count() {
    return count;
  }

  /** The least of them that so many percent do not exceed; null of none. */
  @Nullable Long percentile(int percent) {
    return count == 0 ? null : ranked(Math.ceilDiv((long) percent * count, 100L));
  }

  /** The one with so many that are no longer, itself among them. */
  private long ranked(long rank) {
    long below = rank;
    long low = 0;
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(longest) - BITS);
    int[] counts = wholeRange(shift);
    while (true) {
      int part = 0;
      while (below > counts[part]) {
        below -= counts[part++];
      }
      low += (long) part << shift;
      if (shift == 0) {
        return low;
      }
      int narrower = Math.max(0, shift - BITS);
      counts = counts(low, low + ((1L << shift) - 1), narrower);
      shift = narrower;
    }
  }

  /** The same for all percentiles. */
  private int[] wholeRange(int shift) {
    int[] counts = wholeRange;
    if (counts == null) {
      counts = counts(0, longest, shift);
      wholeRange = counts;
    }
    return counts;
  }

  /** How many there are in each part of a range; a part is two to the power of the shift long. */
  private int[] counts(long low, long high, int shift) {
    int[] counts = new int[PARTS];
    for (int i = 0; i < count; i++) {
      long one = seconds[i];
      if (one >= low && one <= high) {
        counts[(int) ((one - low) >>> shift)]++;
      }
    }
    return counts;
  }

  /** Whole seconds; null of none. */
  @Nullable Long mean() {
    if (count == 0) {
      return null;
    }
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += seconds[i];
    }
    return Math.round((double) sum / count);
  }
}
