package dev.imas.core.platform;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;

/** Connections to the database that work of one sort has for itself, and transactions on them. */
public final class ConnectionPool {

  private final Pool pool;

  /**
   * As the login that features use, which sees one tenant at a time.
   *
   * @param name of the connections in the database's list
   * @param size the most connections
   * @param statementTimeout after which the database ends a statement
   */
  public ConnectionPool(Database database, String name, int size, Duration statementTimeout) {
    this.pool = database.pool(DatabaseConfig.Login.APP, name, size, statementTimeout);
  }

  public Transactions transactions() {
    return new Transactions(pool);
  }

  /** See {@link Transactions#forSearches(Pool)}. */
  public Transactions searches() {
    return Transactions.forSearches(pool);
  }

  /** See {@link Transactions#forSearches(Pool, Turns)}. */
  public Transactions searches(Permits turns) {
    return Transactions.forSearches(pool, turns);
  }

  /** Fails if the database does not answer. */
  public Future<Void> ask() {
    return pool.query("SELECT 1").execute().mapEmpty();
  }

  public Future<Void> close() {
    return pool.close();
  }
}
