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

/**
 * Opens connections to PostgreSQL as one of the restricted logins. No wait for one of them is
 * endless: to connect, to say who we are, to get one from a pool and to get an answer each have a
 * limit, after which the connection is closed and the waiting work fails.
 */
public final class Database {

  /** To connect, for each step of the handshake, and to wait for a connection of a pool. */
  private static final int CONNECT_SECONDS = 5;

  /** For bytes that the other side's kernel does not acknowledge. */
  private static final int TCP_SECONDS = 10;

  /**
   * A connection lost in the middle of a transaction leaves its locks until PostgreSQL finds out.
   */
  private static final int IDLE_IN_TRANSACTION_SECONDS = 10;

  private final Vertx vertx;
  private final DatabaseConfig config;
  private final Outage outage = new Outage(System::nanoTime);
  private final OpenConnections connections = new OpenConnections(outage);

  public Database(Vertx vertx, DatabaseConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  /** For whoever fails for want of the database, to say so in one place. */
  public Outage outage() {
    return outage;
  }

  /**
   * How long an answer is waited for: a little longer than PostgreSQL may take, so that its own
   * cancellation comes first and a connection is given up only when nothing comes at all.
   */
  public static Duration answerLimit(Duration statementTimeout) {
    long margin = Math.clamp(statementTimeout.toMillis() / 10, 250L, 2_000L);
    return statementTimeout.plusMillis(margin);
  }

  /**
   * Of a size of 1 it is a connection of one's own that opens again: a committer's, a listener's.
   *
   * @param name of the pool, in metrics and as application_name
   * @param statementTimeout after which PostgreSQL itself cancels a statement, so that an answer is
   *     never given up on while its work may still commit; a connection without an answer for
   *     {@link #answerLimit} is closed
   */
  public Pool pool(DatabaseConfig.Login login, String name, int size, Duration statementTimeout) {
    return PgBuilder.pool()
        .using(vertx)
        .with(
            new NetClientOptions()
                .setConnectTimeout(CONNECT_SECONDS * 1_000)
                // Until the connection is watched.
                .setReadIdleTimeout(CONNECT_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setTcpUserTimeout(TCP_SECONDS * 1_000)
                .setTcpKeepAlive(true))
        .connectingTo(options(login, name, statementTimeout))
        .withConnectHandler(
            opened -> {
              connections.watch(opened, name, answerLimit(statementTimeout));
              opened.close(); // into the pool
            })
        .with(
            new PoolOptions()
                .setName(name)
                .setMaxSize(size)
                .setMaxWaitQueueSize(size * 64)
                .setConnectionTimeout(CONNECT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS))
        .build();
  }

  private PgConnectOptions options(
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
    options.setMetricsName(name);
    options.addProperty("application_name", "imas-" + name);
    options.addProperty("search_path", "imas");
    options.addProperty("statement_timeout", Long.toString(statementTimeout.toMillis()));
    options.addProperty("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION_SECONDS + "s");
    // PostgreSQL's side of a connection that we gave up on, or that a network forgot.
    options.addProperty("tcp_user_timeout", TCP_SECONDS + "s");
    options.addProperty("tcp_keepalives_idle", OpenConnections.KEEPALIVE_IDLE_SECONDS + "s");
    options.addProperty(
        "tcp_keepalives_interval", OpenConnections.KEEPALIVE_INTERVAL_SECONDS + "s");
    options.addProperty("tcp_keepalives_count", Integer.toString(OpenConnections.KEEPALIVE_COUNT));
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
