package dev.imas.core.intake;

/**
 * How many rows the next unit takes: halved when one fails, until the culprit is alone, doubled
 * again as units succeed. Claims come in one order, so a smaller claim is the first part of the one
 * that failed.
 */
final class BatchSize {

  private final int most;
  private int size;

  BatchSize(int most) {
    this.most = most;
    this.size = most;
  }

  int rows() {
    return size;
  }

  void succeeded() {
    size = Math.min(most, size * 2);
  }

  /** What made units fail is out of the way. */
  void culpritGone() {
    size = most;
  }

  /**
   * @param rows of the unit that failed; perhaps fewer than were asked for
   */
  void failed(int rows) {
    size = Math.max(1, Math.min(size, rows) / 2);
  }
}
