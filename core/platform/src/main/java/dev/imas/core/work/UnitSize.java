package dev.imas.core.work;

import dev.imas.core.platform.DatabaseFailure;

/**
 * How many rows the next unit takes, and what follows when one fails. The size is halved until the
 * failing row is alone, and doubled again as units succeed. A unit that was too large is reduced to
 * the part that is not, and the size stays while units are large. Claims have a fixed order, so a
 * smaller claim is the first part of the one that failed. Pure.
 */
final class UnitSize {

  /** What to do after a failure. */
  enum Verdict {
    /** Retry at once. */
    AGAIN,
    /** Retry when the loop is woken. */
    LATER,
    /** Retry at once, with fewer rows. */
    SMALLER,
    /** The row failed alone: defer it, and go on with the others. */
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

  /**
   * @param isLarge whether one of twice the size might be too large
   */
  void succeeded(boolean isLarge) {
    if (!isLarge) {
      size = Math.min(most, size * 2);
    }
    overtaken = 0;
  }

  /** The failing row is deferred, so units may have full size again. */
  void culpritGone() {
    size = most;
  }

  /**
   * @param rows how many rows the failed unit had, perhaps fewer than it asked for; 0 if it failed
   *     before it had any
   */
  Verdict failed(Throwable cause, int rows) {
    if (cause instanceof Overtaken && overtaken < PATIENCE_WHEN_OVERTAKEN) {
      overtaken++;
      return Verdict.AGAIN;
    }
    if (cause instanceof TooLarge tooLarge && rows > 1) {
      size = Math.clamp((long) (rows * tooLarge.part()), 1, rows - 1);
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
