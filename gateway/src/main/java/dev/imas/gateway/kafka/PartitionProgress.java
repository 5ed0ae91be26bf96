package dev.imas.gateway.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition is read: what is committed, and what has come since and waits. Pure.
 *
 * <p>Offsets have gaps, where a topic was compacted, or where a transaction ended. So a chunk goes
 * from the offset that was committed last to the one after its last record.
 */
final class PartitionProgress {

  private final Deque<LogRecord> waiting = new ArrayDeque<>();
  private long next;
  private long bytes;

  /** Not a part of what is committed: the highest offset that came, and one. */
  private long seen;

  /**
   * @param next the offset of the first record that is not committed
   */
  PartitionProgress(long next) {
    this.next = next;
    this.seen = next;
  }

  /** The offset of the first record that is not committed. */
  long next() {
    return next;
  }

  /** Adds a record, unless it came before. */
  void add(LogRecord record) {
    if (record.offset() >= seen) {
      seen = record.offset() + 1;
      bytes += record.size();
      waiting.add(record);
    }
  }

  /** Passes over a record that somebody else reads. */
  void pass(long offset) {
    seen = Math.max(seen, offset + 1);
  }

  /** The offset after the last record that came. */
  long seen() {
    return seen;
  }

  /** Waits no longer for these: somebody else reads them. */
  void drop(Predicate<LogRecord> others) {
    waiting.removeIf(
        record -> {
          boolean goes = others.test(record);
          if (goes) {
            bytes -= record.size();
          }
          return goes;
        });
  }

  /** Who has more than half of what waits; null for nobody. */
  @Nullable UUID crowd(Function<LogRecord, @Nullable UUID> tenantOf) {
    Map<UUID, Integer> counts = new HashMap<>();
    for (LogRecord record : waiting) {
      UUID tenant = tenantOf.apply(record);
      if (tenant != null && counts.merge(tenant, 1, Integer::sum) * 2 > waiting.size()) {
        return tenant;
      }
    }
    return null;
  }

  /**
   * The first of those that wait, at least one where any does.
   *
   * @param mostBytes that all but the first may have together with it
   */
  List<LogRecord> chunk(int most, long mostBytes) {
    List<LogRecord> chunk = new ArrayList<>();
    long taken = 0;
    for (LogRecord record : waiting) {
      taken += record.size();
      if (chunk.size() == most || (taken > mostBytes && !chunk.isEmpty())) {
        break;
      }
      chunk.add(record);
    }
    return chunk;
  }

  /** Everything before this offset is committed. */
  void committed(long upTo) {
    if (upTo < next) {
      throw new IllegalArgumentException(next + " is committed, so it does not end at " + upTo);
    }
    next = upTo;
    seen = Math.max(seen, upTo);
    for (LogRecord first = waiting.peek();
        first != null && first.offset() < upTo;
        first = waiting.peek()) {
      bytes -= first.size();
      waiting.remove();
    }
  }

  int waiting() {
    return waiting.size();
  }

  long waitingBytes() {
    return bytes;
  }

  /** The timestamp of the first that waits, in milliseconds; 0 where none does. */
  long oldest() {
    LogRecord first = waiting.peek();
    return first == null ? 0 : first.timestamp();
  }
}
