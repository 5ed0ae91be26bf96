package dev.imas.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The quarter of {@link RetentionBenchmark} at a five hundredth of its size, and a week at a time.
 * It ends at the present, where the database's clock stays. So partitions of journal and ledger are
 * not dropped.
 */
class SimulatedQuarterIT {

  private static final int WEEKS = 13;
  private static final int ALERTS = 1_540;

  @Test
  void twentyThousandAlertsOfAQuarterLeaveThoseOfTheRetention() {
    try (RunningCore core = RunningCore.start(SimulatedQuarter.KEEP)) {
      core.clock.move(Duration.ofDays(-7 * WEEKS));
      core.database.gatewaysListenSince(core.now());
      core.database.execute("UPDATE retention_pass SET done_before = '-infinity'");
      List<Long> alerts = new ArrayList<>();
      List<Long> incidents = new ArrayList<>();
      try (SimulatedQuarter quarter = new SimulatedQuarter(core, 1)) {
        for (int week = 1; week <= WEEKS; week++) {
          core.clock.move(Duration.ofDays(7).minusMinutes(10));
          quarter.alertsOfADay(7 * week, ALERTS);
          quarter.upkeepOfADay();
          alerts.add(quarter.rows("alert_state"));
          incidents.add(quarter.rows("incident"));
          quarter.mustBalance();
        }
        // Of three weeks and the present one, and of the week before those whose incident had an
        // alert
        // that lasted into the first of them.
        assertThat(alerts.getLast())
            .isEqualTo(
                4L * ALERTS
                    + (long) ALERTS
                        / SimulatedQuarter.LASTING
                        * SimulatedQuarter.ALERTS_OF_AN_INCIDENT);
        assertThat(alerts.subList(4, WEEKS)).containsOnly(alerts.getLast());
        assertThat(quarter.rows("alert_progress")).isEqualTo(alerts.getLast());
        assertThat(incidents.subList(6, WEEKS)).containsOnly(incidents.getLast());
        assertThat(quarter.rows("incident_alert")).isLessThan(7L * ALERTS);
        Instant fourWeeksAgo = core.now().minus(Duration.ofDays(29));
        assertThat(quarter.rows("delivery WHERE created_at < '%s'".formatted(fourWeeksAgo)))
            .isZero();
        assertThat(core.database.count("SELECT alerts FROM alert_closed") + alerts.getLast())
            .isEqualTo((long) WEEKS * ALERTS);
      }
    }
  }
}
