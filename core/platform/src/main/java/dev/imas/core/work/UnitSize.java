package dev.imas.core.work;

import dev.imas.core.platform.DatabaseFailure;

/**
 * How many rows the next unit takes, and what follows when one fails: halved until the culprit is
 * alone, doubled again as units succeed. Claims come in one order, so a smaller claim is the first
 * part of the one that failed. Pure.
 */
final class UnitSize {

  /** What to do after a failure. */
  enum Verdict {
    /** The same at once. */
    AGAIN,
    /** The same, when the loop is woken. */
    LATER,
    /** At once, with fewer rows. */
    SMALLER,
    /** The row failed alone: it has to wait, the others go on. */
    PUT_OFF
  }

  private static final int PATIENCE_WHEN_OVERTAKEN = 5;

  private final int most;
  private int size;
  private int overtaken;

  UnitSize(int most) {
    this.most = most;
    this.size = most;
  }

  int rows() {
    return size;
  }

  void succeeded() {
    size = Math.min(most, size * 2);
    overtaken = 0;
  }

  /** What made units fail is out of the way. */
  void culpritGone() {
    size = most;
  }

  /**
   * @param rows of the unit that failed, perhaps fewer than were asked for; 0 when it failed before
   *     it had any
   */
  Verdict failed(Throwable cause, int rows) {
    if (cause instanceof Overtaken && overtaken < PATIENCE_WHEN_OVERTAKEN) {
      overtaken++;
      return Verdict.AGAIN;
    }
    if (rows == 0 || DatabaseFailure.of(cause).passes()) {
      return Verdict.LATER;
    }
    if (rows == 1) {
      return Verdict.PUT_OFF;
    }
    size = Math.max(1, Math.min(size, rows) / 2);
    return Verdict.SMALLER;
  }
}
