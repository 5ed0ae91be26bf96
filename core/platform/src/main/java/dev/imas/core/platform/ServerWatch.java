package dev.imas.core.platform;

import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.core.platform.DatabaseConfig.Server;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which of the configured servers takes writes, and whether commits go through. Once started,
 * it looks each second over a new connection to each server, since an open one leads to where it
 * was opened, wherever the address leads now. Another process of IMAS tells what it has seen over
 * the event bus.
 *
 * <p>It commits something itself. A server may accept connections and answer queries while each
 * commit waits for a synchronous standby, with its locks held. Whoever gives up such a commit
 * leaves a session behind that PostgreSQL does not end. So while commits wait, the process opens
 * few connections more.
 */
final class ServerWatch {

  private static final Logger log = LoggerFactory.getLogger(ServerWatch.class);

  private static final long EVERY_MILLIS = 1_000;

  /** At least so long after a look the next one begins. */
  private static final long PAUSE_MILLIS = 50;

  /** A server that does not answer in time counts as away. */
  private static final int MOST_MILLIS = 2_000;

  /** How long a commit may take until it counts as waiting. */
  private static final int COMMIT_MILLIS = 2_000;

  /** Commits that are not answered yet. More of them would say nothing new. */
  private static final int MOST_COMMITS = 3;

  /** How many connections pools may open while commits wait. */
  private static final int MOST_MORE = 8;

  /** It writes WAL, as every commit does, and no row. */
  private static final String COMMIT = "SELECT pg_logical_emit_message(true, 'imas', '')";

  static final String WAITS =
      "commits wait for a synchronous standby, and none confirms them"
          + " (see synchronous_standby_names and pg_stat_replication)";

  private final Vertx vertx;
  private final DatabaseConfig config;
  private final ServerFence fence;
  private final Outage outage;

  /** Connections that pools have opened since commits wait. */
  private final AtomicInteger opened = new AtomicInteger();

  /** Of commits that are not answered yet. */
  private final Set<Pool> committing = new HashSet<>();

  /** The first that opened a connection. A session sees what others wait for of its login alone. */
  private volatile @Nullable Login login;

  private volatile @Nullable Server current;
  private volatile @Nullable String trouble;
  private volatile boolean commitsWait;
  private boolean commitIsLate;
  private boolean isStarted;
  private @Nullable Future<Void> round;
  private volatile long endedAt = System.nanoTime() - TimeUnit.SECONDS.toNanos(1);

  ServerWatch(Vertx vertx, DatabaseConfig config, ServerFence fence, Outage outage) {
    this.vertx = vertx;
    this.config = config;
    this.fence = fence;
    this.outage = outage;
    if (config.servers().size() == 1) {
      current = config.servers().getFirst();
    }
  }

  synchronized void start() {
    if (isStarted) {
      return;
    }
    isStarted = true;
    TimelineSeen.registerOn(vertx.eventBus());
    vertx
        .eventBus()
        .<TimelineSeen>consumer(
            TimelineSeen.ADDRESS,
            message ->
                fence.hear(
                    new ServerFence.Seen(message.body().system(), message.body().timeline())));
    vertx.setPeriodic(EVERY_MILLIS, id -> look());
  }

  boolean commitsWait() {
    return commitsWait;
  }

  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /**
   * The server to which a pool may open a connection now.
   *
   * @return fails if none takes writes, or too many sessions wait there already
   */
  Future<Server> next(Login as) {
    if (login == null) {
      login = as;
    }
    if (commitsWait && opened.incrementAndGet() > MOST_MORE) {
      return Future.failedFuture(VertxException.noStackTrace(WAITS));
    }
    Server known = current;
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return look()
        .compose(
            looked -> {
              Server found = current;
              return found == null
                  ? Future.failedFuture(
                      VertxException.noStackTrace(trouble().orElse("no server takes writes")))
                  : Future.succeededFuture(found);
            });
  }

  /** A pool got a connection to a server that IMAS may write to. */
  synchronized void admitted() {
    if (!isStarted) {
      trouble = null;
    }
  }

  /** A connection was opened to a server that IMAS may not write to. */
  void refused(String why) {
    trouble = why;
    outage.reported(new PgException(why, "ERROR", "25006", "")); // and calls lost()
  }

  /** Connections to the server were lost. One of several others may take writes now. */
  void lost() {
    if (config.servers().size() > 1) {
      current = null;
      look();
    }
  }

  /** Completes as soon as a server is found that takes writes, or when all have been asked. */
  private synchronized Future<Void> look() {
    Login as = login;
    Future<Void> running = round;
    if (running != null && !running.isComplete()) {
      return running;
    }
    if (as == null) {
      return Future.succeededFuture();
    }
    Promise<Void> found = Promise.promise();
    Future<Void> all = afterAPause().compose(now -> askAll(as, found));
    all.onComplete(done -> endedAt = System.nanoTime());
    round = all;
    return Future.any(found.future(), all).mapEmpty();
  }

