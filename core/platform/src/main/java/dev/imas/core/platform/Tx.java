package dev.imas.core.platform;

import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;

/**
 * An open transaction inside one tenant. Repositories run their SQL on it; all others only pass it
 * on. It ends when the work given to {@link Transactions#run} ends, so keep no reference after
 * that.
 */
public final class Tx {

  private final SqlConnection connection;
  private final List<Runnable> afterCommit = new ArrayList<>();

  Tx(SqlConnection connection) {
    this.connection = connection;
  }

  /** Only for repositories. */
  public SqlConnection connection() {
    return connection;
  }

  /**
   * Runs a hint after the transaction has committed, and never if it is rolled back. Only for hints
   * that there is work: a process that ends in between loses them.
   */
  public void afterCommit(Runnable hint) {
    afterCommit.add(hint);
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }
}
