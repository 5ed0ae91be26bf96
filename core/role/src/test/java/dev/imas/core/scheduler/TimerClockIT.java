package dev.imas.core.scheduler;

import static dev.imas.core.scheduler.TimerScene.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.scheduler.TimerClaimRepository.Watched;
import dev.imas.fixtures.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The database's clock is set back by an hour. The time it showed before, and timers set by that,
 * simulate it.
 */
class TimerClockIT {

  private final TimerScene scene = new TimerScene();
  private final TimerClaimRepository claims = new TimerClaimRepository();

  @AfterEach
  void close() {
    scene.close();
  }

  private Watched watch(int most) {
    return Await.result(scene.transactions.runUnbound(tx -> claims.watch(tx, most)));
  }

  private void clockShowed(String ahead) {
    scene.database.execute("UPDATE timer_clock SET seen_at = now() + interval '" + ahead + "'");
  }

  /**
   * @param set and due, and tried: from now
   */
  private void timer(
      String subject, boolean elapses, String recurs, String set, String due, String tried) {
    scene.database.execute(
        """
        INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, recurs, elapses, set_at)
        VALUES ('%s', 'test', '%s', now() + interval '%s', now() + interval '%s', %s, %s, now() + interval '%s')\
        """
            .formatted(ONE, subject, due, tried, recurs, elapses, set));
  }

  /** In minutes from now, rounded. */
  private long due(String subject) {
    return minutes("due_at", subject);
  }

  private long tried(String subject) {
    return minutes("try_at", subject);
  }

  private long minutes(String column, String subject) {
    return scene.database.count(
        "SELECT round(extract(epoch FROM "
            + column
            + " - now()) / 60)::bigint FROM timer WHERE subject = '"
            + subject
            + "'");
  }

  @Test
  void whatWasToElapseGoesOnFromWhereItWas() {
    timer("soon", true, "NULL", "55 minutes", "65 minutes", "65 minutes");
    timer("set long before", true, "NULL", "-5 hours", "70 minutes", "70 minutes");
    timer("again", true, "'every PT10M'", "58 minutes", "68 minutes", "68 minutes");
    timer("put off", false, "NULL", "59 minutes", "50 minutes", "64 minutes");
    clockShowed("1 hour");

    assertThat(watch(100).setBackMillis()).isBetween(3_500_000L, 3_600_000L);

    assertThat(due("soon")).isEqualTo(5);
    assertThat(due("set long before")).isEqualTo(10);
    assertThat(due("again")).isEqualTo(8);
    assertThat(tried("again")).isEqualTo(8);
    assertThat(due("put off")).isEqualTo(50);
    assertThat(tried("put off")).isEqualTo(4);
  }

  @Test
  void anInstantStaysOneAndWhatIsSetSinceStaysAsItIs() {
    timer("at", false, "NULL", "55 minutes", "3 days", "3 days");
    timer("daily", false, "'at 02:00 UTC'", "55 minutes", "25 hours", "25 hours");
    timer("fresh", true, "NULL", "-1 second", "5 minutes", "5 minutes");
    clockShowed("1 hour");

    watch(100);

    assertThat(due("at")).isEqualTo(3 * 24 * 60);
    assertThat(due("daily")).isEqualTo(25 * 60);
    assertThat(due("fresh")).isEqualTo(5);
  }

  @Test
  void aClockThatWasAYearAheadLeavesNoDailyWorkForNextYear() {
    timer("daily", false, "'at 02:00 UTC'", "365 days", "366 days", "366 days");
    timer("at", false, "NULL", "365 days", "366 days", "366 days");
    timer("again", true, "'every PT1H'", "365 days", "525660 minutes", "525660 minutes");
    clockShowed("365 days");

    watch(100);

    assertThat(tried("daily")).isZero();
    assertThat(due("at")).isEqualTo(366 * 24 * 60);
    assertThat(due("again")).isEqualTo(60);
  }

  @Test
  void itIsMovedOnceHoweverManyStepsThatTakes() {
    for (int i = 0; i < 25; i++) {
      timer("t" + i, true, "NULL", i % 2 == 0 ? "-5 hours" : "55 minutes", "70 min", "70 min");
    }
    clockShowed("1 hour");

    int turns = 1;
    for (Watched seen = watch(10); seen.more(); seen = watch(10)) {
      turns++;
    }
    watch(10);

    assertThat(turns).isEqualTo(3);
    for (int i = 0; i < 25; i++) {
      assertThat(due("t" + i)).isEqualTo(10);
    }
  }

  @Test
  void forwardNothingIsMovedAndTheLatestIsRemembered() {
    timer("soon", true, "NULL", "-1 hour", "5 minutes", "5 minutes");
    clockShowed("-1 hour");

    Watched seen = watch(10);

    assertThat(seen.setBackMillis()).isZero();
    assertThat(due("soon")).isEqualTo(5);
    assertThat(
            scene.database.query("SELECT now() - seen_at < interval '10 seconds' FROM timer_clock"))
        .containsExactly("t");
  }

  @Test
  void coreFindsItByItself() {
    timer("soon", true, "NULL", "59 minutes", "61 minutes", "61 minutes");
    clockShowed("1 hour");

    scene.start(TimerScene.urgent(TimerScene::effect));

    Await.until("the timer to be moved", Duration.ofSeconds(10), () -> due("soon"), m -> m == 1);
    Await.until(
        "the step to be counted",
        () -> scene.meters.get("imas.timer.clock.set.back").counter().count(),
        n -> n == 1);
  }
}
