package dev.imas.core.platform;

import io.vertx.sqlclient.SqlConnection;

/**
 * An open transaction inside one tenant. Repositories take it and run their SQL on it; everyone
 * else only passes it on. It ends when the work given to {@link Transactions#run} ends; keep no
 * reference past that.
 */
public final class Tx {

  private final SqlConnection connection;

  Tx(SqlConnection connection) {
    this.connection = connection;
  }

  /** For repositories alone. */
  public SqlConnection connection() {
    return connection;
  }
}
