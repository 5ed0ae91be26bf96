package dev.imas.core.load;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One sender's connections on one event loop, and the posts they must send. */
final class SenderPool {

  /** How many seconds' worth of posts may wait for a free connection, within the limits below. */
  private static final double QUEUED_SECONDS = 10;

  private static final long LONGEST_QUEUE = 100_000;
  private static final long SHORTEST_QUEUE = 1_000;

  private final RequestWriter writer;
  private final double rateShare;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private @Nullable Arrivals arrivals;
  private boolean closedLoop;
  private long end;

  /**
   * @param rateShare the share that these connections have of the whole storm's rate
   */
  SenderPool(RequestWriter writer, double rateShare) {
    this.writer = writer;
    this.rateShare = rateShare;
  }

  RequestWriter writer() {
    return writer;
  }

  void start(Phase phase, long start) {
    long now = System.nanoTime();
    end = start + phase.duration().toNanos();
    closedLoop = !phase.isOpenLoop();
    if (closedLoop) {
      arrivals = null;
      while (!idle.isEmpty()) {
        idle.remove().send(now);
      }
    } else {
      double rate = phase.rate() * rateShare;
      long bound = Math.clamp((long) (rate * QUEUED_SECONDS), SHORTEST_QUEUE, LONGEST_QUEUE);
      arrivals = new Arrivals(new PostSchedule(rate, phase.ramp().toNanos()), start, end, bound);
      pump(now);
    }
  }

  /** A connection is free: it posts at once, or waits. */
  void offer(Connection connection, long now) {
    if (closedLoop && now < end) {
      connection.send(now);
      return;
    }
    long due = arrivals == null ? Arrivals.NONE : arrivals.take(now);
    if (due == Arrivals.NONE) {
      idle.add(connection);
    } else {
      connection.send(due);
    }
  }

  void lost(Connection connection) {
    idle.remove(connection);
  }

  /**
   * Sends the posts that are due, as long as connections are free.
   *
   * @return when to call it again; {@link Arrivals#NONE} if no post remains
   */
  long pump(long now) {
    Arrivals due = arrivals;
    if (due == null) {
      return Arrivals.NONE;
    }
    while (!idle.isEmpty()) {
      long at = due.take(now);
      if (at == Arrivals.NONE) {
        break;
      }
      idle.remove().send(at);
    }
    return due.nextDue();
  }

  boolean isWithin(long now) {
    return now <= end;
  }

  /** The number of posts that wait for a connection. */
  long waiting(long now) {
    return arrivals == null ? 0 : arrivals.waiting(now);
  }

  void giveUp(long now) {
    if (arrivals != null) {
      arrivals.giveUp(now);
    }
  }

  long notSent() {
    return arrivals == null ? 0 : arrivals.notSent();
  }

  long longestQueue() {
    return arrivals == null ? 0 : arrivals.longestQueue();
  }
}
