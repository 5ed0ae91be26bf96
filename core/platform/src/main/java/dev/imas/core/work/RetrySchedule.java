package dev.imas.core.work;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When something that failed is tried again, and when it is given up. Pure: time and randomness
 * come in as arguments.
 *
 * @param pauses between attempts
 * @param longestAsked the longest pause that somebody else can ask for; a longer one is cut to this
 * @param mostAttempts after which it is given up
 * @param triedFor after which it is given up
 */
public record RetrySchedule(
    Backoff pauses, Duration longestAsked, int mostAttempts, Duration triedFor) {

  /** Whatever this is compared with is shorter. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** Pauses that double from the first to the longest, without an end. */
  public static RetrySchedule of(Duration first, Duration longest) {
    return new RetrySchedule(new Backoff(first, longest), FOR_EVER, Integer.MAX_VALUE, FOR_EVER);
  }

  /** The same, of which nobody can ask to wait longer. */
  public RetrySchedule grantingUpTo(Duration asked) {
    return new RetrySchedule(pauses, asked, mostAttempts, triedFor);
  }

  /** The same, up to so many attempts. */
  public RetrySchedule upTo(int attempts) {
    return new RetrySchedule(pauses, longestAsked, attempts, triedFor);
  }

  /** The same, for so long. */
  public RetrySchedule lasting(Duration time) {
    return new RetrySchedule(pauses, longestAsked, mostAttempts, time);
  }

  /**
   * The pause after a failure.
   *
   * @param failures before this one
   */
  public Duration pause(int failures) {
    return pauses.after(failures);
  }

  /**
   * The same, up to a fifth more or less.
   *
   * @param dice from 0 (inclusive) to 1
   */
  public Duration pause(int failures, double dice) {
    return pauses.after(failures, dice);
  }

  /**
   * The longer of a pause of ours and what somebody asks for.
   *
   * @param asked null for nothing
   */
  public Duration atLeast(Duration ours, @Nullable Duration asked) {
    if (asked == null) {
      return ours;
    }
    Duration granted = granted(asked);
    return granted.compareTo(ours) > 0 ? granted : ours;
  }

  /** As much of a pause as is granted to whoever asks for it. */
  public Duration granted(Duration asked) {
    return asked.compareTo(longestAsked) < 0 ? asked : longestAsked;
  }

  /**
   * Whether no attempt follows this one.
   *
   * @param attempt 1 for the first
   */
  public boolean isLast(int attempt) {
    return attempt >= mostAttempts;
  }

  /**
   * Whether it was tried for long enough.
   *
   * @param since when it was first due
   */
  public boolean isOver(Instant since, Instant now) {
    return Duration.between(since, now).compareTo(triedFor) >= 0;
  }
}
