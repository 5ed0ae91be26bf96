package dev.imas.notifier.room;

import dev.imas.notifier.channel.RoomEnd;
import java.time.Duration;
import java.time.Instant;

/**
 * When a room's task is tried again, and when it is given up. Pure.
 *
 * @param first wait before the first retry; doubles with each
 */
record RoomRetry(Duration first) {

  static final int MOST_ATTEMPTS = 10;

  /** A provider that is left alone costs no attempts, but nobody needs a room a day later. */
  static final Duration LONGEST = Duration.ofHours(24);

  private static final Duration CEILING = Duration.ofMinutes(15);
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);

  /** What follows. */
  sealed interface Next {
    /**
     * @param counts whether it was an attempt
     */
    record Again(Duration after, boolean counts) implements Next {}

    record GiveUp(String reason) implements Next {}
  }

  Next after(RoomEnd.Later later, int attempt, Instant createdAt, Instant now) {
    if (later.hasTried() && attempt >= MOST_ATTEMPTS) {
      return new Next.GiveUp(later.reason() + " (gave up after " + attempt + " attempts)");
    }
    if (Duration.between(createdAt, now).compareTo(LONGEST) > 0) {
      return new Next.GiveUp(later.reason() + " (gave up after " + LONGEST.toHours() + " hours)");
    }
    Duration own = later.hasTried() ? grown(attempt) : first;
    Duration asked = later.asked();
    if (asked == null || asked.isNegative()) {
      return new Next.Again(own, later.hasTried());
    }
    Duration cut = asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
    return new Next.Again(later.hasTried() && own.compareTo(cut) > 0 ? own : cut, later.hasTried());
  }

  private Duration grown(int attempt) {
    Duration wait = first.multipliedBy(1L << Math.min(attempt - 1, 20));
    return wait.compareTo(CEILING) < 0 ? wait : CEILING;
  }
}
