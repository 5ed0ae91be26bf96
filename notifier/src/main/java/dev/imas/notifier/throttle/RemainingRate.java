package dev.imas.notifier.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * What is left of a {@link Rate} at a moment. Immutable.
 *
 * @param tokens one per message
 * @param at the moment to which they apply
 */
public record RemainingRate(double tokens, Instant at) {

  public static RemainingRate full(Rate rate, Instant now) {
    return new RemainingRate(rate.messages(), now);
  }

  /** How many messages may be sent now. */
  public int available(Rate rate, Instant now) {
    return rate.unlimited() ? Integer.MAX_VALUE : (int) refilled(rate, now).tokens;
  }

  /**
   * Counts a message that was sent. It may go below zero; the next messages then wait for that too.
   */
  public RemainingRate take(Rate rate, Instant now) {
    if (rate.unlimited()) {
      return this;
    }
    RemainingRate refilled = refilled(rate, now);
    return new RemainingRate(refilled.tokens - 1, refilled.at);
  }

  /** Gives back the token of a message that was not sent. */
  public RemainingRate giveBack(Rate rate) {
    return new RemainingRate(Math.min(rate.messages(), tokens + 1), at);
  }

  public boolean isFull(Rate rate, Instant now) {
    return rate.unlimited() || refilled(rate, now).tokens >= rate.messages();
  }

  /** The same bucket at that moment. */
  RemainingRate refilled(Rate rate, Instant now) {
    if (!now.isAfter(at)) {
      // A clock that was set back adds and removes nothing. Counting continues from the new time;
      // otherwise nothing would be sent until the clock reached the old one.
      return new RemainingRate(tokens, now);
    }
    double gained =
        rate.messages()
            * ((double) Duration.between(at, now).toNanos() / Math.max(1, rate.per().toNanos()));
    return new RemainingRate(Math.min(rate.messages(), tokens + gained), now);
  }
}
