package dev.imas.gateway.mail;

import dev.imas.gateway.edge.TokenBucket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What is remembered of one connection. Bound to the connection's thread, but for its age. */
final class MailSession {

  /** More of them in one connection are guesses. */
  private static final int MOST_UNKNOWN = 10;

  private final TokenBucket messages;
  private final long since;
  private int unknown;

  MailSession(int messagesPerMinute, long nowNanos) {
    this.messages = new TokenBucket(messagesPerMinute / 60.0, messagesPerMinute, nowNanos);
    this.since = nowNanos;
  }

  boolean mayBegin(long nowNanos) {
    return messages.take(nowNanos);
  }

  /** Counts an address of nobody. Returns whether there were too many. */
  boolean unknownOnce() {
    return ++unknown > MOST_UNKNOWN;
  }

  boolean isOlderThan(Duration age, long nowNanos) {
    return nowNanos - since > TimeUnit.MILLISECONDS.toNanos(age.toMillis());
  }
}
