package dev.imas.core.platform;

import dev.imas.core.model.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.Function;

/**
 * Reads that no index serves. Each is bounded in time, and few of them run at once, so that neither
 * another tenant nor the same one's other reads wait for them. Any thread.
 */
public final class UnindexedReads {

  private static final String LIMIT = "SELECT set_config('statement_timeout', $1, true)";

  private final Transactions transactions;
  private final Turns turns;
  private final Duration longest;

  /**
   * @param longest after which PostgreSQL cancels one of their statements
   */
  public UnindexedReads(Transactions transactions, Turns turns, Duration longest) {
    this.transactions = transactions;
    this.turns = turns;
    this.longest = longest;
  }

  /**
   * Runs the work in a transaction of its own, when there is room.
   *
   * @param rows what it reads, in words
   * @param narrowedBy the parameters that an index serves, in words
   * @return failed with a {@link Fault} of kind UNAVAILABLE when there is no room in time, or when
   *     a statement takes too long
   */
  public <T> Future<T> run(
      TenantId tenant, String rows, String narrowedBy, Function<Tx, Future<T>> work) {
    return turns
        .take(tenant)
        .compose(
            turn ->
                transactions
                    .run(tenant, tx -> limit(tx).compose(set -> work.apply(tx)))
                    .recover(failure -> Future.failedFuture(explained(failure, rows, narrowedBy)))
                    .onComplete(done -> turns.done(tenant)));
  }

  private Future<Void> limit(Tx tx) {
    return tx.connection()
        .preparedQuery(LIMIT)
        .execute(Tuple.of(Long.toString(longest.toMillis())))
        .mapEmpty();
  }

  private Throwable explained(Throwable failure, String rows, String narrowedBy) {
    return DatabaseFailure.of(failure) == DatabaseFailure.CANCELLED
        ? Fault.unavailable(
            "reading so many "
                + rows
                + " takes longer than "
                + longest.toMillis()
                + " ms; add "
                + narrowedBy
                + " to the filter, or ask again when less is done",
            5)
        : failure;
  }
}
