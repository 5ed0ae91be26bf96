package dev.imas.core.intake;

import dev.imas.core.platform.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs VACUUM on the outbox. A claim searches for the oldest row, past everything deleted since the
 * last vacuum. Autovacuum comes once a minute, in a storm after a million rows. Bound to the
 * context of its verticle.
 */
final class OutboxSweep {

  private static final Logger log = LoggerFactory.getLogger(OutboxSweep.class);

  /** The deleted rows that are worth a vacuum: a hundred pages of the index. */
  static final int WORTH_IT = 20_000;

  // Truncating would lock the gateways out. If another core is vacuuming already, there is nothing
  // to do.
  private static final String SWEEP =
      "VACUUM (SKIP_LOCKED, TRUNCATE false, PROCESS_TOAST false) imas.outbox";

  private final Transactions transactions;
  private int deleted;
  private boolean sweeping;

  OutboxSweep(Transactions transactions) {
    this.transactions = transactions;
  }

  void followed(int rows) {
    deleted += rows;
    if (deleted < WORTH_IT || sweeping) {
      return;
    }
    deleted = 0;
    sweeping = true;
    transactions
        .outside(SWEEP)
        .onFailure(e -> log.debug("The outbox cannot be vacuumed; autovacuum will do it", e))
        .onComplete(done -> sweeping = false);
  }
}
