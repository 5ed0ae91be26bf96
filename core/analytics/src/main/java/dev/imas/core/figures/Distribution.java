package dev.imas.core.figures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lengths in whole seconds, of which means and exact percentiles are asked. Few are kept one by
 * one; of many, those of less than a day are counted by the second. Not for several threads.
 */
final class Distribution {

  /** Fewer have no percentiles: they would tell of single incidents. */
  static final int FEWEST = 5;

  private static final int ONE_BY_ONE = 65_536;
  private static final int SECONDS = 86_400;

  private int[] values = new int[16];
  private int single;
  private int @Nullable [] bySecond;
  private long count;
  private long sum;

  void add(int seconds) {
    count++;
    sum += seconds;
    int[] counted = bySecond;
    if (counted != null && seconds < SECONDS) {
      counted[seconds]++;
      return;
    }
    if (single == values.length) {
      values = Arrays.copyOf(values, 2 * single);
    }
    values[single++] = seconds;
    if (counted == null && single > ONE_BY_ONE) {
      count();
    }
  }

  private void count() {
    int[] counted = new int[SECONDS];
    int left = 0;
    for (int i = 0; i < single; i++) {
      if (values[i] < SECONDS) {
        counted[values[i]]++;
      } else {
        values[left++] = values[i];
      }
    }
    single = left;
    bySecond = counted;
  }

  long size() {
    return count;
  }

  @Nullable Long mean() {
    return count == 0 ? null : Math.round((double) sum / count);
  }

  /** The times with their percentiles, unless there are too few for these. */
  Times times() {
    Arrays.sort(values, 0, single);
    return count < FEWEST
        ? new Times(count, null, null, mean())
        : new Times(count, percentile(50), percentile(90), mean());
  }

  /** The least value that so many in a hundred do not exceed. */
  private long percentile(int percent) {
    long rank = Math.max(1, (count * percent + 99) / 100);
    long passed = 0;
    if (bySecond != null) {
      for (int second = 0; second < SECONDS; second++) {
        passed += bySecond[second];
        if (passed >= rank) {
          return second;
        }
      }
    }
    return values[(int) (rank - passed - 1)];
  }
}
