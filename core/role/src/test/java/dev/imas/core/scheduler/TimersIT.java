package dev.imas.core.scheduler;

import static dev.imas.core.scheduler.TimerScene.KIND;
import static dev.imas.core.scheduler.TimerScene.ONE;
import static dev.imas.core.scheduler.TimerScene.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.TimerKind.Fired;
import dev.imas.fixtures.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Timers whose work is done in the transaction in which they end. */
class TimersIT {

  private final TimerScene scene = new TimerScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void firesOnceWhenItIsDueAndIsGone() {
    scene.start(TimerScene.urgent(TimerScene::effect));
    scene.set(ONE, NewTimer.after(Duration.ofMillis(400), KIND, "a"));

    scene.awaitEffects(1);

    assertThat(scene.database.query("SELECT at - due_at < interval '1 s' FROM effect"))
        .containsExactly("t");
    assertThat(scene.database.query("SELECT min(at) >= min(due_at) FROM effect"))
        .as("not early")
        .containsExactly("t");
    assertThat(scene.database.count("SELECT count(*) FROM timer")).isZero();
  }

  @Test
  void farAheadItWaits() {
    scene.start(TimerScene.urgent(TimerScene::effect));
    scene.set(
        ONE,
        List.of(
            NewTimer.after(Duration.ofDays(30), KIND, "in a month"),
            NewTimer.at(Instant.now().plus(Duration.ofDays(400)), KIND, "in a year"),
            NewTimer.after(Duration.ZERO, KIND, "now")));

    scene.awaitEffects(1);
    // A second timer fires later: a pass came and left the others alone.
    scene.set(ONE, NewTimer.after(Duration.ZERO, KIND, "later"));
    scene.awaitEffects(2);

    assertThat(scene.database.query("SELECT subject FROM timer ORDER BY subject"))
        .containsExactly("in a month", "in a year");
  }

  @Test
  void whatAnotherProcessSetsIsFoundWithinAPoll() {
    scene.start(TimerScene.urgent(TimerScene::effect));
    scene.store(ONE, KIND, 1, "10 milliseconds");

    scene.awaitEffects(1);

    assertThat(scene.database.query("SELECT at - due_at < interval '1 s' FROM effect"))
        .containsExactly("t");
  }

  @Test
  void setAgainItIsMovedAndAbsentOnlyLeftAlone() {
    scene.set(ONE, NewTimer.after(Duration.ofDays(1), KIND, "a"));
    String day = due();
    Await.result(
        scene.transactions.run(
            ONE,
            tx ->
                scene.timers.setAbsent(
                    tx, List.of(NewTimer.after(Duration.ofDays(2), KIND, "a")))));
    assertThat(due()).isEqualTo(day);
    scene.set(
        ONE,
        List.of(
            NewTimer.after(Duration.ofDays(3), KIND, "a"),
            NewTimer.after(Duration.ofDays(4), KIND, "a")));
    assertThat(due()).isGreaterThan(day);

    boolean moved = move(ONE);
    boolean anothers = move(TWO);
    assertThat(moved).isTrue();
    assertThat(anothers).isFalse();
    assertThat(due()).startsWith("1970");
  }

  private boolean move(TenantId tenant) {
    return Await.result(
        scene.transactions.run(
            tenant, tx -> scene.timers.move(tx, KIND, "a", new NewTimer.When.At(Instant.EPOCH))));
  }

  @Test
  void cancelledBelowASubjectNothingOfItIsLeft() {
    for (String subject : List.of("inc-1", "inc-1:ann", "inc-1:bob", "inc-10", "inc-1-2")) {
      scene.set(
          ONE,
          List.of(
              NewTimer.after(Duration.ofDays(1), "step", subject),
              NewTimer.after(Duration.ofDays(1), "other", subject)));
    }

    int cancelled =
        Await.result(
            scene.transactions.run(
                ONE, tx -> scene.timers.cancelBelow(tx, List.of("step"), List.of("inc-1"))));

    assertThat(cancelled).isEqualTo(3);
    assertThat(scene.database.query("SELECT subject FROM timer WHERE kind = 'step' ORDER BY 1"))
        .containsExactly("inc-1-2", "inc-10");
    assertThat(scene.database.count("SELECT count(*) FROM timer WHERE kind = 'other'"))
        .isEqualTo(5);
  }

