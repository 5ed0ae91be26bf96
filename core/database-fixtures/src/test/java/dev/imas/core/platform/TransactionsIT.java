package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TransactionsIT {

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
}
