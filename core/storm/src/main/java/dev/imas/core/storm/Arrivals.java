package dev.imas.core.storm;

/**
 * The posts of a schedule that are due and not yet taken. Who comes late takes the oldest, with the
 * time at which it was due. At most a bound of them wait: beyond it the oldest is given up, and
 * counted. Not safe for several threads.
 */
final class Arrivals {

  /** Nothing is due. */
  static final long NONE = Long.MIN_VALUE;

  private final Schedule schedule;
  private final long start;
  private final long end;
  private final long bound;
  private long taken;
  private long notSent;
  private long longestQueue;

  /**
   * @param start of the schedule, as {@link System#nanoTime}
   * @param end after which nothing more becomes due
   */
  Arrivals(Schedule schedule, long start, long end, long bound) {
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

  /** How many are due and not taken, after those beyond the bound are given up. */
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

  /** When the next one becomes due, or {@link #NONE} when none does any more. */
  long nextDue() {
    long next = start + schedule.dueAt(taken);
    return next >= end ? NONE : next;
  }

  /** Gives up whatever still waits. */
  void giveUp(long now) {
    long waiting = waiting(now);
    notSent += waiting;
    taken += waiting;
  }

  /** How many were given up, over the bound or at the end. */
  long notSent() {
    return notSent;
  }

  long longestQueue() {
    return longestQueue;
  }
}