  private String due() {
    return scene.database.query("SELECT due_at FROM timer WHERE subject = 'a'").getFirst();
  }

  @Test
  void kindsOfAnotherVersionAreLeftAlone() {
    scene.store(ONE, "of-tomorrow", 3, "-1 hour");
    scene.store(ONE, KIND, 1, "0 s");
    scene.start(TimerScene.urgent(TimerScene::effect));

    scene.awaitEffects(1);

    assertThat(scene.database.count("SELECT count(*) FROM timer WHERE attempts = 0")).isEqualTo(3);
  }

  /** In a rolling upgrade the newer version runs it: it stays as it is, and due for what it was. */
  @Test
  void oneThatComesAgainInAFormOfAnotherVersionIsPutOffAndHoldsUpNone() {
    scene.store(ONE, KIND, 50, "-1 s");
    scene.database.execute("UPDATE timer SET recurs = 'with the new moon' WHERE subject = 's7'");
    String stays =
        "SELECT due_at || ' ' || life || ' ' || recurs FROM timer WHERE subject = 's7' AND attempts"
            + " = %d";
    String before = scene.database.query(stays.formatted(0)).getFirst();
    scene.start(TimerScene.urgent(TimerScene::effect));

    scene.awaitEffects(49);
    Await.until(
        "a second try",
        () -> scene.database.count("SELECT count(*) FROM timer WHERE attempts >= 2"),
        n -> n == 1);

    assertThat(scene.database.query(stays.replace("= %d", ">= 2"))).containsExactly(before);
    assertThat(scene.database.query("SELECT last_outcome FROM timer"))
        .containsExactly(
            "failed: this version cannot read the timer's recurrence, but another version may: with"
                + " the new moon");
    assertThat(scene.meters.get("imas.timer.failures").tag("kind", KIND).counter().count())
        .isGreaterThanOrEqualTo(2);
    scene.store(ONE, "another", 1, "0 s");
    scene.database.execute(
        "UPDATE timer SET kind = '" + KIND + "', subject = 'x' WHERE kind = 'another'");
    scene.awaitEffects(50);
  }

  @Test
  void oneThatFailsHoldsUpNoneAndIsTriedAgain() {
    scene.store(ONE, KIND, 50, "-1 s");
    AtomicInteger broken = new AtomicInteger(3);
    scene.start(
        TimerScene.urgent(
            (tx, tenant, due) ->
                due.stream().anyMatch(t -> t.subject().equals("s7")) && broken.get() > 0
                    ? fail(due, broken)
                    : TimerScene.effect(tx, tenant, due)));

    scene.awaitEffects(50);

    assertThat(scene.database.query("SELECT subject FROM effect ORDER BY at DESC LIMIT 1"))
        .containsExactly("s7");
    assertThat(scene.meters.get("imas.timer.failures").tag("kind", KIND).counter().count())
        .isPositive();
  }

  private static Future<Fired> fail(List<DueTimer> due, AtomicInteger broken) {
    if (due.size() == 1) {
      broken.decrementAndGet();
    }
    return Future.failedFuture(new IllegalStateException("broken"));
  }

  @Test
  void tenantsTakeTurns() {
    scene.store(ONE, KIND, 2_000, "-1 hour");
    scene.store(TWO, KIND, 1, "0 s");
    scene.start(TimerScene.urgent(TimerScene::effect));

    scene.awaitEffects(2_001);

    assertThat(
            scene.database.count(
                """
                SELECT count(*) FROM effect
                 WHERE tenant_id = '%s' AND at < (SELECT at FROM effect WHERE tenant_id = '%s')\
                """
                    .formatted(ONE, TWO)))
        .isLessThanOrEqualTo(400);
  }

