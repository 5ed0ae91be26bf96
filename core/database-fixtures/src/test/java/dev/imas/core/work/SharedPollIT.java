package dev.imas.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.core.platform.Transactions;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One statement says for which loops work waits, and only those look. */
class SharedPollIT {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration OFTEN = Duration.ofMillis(20);

  /** So long that no loop of a test looks by itself again. */
  private static final Duration WITHIN = Duration.ofMinutes(10);

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database = TestDatabase.create();
  private final Pool pool =
      new Database(vertx, database.config()).pool(Login.APP, "poll", 2, Duration.ofSeconds(10));
  private final SharedPoll polls =
      new SharedPoll(new Transactions(pool), InstantSource.fixed(NOW), OFTEN, WITHIN);
  private final AtomicInteger first = new AtomicInteger();
  private final AtomicInteger second = new AtomicInteger();
  private final AtomicInteger asLater = new AtomicInteger();

  @BeforeEach
  void start() {
    database.execute(
        """
        CREATE TABLE first_work (due_at timestamptz);
        CREATE TABLE second_work (id integer);
        GRANT SELECT ON first_work, second_work TO imas_app\
        """);
    loop("EXISTS (SELECT FROM first_work WHERE due_at <= $1)", first);
    loop("EXISTS (SELECT FROM second_work)", second);
    loop("EXISTS (SELECT FROM second_work)", asLater);
    Await.until(
        "the look of each at its start",
        () -> first.get() + second.get() + asLater.get(),
        looks -> looks == 3);
    Await.result(vertx.deployVerticle(polls));
  }

  private void loop(String condition, AtomicInteger looks) {
    Context context = vertx.getOrCreateContext();
    new WorkLoop(
            polls.of(condition),
            PassObserver.quiet(LoggerFactory.getLogger(SharedPollIT.class), "never"),
            () -> {
              looks.incrementAndGet();
              return Future.succeededFuture(Next.IDLE);
            })
        .start(context);
  }

  @AfterEach
  void close() {
    Await.result(vertx.close());
    database.close();
  }

  @Test
  void onlyThoseLookForWhichWorkWaits() {
    database.execute("INSERT INTO second_work VALUES (1)");

    Await.until(
        "both loops of that condition", () -> Math.min(second.get(), asLater.get()), n -> n > 3);
    assertThat(first).as("nothing waited for it").hasValue(1);
  }

  @Test
  void workThatIsDueLaterWaitsByTheTimeOfTheProcess() {
    database.execute(
        "INSERT INTO first_work VALUES ('%s'); INSERT INTO second_work VALUES (1)"
            .formatted(NOW.plusMillis(1)));
    Await.until("the others", second::get, n -> n > 3);
    assertThat(first).as("it is not due").hasValue(1);

    database.execute("UPDATE first_work SET due_at = '" + NOW + "'");
    Await.until("it to look", first::get, n -> n > 1);
  }

  @Test
  void whatCannotBeReadHasAllLook() {
    database.execute("DROP TABLE second_work");

    // By themselves they would take minutes for so many.
    Await.until(
        "all of them",
        () -> Math.min(first.get(), Math.min(second.get(), asLater.get())),
        n -> n > 20);
  }

  @Test
  void aLoopLooksByItselfWellWithinTheTimeThatItMayBeSilent() {
    assertThat(polls.of("true").every()).isEqualTo(Duration.ofSeconds(10));
    assertThat(polls.of("true").rest()).as("after a failure it waits no longer").isEqualTo(OFTEN);
    SharedPoll strict =
        new SharedPoll(
            new Transactions(pool), InstantSource.system(), OFTEN, Duration.ofSeconds(3));
    assertThat(strict.of("true").every()).isEqualTo(Duration.ofSeconds(1));
  }
}
