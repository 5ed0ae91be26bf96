package dev.imas.core.figures;

import dev.imas.core.oncall.Interval;
import dev.imas.core.sla.BusinessCalendar;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** How much of a time is within business hours, for many times of one period. Immutable. */
final class OpenSeconds {

  private final long[] from;
  private final long[] until;

  /** The open seconds before each interval. */
  private final long[] before;

  private OpenSeconds(List<Interval> open) {
    from = open.stream().mapToLong(one -> one.from().getEpochSecond()).toArray();
    until = open.stream().mapToLong(one -> one.until().getEpochSecond()).toArray();
    before = new long[from.length];
    for (int i = 1; i < from.length; i++) {
      before[i] = before[i - 1] + until[i - 1] - from[i - 1];
    }
  }

  /** Of everything between these instants; what is outside of them counts as closed. */
  static OpenSeconds of(BusinessCalendar calendar, Instant since, Instant end) {
    return new OpenSeconds(calendar.intervals(since, end));
  }

  /** Both in seconds since 1970. */
  int between(long start, long end) {
    return (int) (until(end) - until(start));
  }

  private long until(long second) {
    int found = Arrays.binarySearch(from, second);
    int place = found >= 0 ? found : -found - 2;
    return place < 0 ? 0 : before[place] + Math.min(second, until[place]) - from[place];
  }
}
