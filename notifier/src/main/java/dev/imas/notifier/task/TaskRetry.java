package dev.imas.notifier.task;

import dev.imas.core.work.RetrySchedule;
import dev.imas.notifier.channel.TaskEnd;
import java.time.Duration;
import java.time.Instant;

/** When a task is tried again, and when it is given up. Pure. */
final class TaskRetry {

  static final int MOST_ATTEMPTS = 10;

  /** A provider that is left alone costs no attempts, but nobody waits for more than a day. */
  static final Duration LONGEST = Duration.ofHours(24);

  private final RetrySchedule schedule;

  /**
   * @param first wait before the first retry; doubles with each
   */
  TaskRetry(Duration first) {
    this.schedule =
        RetrySchedule.of(first, Duration.ofMinutes(15))
            .grantingUpTo(Duration.ofHours(1))
            .upTo(MOST_ATTEMPTS)
            .lasting(LONGEST);
  }

  /** What follows. */
  sealed interface Next {
    /**
     * @param counts whether it was an attempt
     */
    record Again(Duration after, boolean counts) implements Next {}

    record GiveUp(String reason) implements Next {}
  }

  Next after(TaskEnd.Later later, int attempt, Instant createdAt, Instant now) {
    if (later.hasTried() && schedule.isLast(attempt)) {
      return new Next.GiveUp(later.reason() + " (gave up after " + attempt + " attempts)");
    }
    if (schedule.isOver(createdAt, now)) {
      return new Next.GiveUp(later.reason() + " (gave up after " + LONGEST.toHours() + " hours)");
    }
    return new Next.Again(pause(later, attempt), later.hasTried());
  }

  private Duration pause(TaskEnd.Later later, int attempt) {
    Duration asked = later.asked();
    if (later.hasTried()) {
      return schedule.atLeast(schedule.pause(attempt - 1), asked);
    }
    return asked == null || asked.isNegative() ? schedule.pause(0) : schedule.granted(asked);
  }
}
