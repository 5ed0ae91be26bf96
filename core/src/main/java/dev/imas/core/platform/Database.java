package dev.imas.core.platform;

import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Opens connections to PostgreSQL as one of the restricted logins. */
public final class Database {

  private final Vertx vertx;
  private final DatabaseConfig config;

  public Database(Vertx vertx, DatabaseConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  /**
   * @param name of the pool, in metrics and as application_name
   * @param statementTimeout after which PostgreSQL itself cancels a statement, so that an answer is
   *     never given up on while its work may still commit
   */
  public Pool pool(DatabaseConfig.Login login, String name, int size, Duration statementTimeout) {
    return PgBuilder.pool()
        .using(vertx)
        .with(new NetClientOptions().setConnectTimeout(5_000).setTcpKeepAlive(true))
        .connectingTo(options(login, name, statementTimeout))
        .with(
            new PoolOptions()
                .setName(name)
                .setMaxSize(size)
                .setMaxWaitQueueSize(size * 64)
                .setConnectionTimeout(5)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS))
        .build();
  }

  /** For a connection of one's own: a committer, a listener. */
  public PgConnectOptions options(
      DatabaseConfig.Login login, String name, Duration statementTimeout) {
    DatabaseConfig as = config.as(login);
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(as.host())
            .setPort(as.port())
            .setDatabase(as.database())
            .setUser(as.user())
            .setPassword(as.password().reveal())
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(512)
            .setPipeliningLimit(16)
            .setReconnectAttempts(0);
    options.addProperty("application_name", "imas-" + name);
    options.addProperty("search_path", "imas");
    options.addProperty("statement_timeout", Long.toString(statementTimeout.toMillis()));
    options.addProperty("idle_in_transaction_session_timeout", "30000");
    switch (as.tls()) {
      case OFF -> options.setSslMode(SslMode.DISABLE);
      case REQUIRE ->
          options
              .setSslMode(SslMode.REQUIRE)
              .setSslOptions(new ClientSSLOptions().setTrustAll(true));
      case VERIFY ->
          options
              .setSslMode(SslMode.VERIFY_FULL)
              .setSslOptions(new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS"));
    }
    return options;
  }
}
