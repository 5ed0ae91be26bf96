package dev.imas.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.core.platform.Transactions;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Work that nobody waits for lets sessions that are busy go first. */
@ExtendWith(VertxExtension.class)
class DatabaseLoadIT {

  private static final int LOCK = 4711;
  private static final Duration LONG = Duration.ofMinutes(5);

  private static TestDatabase database;

  @BeforeAll
  static void create() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void waitsUntilFewAreBusy(Vertx vertx) throws SQLException {
    try (Busy busy = Busy.start(2)) {
      AtomicInteger looks = new AtomicInteger();
      Future<Void> quiet = quiet(vertx, () -> looks.incrementAndGet() < 0, LONG);
      Await.until("it to look again and again", looks::get, n -> n > 2);
      assertThat(quiet.isComplete()).isFalse();

      busy.end();
      Await.result(quiet);
    }
  }

  @Test
  void oneThatIsBusyHoldsNothingUp(Vertx vertx) throws SQLException {
    try (Busy busy = Busy.start(1)) {
      Await.result(quiet(vertx, () -> false, LONG));
      assertThat(busy.isHeld()).isTrue();
    }
  }

  @Test
  void waitsNoLongerThanItMay(Vertx vertx) throws SQLException {
    try (Busy busy = Busy.start(2)) {
      Await.result(quiet(vertx, () -> false, Duration.ofMillis(300)));
      assertThat(busy.isHeld()).isTrue();
    }
  }

  @Test
  void waitsNoMoreWhenTheProcessStops(Vertx vertx) throws SQLException {
    try (Busy busy = Busy.start(2)) {
      AtomicBoolean stops = new AtomicBoolean();
      Future<Void> quiet = quiet(vertx, stops::get, LONG);
      assertThat(quiet.isComplete()).isFalse();

      stops.set(true);
      Await.result(quiet);
      assertThat(busy.isHeld()).isTrue();
    }
  }

  private static Future<Void> quiet(Vertx vertx, BooleanSupplier stopping, Duration longest) {
    var pool =
        new Database(vertx, database.config()).pool(Login.APP, "load", 1, Duration.ofSeconds(15));
    Promise<Void> quiet = Promise.promise();
    vertx.deployVerticle(
        new VerticleBase() {
          @Override
          public Future<?> start() {
            new DatabaseLoad(vertx, new Transactions(pool), stopping, longest).awaitQuiet();
            return pool.close().onComplete(quiet);
          }
        },
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
    return quiet.future();
  }

  /** Sessions that execute a statement until they are let go. */
  private static final class Busy implements AutoCloseable {

    private final Connection holder;
    private final List<Thread> waiting = new ArrayList<>();
    private boolean isHeld = true;

    private Busy(Connection holder) {
      this.holder = holder;
    }

    static Busy start(int sessions) throws SQLException {
      Busy busy = new Busy(database.connect());
      run(busy.holder, "SELECT pg_advisory_lock(" + LOCK + ")");
      for (int i = 0; i < sessions; i++) {
        busy.waiting.add(Thread.startVirtualThread(Busy::waitForTheLock));
      }
      Await.until(
          "sessions that wait",
          () ->
              database.count(
                  "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND"
                      + " objid = "
                      + LOCK),
          n -> n == sessions);
      return busy;
    }

    private static void waitForTheLock() {
      try (Connection connection = database.connect()) {
        run(connection, "SELECT pg_advisory_lock_shared(" + LOCK + ")");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void run(Connection connection, String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    boolean isHeld() {
      return isHeld;
    }

    void end() throws SQLException {
      isHeld = false;
      holder.close();
    }

    @Override
    public void close() throws SQLException {
      end();
      for (Thread thread : waiting) {
        Await.until("a session to end", thread::isAlive, alive -> !alive);
      }
    }
  }
}
