package dev.imas.core.scheduler;

import static dev.imas.core.scheduler.TimerScene.ONE;
import static dev.imas.core.scheduler.TimerScene.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.scheduler.TimerClaimRepository.Leased;
import dev.imas.core.scheduler.TimerClaimRepository.Turn;
import dev.imas.fixtures.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Housekeeping, whose work takes transactions of its own. */
class TimerLeaseIT {

  private final TimerScene scene = new TimerScene();
  private final TimerClaimRepository claims = new TimerClaimRepository();
  private final TimerRepository timers = new TimerRepository();

  @AfterEach
  void close() {
    scene.close();
  }

  private Leased lease() {
    return Objects.requireNonNull(
        Await.result(
                scene.transactions.runUnbound(
                    tx ->
                        claims.lease(
                            tx,
                            TimerClaimRepository.leasing(Map.of()),
                            List.of("sweep"),
                            Turn.START,
                            Duration.ofSeconds(30),
                            Instant.EPOCH)))
            .leased());
  }

  private boolean finish(Leased leased) {
    return Await.result(
        scene.transactions.run(
            ONE, tx -> timers.finish(tx, leased.timer(), leased.claim(), "done")));
  }

  @Test
  void whoLostTheLeaseCannotEndWhatAnotherDoes() {
    scene.set(ONE, NewTimer.recurring(new Recurrence.Every(Duration.ofHours(1)), "sweep", "a"));
    Leased first = lease();
    scene.database.execute("UPDATE timer SET try_at = now()"); // Its lease has expired.
    Leased second = lease();

    boolean late = finish(first);
    boolean own = finish(second);

    assertThat(late).isFalse();
    assertThat(own).isTrue();
    assertThat(scene.database.query("SELECT try_at > now() AND claim IS NULL FROM timer"))
        .containsExactly("t");
  }

  @Test
  void whatIsSetAnewWhileItRunsIsNotEnded() {
    scene.store(ONE, "sweep", 1, "-1 s");
    Leased leased = lease();

    scene.set(ONE, NewTimer.after(Duration.ofDays(1), "sweep", "s1"));
    boolean ended = finish(leased);

    assertThat(ended).isFalse();
    assertThat(scene.database.count("SELECT count(*) FROM timer WHERE try_at > now()"))
        .isEqualTo(1);
  }

  @Test
  void aRunThatTakesLongKeepsItsLease() {
    Promise<String> ends = Promise.promise();
    AtomicInteger runs = new AtomicInteger();
    TimerKind slow =
        TimerKind.sweep(
            "sweep",
            tenant -> {
              runs.incrementAndGet();
              return ends.future();
            });
    scene.store(ONE, "sweep", 1, "-1 s");
    scene.start(List.of(), Duration.ofMillis(900), slow);
    Await.until("it runs", runs::get, n -> n == 1);
    String until = scene.database.query("SELECT try_at FROM timer").getFirst();

    // Later than the first end of the lease.
    Await.until(
        "that time",
        () -> scene.database.query("SELECT now() > timestamptz '" + until + "'").getFirst(),
        "t"::equals);
    Await.until(
        "a renewal",
        () -> scene.database.query("SELECT try_at > now() FROM timer").getFirst(),
        "t"::equals);
    assertThat(runs).hasValue(1);
    ends.complete("done");
    Await.until("its end", () -> scene.database.count("SELECT count(*) FROM timer"), n -> n == 0);
  }

  @Test
  void oneThatComesAgainInAFormOfAnotherVersionIsNotRunAndHoldsUpNone() {
    List<TenantId> runs = new CopyOnWriteArrayList<>();
    scene.store(ONE, "sweep", 1, "-1 s");
    scene.store(TWO, "sweep", 1, "-1 s");
    scene.database.execute(
        "UPDATE timer SET recurs = 'with the new moon' WHERE tenant_id = '" + ONE + "'");
    scene.start(
        TimerKind.sweep(
            "sweep",
            tenant -> {
              runs.add(tenant);
              return Future.succeededFuture("done");
            }));

    Await.until(
        "it to be put off",
        () ->
            scene.database.query(
                "SELECT last_outcome FROM timer WHERE attempts = 1 AND claim IS NULL"),
        List.of(
                "failed: this version cannot read the timer's recurrence, but another version may:"
                    + " with the new moon")
            ::equals);
    Await.until("the other", () -> scene.database.count("SELECT count(*) FROM timer"), n -> n == 1);

    assertThat(runs).containsExactly(TWO);
    assertThat(scene.database.query("SELECT recurs FROM timer"))
        .containsExactly("with the new moon");
  }

  @Test
  void oneThatFailsSaysWhyAndIsTriedAgain() {
    AtomicInteger runs = new AtomicInteger();
    TimerKind failing =
        TimerKind.sweep(
            "sweep",
            tenant ->
                runs.incrementAndGet() == 1
                    ? Future.failedFuture(new IllegalStateException("no room"))
                    : Future.succeededFuture("done"));
    scene.set(ONE, NewTimer.recurring(new Recurrence.Every(Duration.ofHours(1)), "sweep", "a"));
    scene.start(failing);

    Await.until(
        "the reason",
        () -> scene.database.query("SELECT last_outcome FROM timer WHERE attempts = 1"),
        List.of("failed: no room")::equals);
    scene.database.execute("UPDATE timer SET try_at = now()");
    Await.until(
        "another try",
        () -> scene.database.query("SELECT last_outcome FROM timer WHERE attempts = 0"),
        List.of("done")::equals);
  }

  @Test
  void ofThePlatformOneOfEachKindIsSetAndAnotherRecurrenceTakesOver() {
    Transactions transactions = scene.transactions;
    for (Recurrence recurrence :
        List.of(
            new Recurrence.Every(Duration.ofHours(3)),
            new Recurrence.Every(Duration.ofHours(3)),
            new Recurrence.Every(Duration.ofMinutes(2)))) {
      Await.result(
          transactions.run(
              TenantId.PLATFORM,
              tx -> timers.register(tx, "sweep", Scheduler.PLATFORM, recurrence)));
    }
    assertThat(scene.database.query("SELECT recurs FROM timer")).containsExactly("every PT2M");

    scene.database.execute("UPDATE timer SET due_at = now() + interval '3 hours', try_at = due_at");
    scene.database.execute("UPDATE timer SET try_at = due_at");
    Await.result(
        transactions.run(
            TenantId.PLATFORM,
            tx ->
                timers.register(
                    tx,
                    "sweep",
                    Scheduler.PLATFORM,
                    new Recurrence.AtTime(LocalTime.of(2, 0), ZoneOffset.UTC))));

    assertThat(scene.database.query("SELECT recurs || ' ' || elapses FROM timer"))
        .containsExactly("at 02:00 Z false");
    assertThat(scene.database.query("SELECT try_at <= now() + interval '1 day' FROM timer"))
        .containsExactly("t");
  }
}
