package dev.imas.core.suspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What is read to work out suspects is what happened within the day, however much there is. */
class SuspectPlanIT {

  private static final String TENANT = "01890000-0000-7000-8000-000000000001";
  private static final int DAYS = 25;
  private static final int A_DAY = 600;
  private static final int SERVICES = 300;

  @Test
  void changesOfADayAreReadByTheirTimeAndNoOthers() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection core = database.connect(DatabaseConfig.Login.APP)) {
      store(database);
      core.setAutoCommit(false);
      try (Statement sql = core.createStatement()) {
        sql.execute("SELECT set_config('imas.tenant', '" + TENANT + "', true)");
        sql.execute("SET LOCAL plan_cache_mode = force_custom_plan"); // As Transactions sets it.
        sql.execute("PREPARE changes AS " + FoundChangeRepository.BEFORE);
        int found = 0;
        int owned = 0;
        try (ResultSet rows =
            sql.executeQuery(
                """
                EXECUTE changes(now() - interval '24 hours', now() + interval '2 minutes', 500, 'prod-eu',
                                now() + interval '2 hours')\
                """)) {
          while (rows.next()) {
            found++;
            owned += rows.getString("service_id") == null ? 0 : 1;
            assertThat(rows.getBoolean("is_same_environment"))
                .as(rows.getString("environment"))
                .isEqualTo(rows.getString("environment").startsWith("prod"));
          }
        }
        assertThat(found).as("500 of each kind").isEqualTo(1_000);
        assertThat(owned).isEqualTo(found);
        assertThat(read(sql, "deployment")).isLessThanOrEqualTo(2L * A_DAY);
        assertThat(read(sql, "side_event%")).isLessThanOrEqualTo(2L * A_DAY);
        assertThat(read(sql, "push")).isLessThanOrEqualTo(2L * A_DAY);
      }
    }
  }

  private static void store(TestDatabase database) {
    database.execute(
        """
        SET session_replication_role = replica; -- no owners of services
        INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'one') ON CONFLICT DO NOTHING;
        INSERT INTO environment (tenant_id, id, name, tier, patterns) VALUES ('%1$s', gen_random_uuid(), 'prod', 1, '{prod*}')
        ON CONFLICT DO NOTHING;
        INSERT INTO service (tenant_id, id, name, owner_team_id)
        SELECT '%1$s', gen_random_uuid(), 'service-' || i, '%1$s' FROM generate_series(1, %4$d) AS i;
        INSERT INTO deployment (tenant_id, id, source_id, key, dialect, state, environment, repository, sha, labels, known_at,
                                changed_at, happened_at)
        SELECT '%1$s', gen_random_uuid(), '%1$s', 'd' || i, 'api', 4, CASE WHEN i %% 2 = 0 THEN 'prod-us' ELSE 'dev' END, '', '',
               json_build_object('service', 'service-' || (i %% %4$d + 1), 'build', i)::text, now(), now(),
               now() - i * (interval '1 day' / %3$d)
          FROM generate_series(1, %2$d * %3$d) AS i;
        INSERT INTO side_event (at, tenant_id, id, source_id, receipt, received_at, happened_at, n, kind, dialect, title, author,
                                note, link, labels)
        SELECT now(), '%1$s', gen_random_uuid(), '%1$s', gen_random_uuid(), now(), now() - i * (interval '1 day' / %3$d), 1, 2,
               'custom', 'x', '', '', '', json_build_object('job', 'service-' || (i %% %4$d + 1), 'env', 'dev')::text
          FROM generate_series(1, %2$d * %3$d) AS i;
        ANALYZE\
        """
            .formatted(TENANT, DAYS, A_DAY, SERVICES));
  }

  private static long read(Statement sql, String tables) throws SQLException {
    try (ResultSet read =
        sql.executeQuery(
            """
            SELECT coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)
              FROM pg_stat_xact_user_tables WHERE relname LIKE '%s'\
            """
                .formatted(tables))) {
      read.next();
      return read.getLong(1);
    }
  }
}
