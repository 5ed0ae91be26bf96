package dev.imas.gateway.commit;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many batches of one process are in the database at once. What has to wait for its turn grows
 * meanwhile: on few processors fewer and larger batches cost less than many small ones, as most of
 * a small batch's cost is its commit. Shared by the event loops; those that wait take turns in the
 * order in which they asked.
 */
public final class CommitTurns {

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int free;

  /**
   * @param atOnce at least 1
   */
  public CommitTurns(int atOnce) {
    this.free = atOnce;
  }

  /**
   * Takes a turn where one is free.
   *
   * @param later is run once, on any thread, when the turn comes, where none is free now; never
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

  /** Passes a turn that was taken on to who waits for longest. */
  void giveBack() {
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
