package dev.imas.core.changes;

import dev.imas.core.platform.Settings;
import java.time.Duration;

/**
 * @param subscribers the most that one process tells at once
 * @param checkRights how often the rights of each are looked at again
 * @param writeTimeout how long one may not read before it is dropped
 * @param alive how often one is pinged, and after how long without a message one is told that the
 *     connection lives
 */
public record FeedConfig(
    int subscribers, Duration checkRights, Duration writeTimeout, Duration alive) {

  private static final Duration ALIVE = Duration.ofSeconds(15);

  /**
   * @param idle after which time the port closes a connection on which nothing happens
   */
  public static FeedConfig read(Settings in, Duration idle) {
    return new FeedConfig(
        in.count("core.feed.subscribers", 2_000, 1, 100_000),
        in.duration(
            "core.feed.check-rights",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMinutes(1)),
        in.duration(
            "core.feed.write-timeout",
            Duration.ofSeconds(15),
            Duration.ofMillis(100),
            Duration.ofMinutes(5)),
        ALIVE.compareTo(idle.dividedBy(3)) < 0 ? ALIVE : idle.dividedBy(3));
  }
}
