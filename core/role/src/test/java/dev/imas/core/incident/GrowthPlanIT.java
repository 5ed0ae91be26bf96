package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowthPlanIT {

  private static final String TENANT = "01890000-0000-7000-8000-000000000001";
  private static final int INCIDENTS = 20_000;
  private static final int GROWN = 1_000;

  /** With core's own login, since a superuser bypasses the policies. */
  @Test
  void ofWhatHasGrownOnlyItsOwnMessagesAreReadAndOnlyOnce() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection core = database.connect(DatabaseConfig.Login.APP)) {
      storeMessages(database);
      readsLittle(core);
      // As autovacuum leaves it between two storms: known to be empty.
      database.execute("VACUUM incident_growth");
      readsLittle(core);
      database.execute("ANALYZE delivery, incident_growth, incident_opening");
      readsLittle(core);
    }
  }

  private static void storeMessages(TestDatabase database) {
    database.execute(
        """
        SET session_replication_role = replica; -- no settling of what nobody sends
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                              payload)
        SELECT '%1$s', gen_random_uuid(), lpad(to_hex(i), 32, '0')::uuid, seq, 'incident.triggered', '%1$s', 'webhook', 'x', 2,
               'sent', '{}'
          FROM generate_series(1, %2$d) AS i, generate_series(1, 3) AS seq;
        INSERT INTO incident_opening (tenant_id, incident_id, labels, group_interval)
        SELECT '%1$s', lpad(to_hex(i), 32, '0')::uuid, '{}', interval '2 minutes' FROM generate_series(1, %2$d) AS i\
        """
            .formatted(TENANT, INCIDENTS));
  }

  private static void readsLittle(Connection core) throws SQLException {
    core.setAutoCommit(false);
    try (Statement sql = core.createStatement()) {
      sql.execute("SELECT set_config('imas.tenant', '" + TENANT + "', true)");
      sql.execute(
          "SET LOCAL plan_cache_mode = force_generic_plan"); // A plan that was made when all tables
      // were empty.
      sql.execute("PREPARE forget AS " + JoinedAlertRepository.FORGET);
      forget(sql, 1);
      long before = read(sql);
      expect(sql, GROWN);
      // Three messages each, the mark, and what the rule says.
      assertThat(read(sql) - before).isLessThanOrEqualTo(5L * GROWN);
      before = read(sql);
      expect(sql, GROWN);
      // The mark, and once more to say what else joined.
      assertThat(read(sql) - before).isLessThanOrEqualTo(2L * GROWN);
      before = read(sql);
      forget(sql, 10);
      assertThat(read(sql) - before).isLessThanOrEqualTo(10);
      sql.execute("DEALLOCATE forget");
    }
    core.rollback();
  }

  private static void expect(Statement sql, int incidents) throws SQLException {
    sql.execute(
        "SELECT expect_growth_of('{"
            + ids(incidents)
            + "}', array_fill('{"
            + new UUID(1, 1)
            + "}'::text, ARRAY["
            + incidents
            + "]), interval '5 minutes')");
  }

  private static void forget(Statement sql, int incidents) throws SQLException {
    sql.execute("EXECUTE forget('{" + ids(incidents) + "}')");
  }

  private static String ids(int incidents) {
    return IntStream.rangeClosed(1, incidents)
        .mapToObj(i -> new UUID(0, i).toString())
        .collect(Collectors.joining(","));
  }

  private static long read(Statement sql) throws SQLException {
    try (ResultSet read =
        sql.executeQuery(
            """
            SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables
             WHERE relname IN ('delivery', 'incident_growth', 'incident_opening')\
            """)) {
      read.next();
      return read.getLong(1);
    }
  }
}
