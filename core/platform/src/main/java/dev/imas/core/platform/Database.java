package dev.imas.core.platform;

import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to PostgreSQL as one of the restricted logins. Every wait has a timeout:
 * connecting, the login, getting a connection from a pool, and each response. After it the
 * connection is closed and the waiting work fails.
 */
public final class Database {

  /** Timeout for connecting, for each step of the handshake, and for a connection from a pool. */
  private static final int CONNECT_SECONDS = 5;

  /** Timeout for bytes that the other side's kernel does not acknowledge. */
  private static final int TCP_SECONDS = 10;

  /** A connection that is lost during a transaction keeps its locks until PostgreSQL notices. */
  private static final int IDLE_IN_TRANSACTION_SECONDS = 10;

  private final Vertx vertx;
  private final DatabaseConfig config;
  private final Outage outage = new Outage(System::nanoTime);
  private final OpenConnections connections = new OpenConnections(outage, this::commitsWait);
  private final ServerFence fence;
  private final ServerWatch servers;

  /** Any server of one cluster that takes writes will do. */
  public Database(Vertx vertx, DatabaseConfig config) {
    this(vertx, config, false, null, seen -> {});
  }

  /**
   * @param mustReplicate whether a server is refused whose commits wait for no other server
   * @param known what was seen before this start; null if nothing is known
   * @param onHigher is told of a timeline that is higher than what was seen before
   */
  public Database(
      Vertx vertx,
      DatabaseConfig config,
      boolean mustReplicate,
      ServerFence.@Nullable Seen known,
      Consumer<ServerFence.Seen> onHigher) {
    this.vertx = vertx;
    this.config = config;
    this.fence =
        new ServerFence(
            mustReplicate,
            known,
            seen -> {
              connections.endOlderThan(seen.timeline());
              onHigher.accept(seen);
            });
    this.servers = new ServerWatch(vertx, config, fence, outage);
    outage.onFailure(servers::lost);
  }

  /**
   * From now on looks each second where writes go, and whether commits go through. For a PostgreSQL
   * that may fail over.
   */
  public void watchServers() {
    servers.start();
  }

  /** Why nothing can be committed now, as far as it is known; empty while all is well. */
  public Optional<String> trouble() {
    return servers.trouble();
  }

  /** The highest timeline that was seen; 0 if none was. */
  public int timeline() {
    return fence.highest().map(ServerFence.Seen::timeline).orElse(0);
  }

  /** Whether commits wait for a synchronous standby that does not confirm them. */
  public boolean commitsWait() {
    return servers.commitsWait();
  }

  /** Where work reports that it failed because the database is unavailable. */
  public Outage outage() {
    return outage;
  }

  /**
   * How long to wait for a response: a little longer than PostgreSQL's own statement timeout. So
   * PostgreSQL cancels first, and a connection is closed only if nothing comes at all.
   */
  public static Duration answerLimit(Duration statementTimeout) {
    long margin = Math.clamp(statementTimeout.toMillis() / 10, 250L, 2_000L);
    return statementTimeout.plusMillis(margin);
  }

  /**
   * Makes a pool. With a size of 1 it is a dedicated connection that reopens, as for a committer or
   * a listener.
   *
   * @param name the pool's name, in metrics and as application_name
   * @param statementTimeout after this time PostgreSQL itself cancels a statement, so no response
   *     is abandoned while its work may still commit. A connection without a response for {@link
   *     #answerLimit} is closed
   */
  public Pool pool(DatabaseConfig.Login login, String name, int size, Duration statementTimeout) {
    return PgBuilder.pool()
        .using(vertx)
        .with(
            new NetClientOptions()
                .setConnectTimeout(CONNECT_SECONDS * 1_000)
                // For the handshake: after it AnswerWatch checks the connection.
                .setReadIdleTimeout(CONNECT_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setTcpUserTimeout(TCP_SECONDS * 1_000)
                .setTcpKeepAlive(true))
        .connectingTo(
            () -> servers.next(login).map(at -> options(at, login, name, statementTimeout)))
        .withConnectHandler(
            opened -> admit(opened, connections.watch(opened, name, answerLimit(statementTimeout))))
        .with(
            new PoolOptions()
                .setName(name)
                .setMaxSize(size)
                .setMaxWaitQueueSize(size * 64)
                .setConnectionTimeout(CONNECT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS))
        .build();
  }

  /** Lets the connection into its pool if IMAS may write to its server. */
  private void admit(SqlConnection opened, AnswerWatch watch) {
    ServerIdentity.of(opened)
        .onFailure(unknown -> watch.end())
        .onSuccess(
            server -> {
              Optional<String> refusal = fence.admit(server);
              if (refusal.isPresent()) {
                servers.refused(refusal.get());
                watch.end();
                return;
              }
              watch.admitted(server.timeline());
              if (watch.isOlderThan(timeline())) {
                watch.end(); // the newer one was seen in this moment
              } else {
                servers.admitted();
                opened.close(); // into the pool
              }
            });
  }

  private SqlConnectOptions options(
      DatabaseConfig.Server at,
      DatabaseConfig.Login login,
      String name,
      Duration statementTimeout) {
    PgConnectOptions options =
        options(at, config.as(login))
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(512)
            .setPipeliningLimit(16);
    options.setMetricsName(name);
    options.addProperty("application_name", "imas-" + name);
    options.addProperty("search_path", "imas");
    options.addProperty("statement_timeout", Long.toString(statementTimeout.toMillis()));
    options.addProperty("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION_SECONDS + "s");
    // A session keeps its plans. One that was made while a table was empty would read the whole
    // table for each row of a storm, until the table is analyzed.
    options.addProperty("enable_seqscan", "off");
    // These end PostgreSQL's side of a connection that this process closed or the network lost.
    options.addProperty("tcp_user_timeout", TCP_SECONDS + "s");
    options.addProperty("tcp_keepalives_idle", OpenConnections.KEEPALIVE_IDLE_SECONDS + "s");
    options.addProperty(
        "tcp_keepalives_interval", OpenConnections.KEEPALIVE_INTERVAL_SECONDS + "s");
    options.addProperty("tcp_keepalives_count", Integer.toString(OpenConnections.KEEPALIVE_COUNT));
    return options;
  }

  /** How to reach a server with a login. */
  static PgConnectOptions options(DatabaseConfig.Server at, DatabaseConfig as) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(at.host())
            .setPort(at.port())
            .setDatabase(as.database())
            .setUser(as.user())
            .setPassword(as.password().reveal())
            .setReconnectAttempts(0);
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
