package dev.imas.gateway.commit;

/**
 * The ledger row of a minute that the next batch adds to. Each committer has rows of its own.
 * PostgreSQL keeps every version of a row while an older transaction is open, such as a dump or a
 * session somebody left open. Each update then walks over those versions. So a committer takes
 * another row after every {@value #BATCHES} batches. One that commits rarely has one row a minute.
 * Bound to one event loop.
 */
final class LedgerShard {

  static final int BATCHES = 1_000;
  private static final int SLICES = 64;

  /** The bits below hold the committer's number. */
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