  /** Servers that refuse at once are not asked again and again without one. */
  private Future<Void> afterAPause() {
    long pause = PAUSE_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - endedAt);
    return pause <= 0
        ? Future.succeededFuture()
        : vertx.timer(pause, TimeUnit.MILLISECONDS).mapEmpty();
  }

  private Future<Void> askAll(Login as, Promise<Void> found) {
    Map<String, String> refusals = new TreeMap<>();
    List<Future<Boolean>> asked =
        config.servers().stream()
            .map(server -> ask(server, as, refusals, found))
            .map(asks -> asks.otherwise(false))
            .toList();
    return Future.join(asked)
        .map(
            done -> {
              if (asked.stream().noneMatch(Future::result)) {
                none(refusals);
              }
              found.tryComplete();
              return null;
            });
  }

  private void none(Map<String, String> refusals) {
    if (config.servers().size() > 1) {
      current = null;
    }
    synchronized (refusals) {
      trouble =
          refusals.size() == 1
              ? refusals.values().iterator().next()
              : "none of the servers takes writes: " + refusals;
    }
  }

  /** Asks one server who it is, and commits something there if IMAS may write to it. */
  private Future<Boolean> ask(
      Server server, Login as, Map<String, String> refusals, Promise<Void> found) {
    Pool pool = once(server, as);
    Future<Boolean> asked =
        pool.getConnection()
            .compose(
                connection ->
                    ServerIdentity.of(connection)
                        .timeout(MOST_MILLIS, TimeUnit.MILLISECONDS)
                        .map(
                            identity -> judge(server, identity, connection, pool, refusals, found)))
            .onFailure(
                away -> {
                  synchronized (refusals) {
                    refusals.put(server.toString(), Outage.words(away));
                  }
                });
    asked.onFailure(away -> pool.close());
    return asked;
  }

  private boolean judge(
      Server server,
      ServerIdentity identity,
      SqlConnection connection,
      Pool pool,
      Map<String, String> refusals,
      Promise<Void> found) {
    Optional<String> refusal = fence.admit(identity);
    if (refusal.isPresent()) {
      synchronized (refusals) {
        refusals.put(server.toString(), refusal.get());
      }
      pool.close();
      return false;
    }
    current = server;
    found.tryComplete();
    fence
        .highest()
        .ifPresent(
            seen ->
                vertx
                    .eventBus()
                    .publish(
                        TimelineSeen.ADDRESS, new TimelineSeen(seen.system(), seen.timeline())));
    // A commit that waits may take long, and its connection with it.
    commit(identity, connection, pool).onComplete(ended -> pool.close());
    return true;
  }

  private synchronized Future<?> commit(
      ServerIdentity identity, SqlConnection connection, Pool pool) {
    if (!isStarted) {
      return Future.succeededFuture();
    }
    if (commitIsLate && identity.waiting() > 0) {
      if (!commitsWait) {
        opened.set(0);
        commitsWait = true;
        log.atWarn().addKeyValue("waiting", identity.waiting()).log("No commit ends: " + WAITS);
      }
      trouble = WAITS;
      return Future.succeededFuture();
    }
    if (committing.size() >= MOST_COMMITS) {
      // They wait for no standby, so their connections have gone silent.
      List.copyOf(committing).forEach(Pool::close);
      return Future.succeededFuture();
    }
    committing.add(pool);
    Future<?> committed = connection.query(COMMIT).execute();
    committed.onComplete(answered -> answered(pool));
    committed
        .timeout(COMMIT_MILLIS, TimeUnit.MILLISECONDS)
        .onSuccess(done -> goesThrough())
        .onFailure(this::goesNotThrough);
    return committed;
  }

  private synchronized void answered(Pool pool) {
    committing.remove(pool);
  }

  private synchronized void goesThrough() {
    if (commitsWait) {
      log.info("Commits go through again: a synchronous standby confirms them");
    }
    commitsWait = false;
    commitIsLate = false;
    trouble = null;
  }

  private synchronized void goesNotThrough(Throwable failure) {
    if (failure instanceof TimeoutException) {
      commitIsLate = true;
      trouble = "a commit has not ended for " + COMMIT_MILLIS / 1_000 + " s";
    } else {
      trouble = Outage.words(failure);
    }
  }

  private Pool once(Server server, Login as) {
    PgConnectOptions options = Database.options(server, config.as(as));
    options.addProperty("application_name", "imas-servers");
    return PgBuilder.pool()
        .using(vertx)
        .with(new NetClientOptions().setConnectTimeout(MOST_MILLIS).setTcpKeepAlive(true))
        .connectingTo(options)
        .with(
            new PoolOptions()
                .setName("servers")
                .setMaxSize(1)
                .setConnectionTimeout(MOST_MILLIS)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
        .build();
  }
}
