package dev.imas.core.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one sender is answered: two machines that answer each other would go on for ever, and
 * text messages cost money. It remembers the last ten thousand senders. Safe from any thread.
 */
final class AnswerRate {

  private static final int REMEMBERED = 10_000;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private record Count(Instant since, int answers) {}

  private final int most;
  private final Map<String, Count> counts =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param most answers a minute
   */
  AnswerRate(int most) {
    this.most = most;
  }

  /** Counts an answer; false if it is one too many. */
  synchronized boolean allows(String sender, Instant now) {
    Count count = counts.get(sender);
    if (count == null || !count.since.plus(WINDOW).isAfter(now)) {
      counts.put(sender, new Count(now, 1));
      return true;
    }
    if (count.answers >= most) {
      return false;
    }
    counts.put(sender, new Count(count.since, count.answers + 1));
    return true;
  }
}
