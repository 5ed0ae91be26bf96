package dev.imas.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Housekeeping that says whether anything waits for it: where nothing does, it does not run. */
class IdleSweepsIT {

  private static final Duration PERIOD = Duration.ofMillis(50);
  private static final String DUE_AT = "SELECT due_at FROM timer WHERE kind = 'test-idle'";

  private final TimerScene scene = new TimerScene();
  private final AtomicInteger runs = new AtomicInteger();

  @BeforeEach
  void start() {
    scene.database.execute(
        "CREATE TABLE waiting (id integer); GRANT SELECT, DELETE ON waiting TO imas_app");
    TimerKind idle =
        TimerKind.sweepOf(
            "test-idle",
            "EXISTS (SELECT FROM waiting)",
            tenant ->
                scene
                    .transactions
                    .runUnbound(tx -> tx.connection().query("DELETE FROM waiting").execute())
                    .map(done -> "run " + runs.incrementAndGet()));
    TimerKind always = TimerKind.sweep("test-always", tenant -> Future.succeededFuture("as ever"));
    scene.start(
        List.of(
            new Scheduler.Recurring(idle, new Recurrence.Every(PERIOD)),
            new Scheduler.Recurring(always, new Recurrence.Every(PERIOD))),
        Duration.ofSeconds(30));
    Await.until(
        "the end of the first run, which is there without a condition",
        () -> scene.database.query("SELECT last_outcome FROM timer WHERE kind = 'test-idle'"),
        last -> last.equals(List.of("run 1")));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void itWaitsForWorkAndThenRunsOnce() {
    awaitTimes(5);
    assertThat(runs).as("nothing waited").hasValue(1);

    scene.database.execute("INSERT INTO waiting VALUES (1)");
    Await.until("a run", runs::get, n -> n == 2);

    awaitTimes(5);
    assertThat(runs).as("all of it is done").hasValue(2);
    assertThat(scene.database.query("SELECT last_outcome FROM timer WHERE kind = 'test-idle'"))
        .as("what is told of it is its last run")
        .containsExactly("run 2");
    assertThat(
            scene.database.query(
                "SELECT due_at = date_bin('50 ms', due_at, 'epoch') FROM timer"
                    + " WHERE kind = 'test-idle'"))
        .as("kinds of a period are due together")
        .containsExactly("t");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "try_at = now(), due_at = now() + interval '1 hour'", // somebody asked for it
        "attempts = 1", // it failed
        "last_started_at = now() - interval '61 s'", // the condition may have missed something
        "last_started_at = now() + interval '1 hour'" // the clock was set back
      })
  void itRunsAllTheSame(String state) {
    scene.database.execute("UPDATE timer SET " + state + " WHERE kind = 'test-idle'");
    scene.timers.nudge();

    Await.until("a run", runs::get, n -> n == 2);
  }

  @Test
  void aCoreOfAnEarlierVersionStillLeases() {
    assertThat(
            scene.database.query(
                "SELECT count(*) FROM imas.lease_timer('{none}',"
                    + " '00000000-0000-0000-0000-000000000000', '', interval '1 s')"))
        .containsExactly("1");
  }

  /** Until it was due that many times. */
  private void awaitTimes(int times) {
    for (int i = 0; i < times; i++) {
      String before = scene.database.query(DUE_AT).getFirst();
      Await.until(
          "the next time",
          () -> scene.database.query(DUE_AT).getFirst(),
          seen -> !seen.equals(before));
    }
  }
}