  @Test
  void kindsOfATenantTakeTurns() {
    scene.store(ONE, "aaa-many", 2_000, "-1 hour");
    scene.store(ONE, "zzz-one", 1, "0 s");
    Queue<String> order = new ConcurrentLinkedQueue<>();
    TimerKind.Handler noted =
        (tx, tenant, due) -> {
          order.add(due.getFirst().kind());
          return Future.succeededFuture(new Fired("noted"));
        };
    scene.start(TimerScene.urgent("aaa-many", noted), TimerScene.urgent("zzz-one", noted));

    Await.until("all", () -> scene.database.count("SELECT count(*) FROM timer"), n -> n == 0);

    assertThat(new ArrayList<>(order).indexOf("zzz-one")).isLessThan(5);
  }

  @Test
  void aHousekeepingTimerThatHangsHoldsUpNothingUrgent() {
    Promise<String> never = Promise.promise();
    AtomicInteger begun = new AtomicInteger();
    TimerKind slow =
        TimerKind.sweep(
            "slow",
            tenant -> {
              begun.incrementAndGet();
              return never.future();
            });
    scene.store(ONE, "slow", 20, "-1 s");
    scene.start(slow, TimerScene.urgent(TimerScene::effect));
    Await.until("all slots taken", begun::get, n -> n == LeasedTimers.SLOTS);

    scene.set(ONE, NewTimer.after(Duration.ZERO, KIND, "urgent"));
    scene.awaitEffects(1);

    assertThat(scene.database.query("SELECT at - due_at < interval '1 s' FROM effect"))
        .containsExactly("t");
    never.complete("at last");
  }

