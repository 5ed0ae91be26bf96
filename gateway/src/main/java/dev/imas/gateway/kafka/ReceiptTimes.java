package dev.imas.gateway.kafka;

import java.util.ArrayList;
import java.util.List;

/**
 * When the records of a partition count as received: when Kafka received them, however late they
 * are read. Their order in the partition is never turned round by that, whatever the clocks of
 * those who wrote them. Pure.
 */
final class ReceiptTimes {

  /** Records of a second are committed as of one moment: a statement for each would be slow. */
  private static final long SAME_MOMENT_MICROS = 1_000_000;

  private ReceiptTimes() {}

  /**
   * The receipt of each record in microseconds: its timestamp, but not after now, and after that of
   * the record before.
   *
   * @param before of the last record before these; {@link Long#MIN_VALUE} where none is known
   */
  static long[] of(List<LogRecord> records, long before, long nowMicros) {
    long[] times = new long[records.size()];
    long last = before;
    for (int i = 0; i < times.length; i++) {
      long timestamp = records.get(i).timestamp();
      long told = timestamp > 0 ? Math.min(timestamp, nowMicros / 1_000) * 1_000 : nowMicros;
      last = last == Long.MIN_VALUE ? told : Math.max(told, last + 1);
      times[i] = last;
    }
    return times;
  }

  /**
   * The runs of records that are committed as of the same moment: for each, the index after its
   * last.
   */
  static List<Integer> moments(long[] times) {
    List<Integer> ends = new ArrayList<>();
    int first = 0;
    for (int i = 1; i < times.length; i++) {
      if (times[i] - times[first] > SAME_MOMENT_MICROS) {
        ends.add(i);
        first = i;
      }
    }
    if (times.length > 0) {
      ends.add(times.length);
    }
    return ends;
  }
}
