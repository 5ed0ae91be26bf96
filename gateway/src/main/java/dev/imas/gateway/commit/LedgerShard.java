package dev.imas.gateway.commit;

/**
 * Which of the ledger's rows of a minute the next batch adds to. A committer adds to rows of its
 * own. PostgreSQL keeps each version of a row for as long as some transaction that is older is open
 * (a dump, a session left open), and each change walks over those before: so a committer takes
 * another row after every {@value #BATCHES} batches. One that commits seldom has one row a minute.
 * Bound to one event loop.
 */
final class LedgerShard {

  static final int BATCHES = 1_000;
  private static final int SLICES = 64;

  /** The committer's number stands below. */
  private static final int SLICE_SHIFT = 16;

  private final int committer;
  private long batches;

  /**
   * @param committer from 0 to 65,535
   */
  LedgerShard(int committer) {
    this.committer = committer;
  }

  int next() {
    long slice = batches++ / BATCHES % SLICES;
    return (int) slice << SLICE_SHIFT | committer;
  }
}