  @Test
  void whatIsCancelledWhileItIsClaimedDoesNothing() {
    Promise<Void> claimed = Promise.promise();
    Promise<Void> mayGoOn = Promise.promise();
    scene.start(
        TimerScene.urgent(
            new TimerKind.Handler() {
              @Override
              public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> due) {
                claimed.tryComplete();
                return mayGoOn.future();
              }

              @Override
              public Future<Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
                return TimerScene.effect(tx, tenant, due);
              }
            }));
    scene.set(
        ONE,
        List.of(
            NewTimer.after(Duration.ZERO, KIND, "cancelled"),
            NewTimer.after(Duration.ZERO, KIND, "moved"),
            NewTimer.after(Duration.ZERO, KIND, "held")));
    Await.result(claimed.future());

    // Neither waits for the claim.
    int cancelled =
        Await.result(
            scene.transactions.run(ONE, tx -> scene.timers.cancel(tx, KIND, List.of("cancelled"))));
    scene.set(ONE, NewTimer.after(Duration.ofDays(1), KIND, "moved"));
    mayGoOn.complete();

    assertThat(cancelled).isEqualTo(1);
    scene.awaitEffects(1);
    assertThat(scene.database.query("SELECT subject FROM effect")).containsExactly("held");
    assertThat(scene.database.query("SELECT subject FROM timer")).containsExactly("moved");
  }

  /**
   * An incident is acknowledged while its step is due: one of the two happens, and never a
   * deadlock.
   */
  @Test
  void ofFiringAndCancellingOneHappensWhoeverIsFirst() {
    int rounds = 5;
    int many = 400;
    scene.database.execute(
        """
        CREATE TABLE subject (id text PRIMARY KEY, acknowledged boolean NOT NULL DEFAULT false);
        GRANT SELECT, UPDATE ON subject TO imas_app;
        INSERT INTO subject SELECT 's' || n FROM generate_series(1, %d) AS n\
        """
            .formatted(rounds * many));
    scene.start(
        TimerScene.urgent(
            new TimerKind.Handler() {
              @Override
              public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> due) {
                return lockAll(tx, due.stream().map(DueTimer::subject).toList());
              }

              @Override
              public Future<Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
                return TimerScene.effect(tx, tenant, due);
              }
            }));
    long deadlocks = deadlocks();

    // A machine that stands still in the middle may have all of one kind.
    int cancelled = 0;
    for (int round = 1; round <= rounds; round++) {
      cancelled += race((round - 1) * many, many);
      assertThat(scene.effects() + cancelled).isEqualTo((long) round * many);
      if (scene.effects() > 0 && cancelled > 0) {
        break;
      }
    }
    assertThat(scene.effects()).as("some fired").isPositive();
    assertThat(cancelled).as("some were cancelled").isPositive();
    assertThat(deadlocks() - deadlocks).isZero();
  }

  /** Sets that many timers and acknowledges each about when it is due; how many were cancelled. */
  private int race(int before, int many) {
    List<Integer> subjects = IntStream.rangeClosed(1, many).boxed().toList();
    long begun = System.nanoTime();
    scene.set(
        ONE,
        subjects.stream()
            .map(i -> NewTimer.after(Duration.ofMillis(1_500 + i), KIND, "s" + (before + i)))
            .toList());

    // Some before, some after they are due, however long it took to set them.
    long late = Duration.ofNanos(System.nanoTime() - begun).toMillis();
    List<Future<Integer>> acknowledged = new ArrayList<>();
    for (int i : subjects) {
      scene
          .vertx
          .timer(Math.max(1, 1_350 + i + i * 37 % 200 - late), TimeUnit.MILLISECONDS)
          .onSuccess(
              t -> {
                Future<Integer> one = acknowledge("s" + (before + i));
                synchronized (acknowledged) {
                  acknowledged.add(one);
                }
              });
    }
    Await.until(
        "every timer's end", () -> scene.database.count("SELECT count(*) FROM timer"), n -> n == 0);
    Await.until("every acknowledgement", () -> sizeOf(acknowledged), n -> n == many);
    synchronized (acknowledged) {
      return acknowledged.stream().mapToInt(Await::result).sum();
    }
  }

  private static int sizeOf(List<Future<Integer>> list) {
    synchronized (list) {
      return list.size();
    }
  }

  private Future<Integer> acknowledge(String subject) {
    return scene.transactions.run(
        ONE,
        tx ->
            lockAll(tx, List.of(subject))
                .compose(locked -> scene.timers.cancel(tx, KIND, List.of(subject))));
  }

  private static Future<Void> lockAll(Tx tx, List<String> subjects) {
    return tx.connection()
        .preparedQuery("SELECT id FROM subject WHERE id = ANY ($1) ORDER BY id FOR UPDATE")
        .execute(Tuple.of(subjects.toArray(String[]::new)))
        .mapEmpty();
  }

  private long deadlocks() {
    return scene.database.count(
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
  }

  @Test
  void twoProcessesFireTenThousandOnceAndWithinASecond() {
    scene.start(TimerScene.urgent(TimerScene::effect));
    scene.start(TimerScene.urgent(TimerScene::effect));
    scene.store(ONE, KIND, 10_000, "3 s");

    scene.awaitEffects(10_000);

    List<String> late =
        scene.database.query(
            "SELECT extract(epoch FROM percentile_disc(p) WITHIN GROUP (ORDER BY at - due_at))"
                + " FROM effect, unnest(ARRAY[0.5, 0.99, 1]) AS p GROUP BY p ORDER BY p");
    System.out.println("10,000 timers due at once: p50, p99 and last, in seconds: " + late);
    assertThat(scene.database.count("SELECT count(*) FROM timer")).isZero();
    assertThat(scene.database.query("SELECT bool_and(at >= due_at) FROM effect"))
        .as("none early")
        .containsExactly("t");
  }

  @Test
  void oneThatRecursComesAgainAndSaysHowItWent() {
    scene.set(ONE, NewTimer.recurring(new Recurrence.Every(Duration.ofMillis(100)), "again", "a"));
    AtomicInteger runs = new AtomicInteger();
    scene.start(
        TimerScene.urgent(
            "again",
            (tx, tenant, due) ->
                Future.succeededFuture(new Fired("run " + runs.incrementAndGet()))));

    Await.until("three runs", runs::get, n -> n >= 3);

    assertThat(scene.database.query("SELECT last_outcome FROM timer").getFirst())
        .startsWith("run ");
  }
}
