package dev.imas.core.platform;

import dev.imas.core.model.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.TransactionRollbackException;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in a transaction of one tenant: row-level security lets it see only that tenant's rows.
 * It commits when the work's future succeeds, and rolls back when it fails. Safe from any context.
 */
public final class Transactions {

  private static final String ENTER_TENANT = "SELECT set_config('imas.tenant', $1, true)";

  private static final String ENTER_TENANT_TO_SEARCH =
      "SELECT set_config('imas.tenant', $1, true),"
          + " set_config('plan_cache_mode', 'force_custom_plan', true),"
          + " set_config('enable_seqscan', 'on', true)";

  private static final String ENTER_TENANT_PLANNED_ONCE =
      "SELECT set_config('imas.tenant', $1, true),"
          + " set_config('plan_cache_mode', 'force_generic_plan', true)";

  private static final int MOST_TRIES = 5;

  /**
   * What is done at the end of each transaction that somebody opens in this scope, and in that
   * transaction: it commits both or neither.
   */
  public static final ScopedValue<Function<Tx, Future<Void>>> AT_END = ScopedValue.newInstance();

  private final Pool pool;
  private final String enterTenant;
  private final @Nullable Permits turns;

  public Transactions(Pool pool) {
    this(pool, ENTER_TENANT, null);
  }

  private Transactions(Pool pool, String enterTenant, @Nullable Permits turns) {
    this.pool = pool;
    this.enterTenant = enterTenant;
    this.turns = turns;
  }

  /**
   * For statements with many filters of which few are set. PostgreSQL plans each for its values,
   * since a generic plan would read whole tables to find one row. Only here may it choose to read a
   * whole table.
   */
  public static Transactions forSearches(Pool pool) {
    return new Transactions(pool, ENTER_TENANT_TO_SEARCH, null);
  }

  /**
   * The same, with a limit: no tenant uses more of the pool than its share. A caller that waits too
   * long gets a {@link Fault} of kind UNAVAILABLE.
   */
  public static Transactions forSearches(Pool pool, Permits turns) {
    return new Transactions(pool, ENTER_TENANT_TO_SEARCH, turns);
  }

  /**
   * On the same pool and with the same limit, for statements that are asked often, each of which
   * has an index for its every condition: PostgreSQL plans them once in a connection.
   */
  public Transactions plannedOnce() {
    return new Transactions(pool, ENTER_TENANT_PLANNED_ONCE, turns);
  }

  public <T> Future<T> run(TenantId tenant, Function<Tx, Future<T>> work) {
    return AT_END.isBound() ? inTurn(tenant, ending(work, AT_END.get())) : inTurn(tenant, work);
  }

  private static <T> Function<Tx, Future<T>> ending(
      Function<Tx, Future<T>> work, Function<Tx, Future<Void>> atEnd) {
    return tx -> work.apply(tx).compose(result -> atEnd.apply(tx).map(ended -> result));
  }

  private <T> Future<T> inTurn(TenantId tenant, Function<Tx, Future<T>> work) {
    Permits inTurn = turns;
    return inTurn == null
        ? runNow(tenant, work)
        : inTurn
            .take(tenant)
            .compose(turn -> runNow(tenant, work).onComplete(done -> inTurn.done(tenant)));
  }

  /**
   * Does the same in blocking style, only on a virtual thread. The work awaits each of its
   * statements, and the caller awaits the result.
   */
  public <T> T call(TenantId tenant, Function<Tx, T> work) {
    return run(tenant, tx -> Future.succeededFuture(work.apply(tx))).await();
  }

