package dev.imas.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What timers do after the database's clock was set back by an hour: rows that lie as far ahead
 * stand for it.
 */
class ClockSetBackIT {

  private final TestDatabase database = TestDatabase.create();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aTimerThatLiesFurtherAheadThanItCanBePutOffIsDueAndThenOnePeriodAway() {
    timer("1 hour", "NULL");

    assertThat(claimed()).isEqualTo(1);
    database.query("SELECT finish_timer(tenant_id, name, 'done', NULL) FROM timer");

    assertThat(
            database.count(
                "SELECT count(*) FROM timer WHERE due_at > now() AND due_at <= now() + period AND"
                    + " lease_until IS NULL"))
        .isEqualTo(1);
    assertThat(claimed()).isZero();
  }

  @Test
  void theLeaseOfThatTimeHoldsNothing() {
    timer("-1 second", "now() + interval '1 hour'");
    assertThat(claimed()).isEqualTo(1);
  }

  @Test
  void aTimerThatWaitsAfterAFailureGoesOnWaiting() {
    timer("5 minutes", "NULL");
    assertThat(claimed()).isZero();
  }

  private void timer(String dueIn, String lease) {
    database.execute(
        """
        INSERT INTO timer (tenant_id, name, due_at, period, lease_until)
        VALUES ('00000000-0000-0000-0000-000000000000', 'test', now() + interval '%s', '10 seconds', %s)\
        """
            .formatted(dueIn, lease));
  }

  private long claimed() {
    return database.count("SELECT count(*) FROM claim_timer('5 minutes')");
  }
}
