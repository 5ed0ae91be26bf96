package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.TcpProxy;
import dev.imas.fixtures.database.PostgresPair;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real PostgreSQL fails over to another, in order or not (OPS-10; W1 to W5, F8 to F15). */
final class ServerWatchIT {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final int SIZE = 2;

  private final Vertx vertx = Vertx.vertx();
  private PostgresPair servers;
  private TcpProxy address;
  private final List<Pool> pools = new ArrayList<>();

  @BeforeEach
  void start() {
    servers = PostgresPair.start();
    address = TcpProxy.start(vertx, "127.0.0.1", servers.first().port());
  }

  @AfterEach
  void stop() {
    pools.forEach(Pool::close);
    address.close();
    Await.result(vertx.close());
    servers.close();
  }

  private Database database(DatabaseConfig config) {
    Database database = new Database(vertx, config);
    database.watchServers();
    return database;
  }

  private Pool pool(Database database) {
    Pool pool = database.pool(Login.APP, "failing-over", SIZE, Duration.ofSeconds(2));
    pools.add(pool);
    return pool;
  }

  private static Future<String> writes(Pool pool) {
    return pool.query(
            "SELECT pg_logical_emit_message(true, 'test', ''), current_setting('cluster_name')")
        .execute()
        .map(rows -> rows.iterator().next().getString(1));
  }

  private static String writesTo(Pool pool) {
    try {
      return Await.result(writes(pool));
    } catch (RuntimeException | AssertionError refused) {
      return "";
    }
  }

  private static void open(Pool pool) {
    List<Future<SqlConnection>> all =
        IntStream.range(0, SIZE).mapToObj(i -> pool.getConnection()).toList();
    all.forEach(opened -> Await.result(Await.result(opened).close()));
  }

  @Test
  void aServerThatTakesNoWritesIsLeftAndThePoolWorksAgainOnceTheAddressIsRight() {
    Database database = database(servers.config(address.port()));
    Pool pool = pool(database);
    open(pool);

    address.leadTo(servers.second().port());
    address.cut();
    Await.until("to be told", database::trouble, Optional::isPresent);
    assertThat(writesTo(pool)).isEmpty();
    assertThat(database.trouble()).hasValueSatisfying(why -> assertThat(why).contains("standby"));

    address.leadTo(servers.first().port());
    Await.until("writes again", SOON, () -> writesTo(pool), "first"::equals);
    Await.until("no trouble", SOON, database::trouble, Optional::isEmpty);
  }

  /** A server may become read-only below open connections. */
  @Test
  void aConnectionWhoseServerTakesNoMoreWritesIsNotKept() {
    Pool pool = pool(database(servers.config(address.port())));
    open(pool);

    assertThatThrownBy(
            () ->
                Await.result(
                    pool.withConnection(
                        connection ->
                            connection
                                .query("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
                                .execute()
                                .compose(
                                    set -> connection.query("CREATE TABLE no_more ()").execute()))))
        .matches(Outage::isOne);

    Await.until("writes again", SOON, () -> writesTo(pool), "first"::equals);
  }

  @Test
  void ofTwoPrimariesTheOlderOneIsLeftByAllConnectionsAtOnceAndForGood() {
    Database database = database(servers.config(address.port()));
    Pool pool = pool(database);
    open(pool);
    int before = address.open();
    assertThat(before).isGreaterThanOrEqualTo(SIZE);

    servers.second().promote();
    address.leadTo(servers.second().port());
    Await.until("the newer one", SOON, () -> writesTo(pool), "second"::equals);

    assertThat(database.timeline()).isEqualTo(2);
    Await.until("no session at the older one", servers.first()::sessions, n -> n == 0);
    address.leadTo(servers.first().port());
    address.cut();
    Await.until(
        "to be told",
        database::trouble,
        why -> why.isPresent() && why.get().contains("timeline 1"));
    assertThat(writesTo(pool)).isEmpty();
    assertThat(database.trouble())
        .hasValueSatisfying(why -> assertThat(why).contains("timeline 1", "timeline 2"));
  }

  @Test
  void whatAnotherProcessHasSeenEndsConnectionsToAnOlderServer() {
    Database database = database(servers.config(address.port()));
    Pool pool = pool(database);
    assertThat(writesTo(pool)).isEqualTo("first");
    servers.second().promote();
    Database other = database(servers.config(servers.second().port()));
    assertThat(writesTo(pool(other))).isEqualTo("second");

    Await.until("to be told", SOON, database::trouble, Optional::isPresent);

    assertThat(writesTo(pool)).isEmpty();
    assertThat(database.trouble())
        .hasValueSatisfying(why -> assertThat(why).contains("old primary"));
  }

  @Test
  void ofSeveralServersTheOneIsFoundThatTakesWrites() {
    Database database = database(servers.both());
    Pool pool = pool(database);
    assertThat(writesTo(pool)).isEqualTo("first");

    servers.first().kill();
    assertThat(writesTo(pool)).isEmpty();
    servers.second().promote();

    Await.until("writes again", SOON, () -> writesTo(pool), "second"::equals);
    Await.until("no trouble", SOON, database::trouble, Optional::isEmpty);
  }

  @Test
  void commitsThatNoStandbyConfirmsAreToldAndLeaveFewSessions() {
    Database database = database(servers.config(address.port()));
    Pool pool = pool(database);
    servers.first().replicateTo("second");
    Await.until("writes", SOON, () -> writesTo(pool), "first"::equals);
    servers.second().kill();

    List<Future<String>> commits = IntStream.range(0, 10).mapToObj(i -> writes(pool)).toList();
    Await.until(
        "the reason",
        SOON.plusSeconds(1),
        database::trouble,
        why -> why.isPresent() && why.get().contains("synchronous standby"));
    for (int i = 0; i < 4; i++) {
      assertThat(writesTo(pool)).isEmpty();
    }
    commits.forEach(
        commit -> Await.until("an answer", commit::isComplete, isComplete -> isComplete));
    assertThat(
            servers
                .first()
                .count("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"))
        .isLessThanOrEqualTo(3L * SIZE + 3);

    servers.second().start();
    Await.until("writes again", SOON, () -> writesTo(pool), "first"::equals);
    Await.until("no trouble", SOON, database::trouble, Optional::isEmpty);
  }

  @Test
  void aCommitWhoseWaitForTheStandbyIsCancelledHasFailed() {
    Pool pool = pool(database(servers.config(address.port())));
    servers.first().replicateTo("second");
    Await.until("writes", SOON, () -> writesTo(pool), "first"::equals);
    servers.second().kill();

    Future<String> commit = writes(pool);
    Await.until(
        "it to be cancelled",
        () ->
            servers
                .first()
                .count(
                    """
                    SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity
                     WHERE wait_event = 'SyncRep' AND query LIKE '%test%'\
                    """),
        n -> n > 0);

    assertThatThrownBy(() -> Await.result(commit))
        .matches(failure -> DatabaseFailure.of(failure) == DatabaseFailure.IN_DOUBT);
  }
}
