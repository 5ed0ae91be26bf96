package dev.imas.notifier.event;

import dev.imas.core.work.RetrySchedule;
import dev.imas.notifier.channel.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What follows an attempt to post an event. Pure: randomness comes in as a number.
 *
 * <p>Nobody waits for an event as for a page, and each one counts. So it is tried for a day, while
 * the whole subscription rests after a failure: what fails for one event mostly fails for all.
 */
final class EventRetry {

  private static final RetrySchedule SCHEDULE =
      RetrySchedule.of(Duration.ofSeconds(10), Duration.ofMinutes(15))
          .grantingUpTo(Duration.ofHours(1))
          .lasting(Duration.ofHours(24));

  private EventRetry() {}

  /**
   * @param status of the event from now on
   * @param pause until the next attempt
   * @param rest of the whole subscription; null: none
   */
  record Verdict(Status status, Duration pause, @Nullable Duration rest) {}

  enum Status {
    SENT,
    DEAD,
    PENDING
  }

  /**
   * @param dice from 0 (inclusive) to 1
   */
  static Verdict of(Outcome outcome, EventPost post, Instant now, double dice) {
    return switch (outcome) {
      case Outcome.Accepted accepted -> new Verdict(Status.SENT, Duration.ZERO, null);
      // What is wrong with this event may be right with the next.
      case Outcome.Refused refused -> new Verdict(Status.DEAD, Duration.ZERO, null);
      case Outcome.MayHeal refused -> again(post, null, now, dice);
      case Outcome.Retry retry -> again(post, retry.retryAfter(), now, dice);
      case Outcome.Deferred deferred -> throw new IllegalArgumentException("was no attempt");
    };
  }

  private static Verdict again(EventPost post, @Nullable Duration asked, Instant now, double dice) {
    Duration rest = SCHEDULE.atLeast(SCHEDULE.pause(post.failures(), dice), asked);
    Duration wait = SCHEDULE.atLeast(SCHEDULE.pause(post.attempt() - 1, dice), rest);
    boolean isOver = SCHEDULE.isOver(post.queuedAt(), now);
    return new Verdict(isOver ? Status.DEAD : Status.PENDING, wait, rest);
  }
}
