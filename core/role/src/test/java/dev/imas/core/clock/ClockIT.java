package dev.imas.core.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.ClockWatch;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.MovableClock;
import dev.imas.fixtures.database.RunningCore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trap 75: a process whose clock differs from the database's is seen, and people are told. */
class ClockIT {

  private final RunningCore core = RunningCore.start();
  private final MovableClock clock = MovableClock.atPresent();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Platform platform =
      new Platform(
          core.vertx,
          new Database(core.vertx, core.database.config()),
          clock,
          meters,
          new SecretBox(new byte[32]),
          clock.instant(),
          "test");
  private final Pool pool =
      platform
          .database()
          .pool(DatabaseConfig.Login.NOTIFIER, "of-a-test", 1, Duration.ofSeconds(10));
  private final ClockWatch watch = new ClockWatch(platform, "notifier", new Transactions(pool));

  ClockIT() {
    core.holdHousekeeping();
  }

  @AfterEach
  void stop() {
    Await.result(pool.close());
    core.close();
  }

  private void measureAfter(Duration move) {
    clock.move(move);
    Await.result(watch.measure());
  }

  private double ahead() {
    return meters.get("imas.clock.ahead.seconds").tag("role", "notifier").gauge().value();
  }

  private List<String> reported() {
    return core.database.query("SELECT role || ' ' || round(ahead / 10) * 10 FROM process_clock");
  }

  private List<String> told() {
    return core.database.query(
        """
        SELECT urgency || ' ' || channel || ' ' || (payload #>> '{incident,title}') || ' | '
               || split_part(payload #>> '{incident,description}', E'\\n', 1)
          FROM delivery WHERE about_kind = 'platform' ORDER BY created_at\
        """);
  }

  @Test
  void aClockThatAgreesIsMeasuredAndNotReported() {
    measureAfter(Duration.ofSeconds(20));
    assertThat(ahead()).isBetween(15.0, 25.0);
    assertThat(reported()).isEmpty();
    assertThat(core.sweep("clock-watch")).isEqualTo("clocks agree");
  }

  @Test
  void aWrongClockIsReportedUntilItAgreesAgain() {
    measureAfter(Duration.ofHours(1));
    assertThat(reported()).containsExactly("notifier 3600");
    measureAfter(Duration.ofHours(-2));
    assertThat(reported()).containsExactly("notifier -3600");
    measureAfter(Duration.ofHours(1));
    assertThat(reported()).isEmpty();
  }

  @Test
  void theFallbackIsToldOnceAndThenOnceADayWhileItStands() {
    measureAfter(Duration.ofHours(-1));
    core.sweep("clock-watch");
    core.sweep("clock-watch");
    assertThat(told())
        .singleElement()
        .asString()
        .startsWith("2 console The clocks of IMAS and its");
    assertThat(told().getFirst()).containsPattern("The clock of notifier is 3[56]\\d\\d s behind");

    core.database.execute(
        "UPDATE delivery SET created_at = created_at - interval '1 day' WHERE about_kind ="
            + " 'platform'");
    core.sweep("clock-watch");
    assertThat(told()).hasSize(2);
  }

  @Test
  void aProcessThatHasStoppedReportingIsForgotten() {
    measureAfter(Duration.ofHours(1));
    core.database.execute("UPDATE process_clock SET reported_at = now() - interval '4 minutes'");
    assertThat(core.sweep("clock-watch")).isEqualTo("clocks agree");
    assertThat(told()).isEmpty();
  }

  /** A wrong clock does not make core unready: that would stop pages, too. */
  @Test
  void healthSaysByHowMuch() {
    String body =
        Await.until(
            "a comparison",
            () -> core.send(null, "GET", "/health/ready", null).http().body(),
            text -> text.contains("ahead_of_database_seconds"));
    assertThat(body).contains("\"clock\":{\"status\":");
    assertThat(core.send(null, "GET", "/health/ready", null).status()).isEqualTo(200);
  }
}
