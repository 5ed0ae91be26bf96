package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.TcpProxy;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Open connections go silent for good, while new ones work. */
final class SilentConnectionsIT {

  private static final int SIZE = 4;
  private static final Duration STATEMENT = Duration.ofSeconds(1);

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database = TestDatabase.create();
  private final TcpProxy network =
      TcpProxy.start(vertx, database.config().host(), database.config().port());
  private final Database through =
      new Database(vertx, database.config().at("127.0.0.1", network.port()));
  private final Pool pool = through.pool(DatabaseConfig.Login.APP, "silent", SIZE, STATEMENT);

  @AfterEach
  void close() {
    Await.result(pool.close());
    network.close();
    Await.result(vertx.close());
    database.close();
  }

  @Test
  void anAnswerThatNeverComesEndsTheWaitAndTheConnection() {
    openAll();
    network.forgetAll();
    long begun = System.nanoTime();

    assertThatThrownBy(() -> Await.result(pool.query("SELECT 1").execute()))
        .matches(Outage::isOne, "the database is away");

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(STATEMENT, STATEMENT.plusSeconds(2));
    Await.until("a new connection", this::asks, answered -> answered);
  }

  /** Otherwise each silent connection would be noticed only by a caller that waits on it. */
  @Test
  void thoseThatWereIdleMeanwhileGoWithIt() {
    openAll();
    network.forgetAll();
    assertThatThrownBy(() -> Await.result(pool.query("SELECT 1").execute()))
        .matches(Outage::isOne, "the database is away");
    Await.until("a new connection", this::asks, answered -> answered);
    long begun = System.nanoTime();

    openAll();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(STATEMENT);
  }

  @Test
  void aTransactionThatIsCutOffFailsAndTheNextOneWorks() {
    Transactions transactions = new Transactions(pool);

    assertThatThrownBy(
            () ->
                Await.result(
                    transactions.runUnbound(
                        tx -> {
                          network.forgetAll();
                          return tx.connection().query("SELECT 1").execute();
                        })))
        .matches(Outage::isOne, "the database is away");

    Await.until(
        "a transaction",
        () -> succeeds(transactions.runUnbound(tx -> tx.connection().query("SELECT 1").execute())),
        committed -> committed);
  }

  @Test
  void whatPostgresqlItselfWouldAllowIsWaitedFor() {
    Await.result(pool.query("SELECT pg_sleep(0.9)").execute());
    assertThatThrownBy(() -> Await.result(pool.query("SELECT pg_sleep(9)").execute()))
        .hasMessageContaining("statement timeout")
        .matches(failure -> !Outage.isOne(failure), "the database is there");
  }

  /** A caller that takes a connection and sends nothing does not hold the pool's place for ever. */
  @Test
  void aHandshakeThatIsNotAnsweredIsGivenUp() {
    network.freeze();
    assertThatThrownBy(() -> Await.result(pool.query("SELECT 1").execute()))
        .matches(Outage::isOne, "the database is away");
    network.forgetAll();
    network.thaw();

    Await.until("a connection", this::asks, answered -> answered);
  }

  @Test
  void aSilentConnectionDoesNotHoldUpTheEnd() {
    openAll();
    network.forgetAll();

    Await.result(pool.close());
  }

  private boolean asks() {
    return succeeds(pool.query("SELECT 1").execute());
  }

  private static boolean succeeds(Future<?> work) {
    return Await.result(work.transform(done -> Future.succeededFuture(done.succeeded())));
  }

  private void openAll() {
    Await.result(
        Future.all(
            IntStream.range(0, SIZE)
                .mapToObj(i -> pool.query("SELECT pg_sleep(0.05)").execute())
                .toList()));
  }
}
