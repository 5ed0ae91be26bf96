package dev.imas.core.dora;

import java.time.Duration;
import java.time.Instant;

/**
 * A commit that a rollout brought to production for the first time. Pure.
 *
 * @param place among the listed commits of the push
 */
record Commit(Rollout rollout, PushRecord push, int place) {

  /** Whether it counts for the lead time, and if not, why. */
  enum Counted {
    YES,
    WITHOUT_TIME,
    /** It was written after it was deployed, by its own clock. */
    NEGATIVE
  }

  Counted counted() {
    if (push.committedAt(place) == PushRecord.UNKNOWN) {
      return Counted.WITHOUT_TIME;
    }
    return millis() < 0 ? Counted.NEGATIVE : Counted.YES;
  }

  /** Whole seconds from the commit to the end of its rollout; only of one that counts. */
  long seconds() {
    return Duration.ofMillis(millis()).toSeconds();
  }

  Instant committedAt() {
    return Instant.ofEpochMilli(push.committedAt(place));
  }

  private long millis() {
    return rollout.finishedAt().toEpochMilli() - push.committedAt(place);
  }
}