  /**
   * As {@link #call}, and again, in a transaction of its own, where PostgreSQL ended it because it
   * and another waited for each other: {@value #MOST_TRIES} times in all. The work must leave
   * nothing outside of the transaction.
   */
  public <T> T insist(TenantId tenant, Function<Tx, T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return call(tenant, work);
      } catch (RuntimeException e) {
        if (tries == MOST_TRIES || DatabaseFailure.of(e) != DatabaseFailure.CONFLICT) {
          throw e;
        }
      }
    }
  }

  /** As {@link #insist}, for work that does not await its statements. */
  public <T> Future<T> runInsisting(TenantId tenant, Function<Tx, Future<T>> work) {
    // Bound for this call alone, and a later try is another.
    Function<Tx, Future<T>> whole = AT_END.isBound() ? ending(work, AT_END.get()) : work;
    return attempt(tenant, whole, 1);
  }

  private <T> Future<T> attempt(TenantId tenant, Function<Tx, Future<T>> work, int tries) {
    return inTurn(tenant, work)
        .recover(
            e ->
                tries == MOST_TRIES || DatabaseFailure.of(e) != DatabaseFailure.CONFLICT
                    ? Future.failedFuture(e)
                    : attempt(tenant, work, tries + 1));
  }

  /**
   * The tenant is set in the same round trip as the work's first statement, which PostgreSQL runs
   * after it. If setting the tenant fails, the transaction is aborted, and the statement with it.
   */
  private <T> Future<T> runNow(TenantId tenant, Function<Tx, Future<T>> work) {
    return runUnbound(
        tx -> {
          Future<Void> entered = enter(tx, tenant);
          Future<T> done = work.apply(tx);
          return Future.join(entered, done)
              .transform(ended -> entered.failed() ? Future.failedFuture(entered.cause()) : done);
        });
  }

  /**
   * Ignores failures of the connection between two statements, since the next statement reports
   * them. Without a handler Vert.x would print them to stderr, and so it would if the connection
   * broke before the transaction has begun.
   */
  private static Tx begun(SqlConnection connection) {
    connection.exceptionHandler(toldByTheNext -> {});
    return new Tx(connection);
  }

  /**
   * Runs work that has no tenant at first: a claim function, which returns rows with their tenants.
   * The work then enters a tenant with {@link #enter(Tx, TenantId)}.
   */
  public <T> Future<T> runUnbound(Function<Tx, Future<T>> work) {
    return pool.getConnection()
        .compose(
            connection -> {
              Tx tx = begun(connection);
              return connection
                  .begin()
                  .compose(transaction -> ended(transaction, work, tx))
                  .onComplete(done -> connection.close())
                  .onSuccess(committed -> tx.committed());
            });
  }

  /**
   * Runs statements that have no tenant and do not need each other: each is a transaction by
   * itself, without the two round trips of a beginning and an end.
   */
  public <T> Future<T> autocommit(Function<Tx, Future<T>> work) {
    return pool.getConnection()
        .compose(
            connection -> {
              Tx tx = begun(connection);
              return Future.<T>future(done -> work.apply(tx).onComplete(done))
                  .onComplete(done -> connection.close())
                  .onSuccess(committed -> tx.committed());
            });
  }

  private static <T> Future<T> ended(Transaction transaction, Function<Tx, Future<T>> work, Tx tx) {
    // What the work throws is a failure like any other.
    return Future.<T>future(done -> work.apply(tx).onComplete(done))
        .compose(
            result -> transaction.commit().map(result),
            cause ->
                cause instanceof TransactionRollbackException
                    ? Future.failedFuture(cause)
                    : transaction.rollback().transform(rolledBack -> Future.failedFuture(cause)));
  }

  /** Runs a statement that PostgreSQL accepts only outside of transactions. */
  public Future<Void> outside(String statement) {
    return pool.query(statement).execute().mapEmpty();
  }

  /** From here on the transaction sees this tenant's rows. */
  public Future<Void> enter(Tx tx, TenantId tenant) {
    tx.entered(tenant);
    return tx.connection()
        .preparedQuery(enterTenant)
        .execute(Tuple.of(tenant.toString()))
        .mapEmpty();
  }
}
