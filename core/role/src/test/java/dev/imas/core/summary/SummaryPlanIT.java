package dev.imas.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class SummaryPlanIT {

  private static final String TENANT = "01890000-0000-7000-8000-000000000001";
  private static final int PAST = 20_000;
  private static final int EACH = 100;

  /** With core's own login, since a superuser bypasses the policies. */
  @Test
  void ofAllIncidentsOnlyTheOpenAndThoseOfTheTimeAreRead() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection core = database.connect(DatabaseConfig.Login.APP)) {
      storeIncidents(database);
      readsLittle(core, "force_custom_plan");
      readsLittle(core, "force_generic_plan");
      database.execute("ANALYZE incident");
      readsLittle(core, "force_custom_plan");
      readsLittle(core, "force_generic_plan");
    }
  }

  /**
   * The day told of is 2030-06-11. Of each kind that matters to it there are as many, and all
   * others were over long before.
   */
  private static void storeIncidents(TestDatabase database) {
    database.execute(
        """
        SET session_replication_role = replica; -- no team
        INSERT INTO service (tenant_id, id, name, owner_team_id) VALUES ('%1$s', '%1$s', 'shop', '%1$s');
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by, detected_at,
                              created_at, acknowledged_at, resolved_at, updated_at)
        SELECT '%1$s', gen_random_uuid(), k.kind || '-' || i, 'x', '%1$s', k.severity, k.status, 'api', 'x', k.created,
               k.created, k.acknowledged, k.resolved, k.created
          FROM (VALUES
                 ('past', %2$d, 3, 'RESOLVED', '2030-05-01 00:00Z'::timestamptz, '2030-05-01 00:05Z'::timestamptz,
                  '2030-05-01 01:00Z'::timestamptz),
                 ('older', %3$d, 1, 'RESOLVED', '2030-06-10 11:00Z', '2030-06-10 12:00Z', '2030-06-11 12:00Z'),
                 ('day', %3$d, 2, 'RESOLVED', '2030-06-11 12:00Z', '2030-06-11 13:00Z', '2030-06-11 17:00Z'),
                 ('open', %3$d, 3, 'TRIGGERED', '2030-06-11 12:00Z', NULL, NULL),
                 ('taken', %3$d, 4, 'ACKNOWLEDGED', '2030-06-10 12:00Z', '2030-06-11 11:00Z', NULL),
                 ('since', %3$d, 4, 'RESOLVED', '2030-06-10 12:00Z', '2030-06-10 12:00Z', '2030-06-12 12:00Z'),
                 ('after', %3$d, 4, 'TRIGGERED', '2030-06-12 12:00Z', NULL, NULL))
               AS k(kind, many, severity, status, created, acknowledged, resolved),
               generate_series(1, k.many) AS i\
        """
            .formatted(TENANT, PAST, EACH));
  }

  private static void readsLittle(Connection core, String plans) throws SQLException {
    core.setAutoCommit(false);
    try (Statement sql = core.createStatement()) {
      sql.execute("SELECT set_config('imas.tenant', '" + TENANT + "', true)");
      sql.execute("SET LOCAL plan_cache_mode = " + plans);
      sql.execute("PREPARE figures (timestamptz, timestamptz) AS " + SummaryRepository.FIGURES);
      sql.execute("PREPARE services (timestamptz, timestamptz) AS " + SummaryRepository.SERVICES);
      long before = read(sql);
      try (ResultSet told =
          sql.executeQuery("EXECUTE figures('2030-06-11 00:00Z', '2030-06-12 00:00Z')")) {
        told.next();
        StringBuilder figures = new StringBuilder();
        for (int i = 1; i <= told.getMetaData().getColumnCount(); i++) {
          figures.append(told.getLong(i)).append(' ');
        }
        // By severity, resolved, open, unacknowledged; after 1 and 23 hours, after 25 and 5 hours.
        assertThat(figures.toString()).isEqualTo("0 100 100 0 200 200 100 43200 54000 ");
      }
      // What is above but the past, and for a second time what was opened that day.
      assertThat(read(sql) - before).as(plans).isLessThanOrEqualTo(7L * EACH);
      before = read(sql);
      sql.execute("EXECUTE services('2030-06-11 00:00Z', '2030-06-12 00:00Z')");
      // What was opened that day.
      assertThat(read(sql) - before).as(plans).isLessThanOrEqualTo(2L * EACH);
      sql.execute("DEALLOCATE ALL");
    }
    core.rollback();
  }

  private static long read(Statement sql) throws SQLException {
    try (ResultSet read =
        sql.executeQuery(
            """
            SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables
             WHERE relname = 'incident'\
            """)) {
      read.next();
      return read.getLong(1);
    }
  }
}
