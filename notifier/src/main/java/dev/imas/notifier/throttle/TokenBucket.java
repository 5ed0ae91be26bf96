package dev.imas.notifier.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * What is left of a {@link Rate} at a moment. Immutable.
 *
 * @param tokens one per message
 * @param at when that was so
 */
public record TokenBucket(double tokens, Instant at) {

  public static TokenBucket full(Rate rate, Instant now) {
    return new TokenBucket(rate.messages(), now);
  }

  /** How many messages may go now. */
  public int available(Rate rate, Instant now) {
    return rate.unlimited() ? Integer.MAX_VALUE : (int) refilled(rate, now).tokens;
  }

  /** One message went. Below zero when it should not have: the next ones wait for that too. */
  public TokenBucket take(Rate rate, Instant now) {
    if (rate.unlimited()) {
      return this;
    }
    TokenBucket refilled = refilled(rate, now);
    return new TokenBucket(refilled.tokens - 1, refilled.at);
  }

  /** One that was taken did not go. */
  public TokenBucket giveBack(Rate rate) {
    return new TokenBucket(Math.min(rate.messages(), tokens + 1), at);
  }

  public boolean isFull(Rate rate, Instant now) {
    return rate.unlimited() || refilled(rate, now).tokens >= rate.messages();
  }

  /** The same bucket, seen at that moment. */
  TokenBucket refilled(Rate rate, Instant now) {
    if (!now.isAfter(at)) {
      // A clock that was set back gives nothing and takes nothing. It counts on from where it is
      // now, or nothing would go until it came back to where it was.
      return new TokenBucket(tokens, now);
    }
    double gained =
        rate.messages()
            * ((double) Duration.between(at, now).toNanos() / Math.max(1, rate.per().toNanos()));
    return new TokenBucket(Math.min(rate.messages(), tokens + gained), now);
  }
}
