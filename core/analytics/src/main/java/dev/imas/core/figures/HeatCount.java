package dev.imas.core.figures;

import java.time.Instant;
import java.util.Arrays;

/**
 * Counts incidents by the hour of a week, the first from Monday midnight on, by the clocks that
 * were in force at the time.
 */
final class HeatCount implements Counting {

  private static final long HOUR = 3_600;

  private final long[] since;
  private final int[] offsets;
  private final long[] hours = new long[Offsets.HOURS_OF_A_WEEK];

  HeatCount(Span span) {
    Offsets all = Offsets.during(span);
    since = all.since().stream().mapToLong(Instant::getEpochSecond).toArray();
    offsets = all.seconds().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public void opened(Fact fact) {
    if (fact.counts()) {
      long at = fact.openedAt();
      int found = Arrays.binarySearch(since, at);
      long local = at + offsets[found >= 0 ? found : -found - 2];
      hours[
          Offsets.fromMonday(Math.floorMod(Math.floorDiv(local, HOUR), Offsets.HOURS_OF_A_WEEK))]++;
    }
  }

  long[] hours() {
    return hours.clone();
  }
}
