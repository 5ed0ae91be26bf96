package dev.imas.core.platform;

import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;

/**
 * An open transaction inside one tenant. Repositories take it and run their SQL on it; everyone
 * else only passes it on. It ends when the work given to {@link Transactions#run} ends; keep no
 * reference past that.
 */
public final class Tx {

  private final SqlConnection connection;
  private final List<Runnable> afterCommit = new ArrayList<>();

  Tx(SqlConnection connection) {
    this.connection = connection;
  }

  /** For repositories alone. */
  public SqlConnection connection() {
    return connection;
  }

  /**
   * Has this done once the transaction is committed, and not at all when it is rolled back. For
   * hints to others that there is work: a process that ends in between loses them.
   */
  public void afterCommit(Runnable hint) {
    afterCommit.add(hint);
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }
}
