package dev.imas.gateway.commit;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A semaphore on the batches that one process has in the database at once. While a batch waits for
 * a permit, more alerts join it. With few processors, fewer and larger batches are cheaper, because
 * most of a small batch's cost is its commit. Shared by the event loops; permits are given in the
 * order in which they were asked for.
 */
public final class CommitPermits {

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int free;

  /**
   * @param atOnce the number of permits, at least 1
   */
  public CommitPermits(int atOnce) {
    this.free = atOnce;
  }

  /**
   * Takes a permit if one is free.
   *
   * @param later if none is free, runs once, on any thread, when the caller gets one; it never runs
   *     when true is returned
   */
  synchronized boolean take(Runnable later) {
    if (free > 0) {
      free--;
      return true;
    }
    waiting.add(later);
    return false;
  }

  /** Returns a permit; it goes to whoever has waited longest. */
  void release() {
    Runnable next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        free++;
      }
    }
    if (next != null) {
      next.run();
    }
  }
}
