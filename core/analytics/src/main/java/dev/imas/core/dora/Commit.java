package dev.imas.core.dora;

import java.time.Instant;

/**
 * A commit that a rollout brought to production for the first time. Pure.
 *
 * @param place among the listed commits of the push
 */
record Commit(Rollout rollout, PushRecord push, int place) {

  private static final long MILLIS_OF_A_SECOND = 1_000;

  /** Whether it counts for the lead time, and if not, why. */
  enum Counted {
    YES,
    WITHOUT_TIME,
    /** It was written after it was deployed, by its own clock. */
    NEGATIVE
  }

  Counted counted() {
    return counted(endedAt(), push.committedAt(place));
  }

  /**
   * The same without an object for each commit.
   *
   * @param endedAt of the rollout, in milliseconds since 1970
   * @param committedAt likewise, or {@link PushRecord#UNKNOWN}
   */
  static Counted counted(long endedAt, long committedAt) {
    if (committedAt == PushRecord.UNKNOWN) {
      return Counted.WITHOUT_TIME;
    }
    return endedAt < committedAt ? Counted.NEGATIVE : Counted.YES;
  }

  /** Whole seconds from the commit to the end of its rollout; only of one that counts. */
  long seconds() {
    return seconds(endedAt(), push.committedAt(place));
  }

  static long seconds(long endedAt, long committedAt) {
    return (endedAt - committedAt) / MILLIS_OF_A_SECOND;
  }

  Instant committedAt() {
    return Instant.ofEpochMilli(push.committedAt(place));
  }

  private long endedAt() {
    return rollout.finishedAt().toEpochMilli();
  }
}
