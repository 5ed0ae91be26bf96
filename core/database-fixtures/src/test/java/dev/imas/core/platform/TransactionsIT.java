package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.TenantId;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TransactionsIT {

  private static final TenantId TENANT = new TenantId(new UUID(1, 1));

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database = TestDatabase.create();
  private final Pool pool =
      new Database(vertx, database.config())
          .pool(DatabaseConfig.Login.APP, "test", 1, Duration.ofSeconds(5));
  private final Transactions transactions = new Transactions(pool);
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    Await.result(pool.close());
    Await.result(vertx.close());
    database.close();
  }

  @Test
  void hintsGoOutInOrderOnceWhatTheyTellOfIsCommitted() {
    Await.result(
        transactions.runUnbound(
            tx -> {
              tx.afterCommit(() -> done.add("first"));
              tx.afterCommit(() -> done.add("second"));
              return tx.connection()
                  .query("SELECT 1")
                  .execute()
                  .onSuccess(answered -> done.add("statement"));
            }));

    Await.until("the hints", () -> done, hints -> hints.size() == 3);
    assertThat(done).containsExactly("statement", "first", "second");
  }

  @Test
  void whatIsRolledBackIsNotHintedAt() {
    assertThatThrownBy(
            () ->
                Await.result(
                    transactions.runUnbound(
                        tx -> {
                          tx.afterCommit(() -> done.add("hint"));
                          return Future.failedFuture("no");
                        })))
        .hasMessage("no");
    assertThatThrownBy(
            () ->
                Await.result(
                    transactions.runUnbound(
                        tx -> {
                          tx.afterCommit(() -> done.add("hint"));
                          // The work succeeds and the commit does not.
                          return tx.connection()
                              .query(
                                  "CREATE TEMP TABLE late (id int PRIMARY KEY DEFERRABLE INITIALLY"
                                      + " DEFERRED); INSERT INTO late VALUES (1), (1)")
                              .execute();
                        })))
        .hasMessageContaining("duplicate key");

    assertThat(done).isEmpty();
  }

  @Test
  void twoThatWaitForEachOtherAreBothDoneInTheEnd() {
    bothAreDone(Transactions::insist);
  }

  @Test
  void twoThatDoNotAwaitTheirStatementsAreBothDoneInTheEnd() {
    bothAreDone(
        (two, tenant, work) ->
            two.runInsisting(tenant, tx -> Future.succeededFuture(work.apply(tx))).await());
  }

  @FunctionalInterface
  private interface Insisting {
    void run(Transactions of, TenantId tenant, Function<Tx, Integer> work);
  }

  private void bothAreDone(Insisting how) {
    database.execute(
        "DROP TABLE IF EXISTS pair; CREATE TABLE pair (id int, n int);"
            + " GRANT SELECT, UPDATE ON pair TO imas_app; INSERT INTO pair VALUES (1, 0), (2, 0)");
    Pool two =
        new Database(vertx, database.config())
            .pool(DatabaseConfig.Login.APP, "two", 2, Duration.ofSeconds(20));
    Transactions ofTwo = new Transactions(two);
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicInteger tries = new AtomicInteger();
    Future<Void> one =
        onVirtualThread(() -> how.run(ofTwo, TENANT, tx -> inOrder(tx, 1, 2, both, tries)));
    Future<Void> other =
        onVirtualThread(() -> how.run(ofTwo, TENANT, tx -> inOrder(tx, 2, 1, both, tries)));
    Await.result(Future.join(one, other));
    Await.result(two.close());

    // The next try may overtake whoever has waited for its rows, and both wait for each other
    // again.
    assertThat(tries).as("one of them was ended").hasValueGreaterThanOrEqualTo(3);
    assertThat(database.query("SELECT n FROM pair")).containsExactly("2", "2");
  }

  private Future<Void> onVirtualThread(Runnable work) {
    return vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                work.run();
                return Future.succeededFuture();
              }
            },
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .mapEmpty();
  }

  private static int inOrder(Tx tx, int first, int then, CyclicBarrier both, AtomicInteger tries) {
    int which = tries.incrementAndGet();
    add(tx, first);
    if (which <= 2) {
      try {
        both.await(20, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    add(tx, then);
    return which;
  }

  private static void add(Tx tx, int id) {
    tx.connection()
        .preparedQuery("UPDATE pair SET n = n + 1 WHERE id = $1")
        .execute(Tuple.of(id))
        .await();
  }
}
