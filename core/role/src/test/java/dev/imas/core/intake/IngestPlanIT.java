package dev.imas.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.UuidV7;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.fixtures.database.TestIngest;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a batch costs when tables have grown since its connection planned the statements: a storm on
 * an installation that was quiet until then, before anything is analyzed again.
 */
class IngestPlanIT {

  private static final int QUIET = 60;
  private static final int STORM = 5_000;

  private final TestDatabase database = TestDatabase.create();
  private final UUID tenant = UuidV7.at(1);
  private final UUID id = UuidV7.at(1);
  private final Instant now = Instant.now();

  IngestPlanIT() {
    database.execute(
        """
        INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'ours');
        INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%2$s', 'team');
        INSERT INTO service (tenant_id, id, name, owner_team_id) VALUES ('%1$s', '%2$s', 'service', '%2$s');
        INSERT INTO source (tenant_id, id, name, type) VALUES ('%1$s', '%2$s', 'source', 'CUSTOM')\
        """
            .formatted(tenant, id));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aBatchFindsItsAlertsByKeyHoweverSmallTheTablesWereWhenItWasPlanned() {
    try (TestIngest ingest = new TestIngest(database)) {
      post(ingest, 0, QUIET, true);
      database.execute("ANALYZE");
      for (int i = 0; i < 12; i++) {
        post(ingest, 0, 10, i % 2 == 0);
      }
      for (int from = QUIET; from < STORM; from += 500) {
        post(ingest, from, 500, true);
      }
      for (int from = 0; from < STORM; from += 100) {
        post(ingest, from, 20, false);
        post(ingest, from, 20, true);
      }
    }
    Await.until(
        "the connection's figures to be counted, as they are when it ends",
        () ->
            database.count(
                "SELECT count(*) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND usename = 'imas_ingest'"),
        left -> left == 0);
    assertThat(
            database.count(
                "SELECT sum(seq_tup_read + idx_tup_fetch)::bigint FROM pg_stat_user_tables"
                    + " WHERE relname IN ('alert_state', 'alert_repeat', 'late_firing')"))
        .isLessThan(5L * STORM);
  }

  @Test
  void whatIsAskedForEachAlertIsPartOfTheStatementAndNotCalled() {
    assertThat(
            database.query(
                """
                EXPLAIN (VERBOSE)
                SELECT later_sighting(last_seen, observed_at, first_seen), sender_of(source_id, details), kind_opened()
                  FROM alert_state\
                """))
        .noneMatch(line -> line.contains("later_sighting"))
        .noneMatch(line -> line.contains("sender_of"))
        .noneMatch(line -> line.contains("kind_opened"));
  }

  private void post(TestIngest ingest, int from, int count, boolean firing) {
    List<Event> events =
        IntStream.range(from, from + count)
            .mapToObj(n -> Event.firing("alert " + n, 3, id, now))
            .map(event -> firing ? event : event.resolved())
            .toList();
    ingest.post(tenant, id, now, events);
  }
}
