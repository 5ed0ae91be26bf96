package dev.imas.core.load;

/**
 * The posts of a schedule that are due and not yet taken. A late connection takes the oldest, with
 * the time at which it was due. Only a limited number of posts wait: beyond the limit the oldest is
 * dropped and counted. Not thread-safe.
 */
final class Arrivals {

  /** Nothing is due. */
  static final long NONE = Long.MIN_VALUE;

  private final PostSchedule schedule;
  private final long start;
  private final long end;
  private final long bound;
  private long taken;
  private long notSent;
  private long longestQueue;

  /**
   * @param start the start of the schedule, as {@link System#nanoTime}
   * @param end the time after which no more posts become due
   */
  Arrivals(PostSchedule schedule, long start, long end, long bound) {
    this.schedule = schedule;
    this.start = start;
    this.end = end;
    this.bound = bound;
  }

  /**
   * @return when the post that is taken was due, or {@link #NONE}
   */
  long take(long now) {
    long waiting = waiting(now);
    if (waiting == 0) {
      return NONE;
    }
    return start + schedule.dueAt(taken++);
  }

  /** How many posts are due and not taken, after dropping those beyond the limit. */
  long waiting(long now) {
    long due = schedule.dueBy(Math.min(now, end - 1) - start);
    long waiting = due - taken;
    if (waiting > bound) {
      notSent += waiting - bound;
      taken += waiting - bound;
      waiting = bound;
    }
    longestQueue = Math.max(longestQueue, waiting);
    return waiting;
  }

  /** When the next post becomes due; {@link #NONE} if there are no more. */
  long nextDue() {
    long next = start + schedule.dueAt(taken);
    return next >= end ? NONE : next;
  }

  /** Drops all posts that still wait. */
  void giveUp(long now) {
    long waiting = waiting(now);
    notSent += waiting;
    taken += waiting;
  }

  /** How many posts were dropped, beyond the limit or at the end. */
  long notSent() {
    return notSent;
  }

  long longestQueue() {
    return longestQueue;
  }
}
