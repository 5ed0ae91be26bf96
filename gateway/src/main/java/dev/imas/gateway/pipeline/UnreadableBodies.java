package dev.imas.gateway.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How many unreadable bodies of a source are kept as dead letters: a sender that posts nothing else
 * must not fill the database. Bound to one thread.
 */
final class UnreadableBodies {

  private static final double PER_SECOND = 10;
  private static final double BURST = 50;
  private static final int MOST_SOURCES = 10_000;

  private final Map<UUID, TokenBucket> bySource = new HashMap<>();

  /** Whether one more may be kept. */
  boolean mayKeep(UUID source) {
    if (bySource.size() > MOST_SOURCES) {
      bySource.clear();
    }
    long now = System.nanoTime();
    return bySource
        .computeIfAbsent(source, id -> new TokenBucket(PER_SECOND, BURST, now))
        .take(now);
  }
}
