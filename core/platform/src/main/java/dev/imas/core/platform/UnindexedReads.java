package dev.imas.core.platform;

import dev.imas.core.model.TenantId;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.Function;

/**
 * Reads that no index serves. Each has a timeout, and few run at once, so that no other read has to
 * wait for them, whether of this tenant or another.
 */
public final class UnindexedReads {

  private static final String LIMIT = "SELECT set_config('statement_timeout', $1, true)";

  private final Transactions transactions;
  private final Permits turns;
  private final Duration longest;

  /**
   * @param longest the timeout after which PostgreSQL cancels a statement
   */
  public UnindexedReads(Transactions transactions, Permits turns, Duration longest) {
    this.transactions = transactions;
    this.turns = turns;
    this.longest = longest;
  }

  /**
   * Runs the work in a transaction of its own, as soon as its turn comes. Only on a virtual thread.
   *
   * @param rows what it reads, in words, for the problem's detail
   * @param narrowedBy the parameters that an index serves, in words, for the problem's detail
   * @throws Fault UNAVAILABLE when no turn comes in time, or when a statement takes too long
   */
  public <T> T call(TenantId tenant, String rows, String narrowedBy, Function<Tx, T> work) {
    turns.take(tenant).await();
    try {
      return transactions.call(
          tenant,
          tx -> {
            limit(tx);
            return work.apply(tx);
          });
    } catch (RuntimeException e) {
      throw explained(e, rows, narrowedBy);
    } finally {
      turns.done(tenant);
    }
  }

  private void limit(Tx tx) {
    tx.connection()
        .preparedQuery(LIMIT)
        .execute(Tuple.of(Long.toString(longest.toMillis())))
        .await();
  }

  private RuntimeException explained(RuntimeException failure, String rows, String narrowedBy) {
    return DatabaseFailure.of(failure) == DatabaseFailure.CANCELLED
        ? Fault.unavailable(
            "reading so many "
                + rows
                + " takes longer than "
                + longest.toMillis()
                + " ms; add "
                + narrowedBy
                + " to the filter, or try again later",
            5)
        : failure;
  }
}
