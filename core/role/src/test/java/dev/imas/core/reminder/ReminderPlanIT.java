package dev.imas.core.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class ReminderPlanIT {

  private static final String TENANT = "01890000-0000-7000-8000-000000000001";
  private static final int PAST = 10_000;
  private static final int EACH = 100;

  /** With core's own login, since a superuser bypasses the policies. */
  @Test
  void callsAreReadOfWhatNobodyHasTakenOnAndWasNotRemindedOf() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection core = database.connect(DatabaseConfig.Login.APP)) {
      storeIncidents(database);
      readsLittle(core);
      database.execute("ANALYZE");
      readsLittle(core);
    }
  }

  /** So many are resolved, acknowledged, reminded of, escalated, and due. Each has three calls. */
  private static void storeIncidents(TestDatabase database) {
    database.execute(
        """
        SET session_replication_role = replica; -- no service, and no settling of what nobody sends
        CREATE TABLE made AS
        SELECT gen_random_uuid() AS id, k.kind, k.status, i
          FROM (VALUES ('past', %2$d, 'RESOLVED'), ('taken', %3$d, 'ACKNOWLEDGED'), ('reminded', %3$d, 'TRIGGERED'),
                       ('escalated', %3$d, 'TRIGGERED'), ('due', %3$d, 'TRIGGERED')) AS k(kind, many, status),
               generate_series(1, k.many) AS i;
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by, detected_at,
                              created_at, resolved_at, updated_at)
        SELECT '%1$s', id, kind || '-' || i, 'x', '%1$s', 3, status, 'api', 'x', '2030-06-11 11:00Z', '2030-06-11 11:00Z',
               CASE WHEN status = 'RESOLVED' THEN '2030-06-11 11:30Z'::timestamptz END, '2030-06-11 11:00Z'
          FROM made;
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                              payload, created_at)
        SELECT '%1$s', gen_random_uuid(), id, seq, 'incident.triggered', '%1$s', 'webhook', 'x', 2, 'sent', '{}',
               '2030-06-11 11:00Z'
          FROM made, generate_series(1, 3) AS seq;
        INSERT INTO incident_reminder (tenant_id, incident_id, reminded_at)
        SELECT '%1$s', id, '2030-06-11 11:59Z' FROM made WHERE kind = 'reminded';
        INSERT INTO escalation_run (tenant_id, incident_id, run, policy_version, policy_name, chosen, severity, state, round,
                                    step, started_at)
        SELECT '%1$s', id, 1, 1, 'x', '{}', 3, 'running', 1, 1, '2030-06-11 11:00Z' FROM made WHERE kind = 'escalated'\
        """
            .formatted(TENANT, PAST, EACH));
  }

  private static void readsLittle(Connection core) throws SQLException {
    core.setAutoCommit(false);
    try (Statement sql = core.createStatement()) {
      sql.execute("SELECT set_config('imas.tenant', '" + TENANT + "', true)");
      sql.execute("SET LOCAL plan_cache_mode = force_custom_plan"); // As Transactions sets it.
      sql.execute("PREPARE due AS " + ReminderRepository.DUE);
      String asked =
          "EXECUTE due('2030-06-11 12:00Z', NULL, '{incident.triggered}', '10 min', '15 min', '1"
              + " d', 1000)";
      long incidents = read(sql, "incident");
      long calls = read(sql, "delivery");
      int due = 0;
      try (ResultSet rows = sql.executeQuery(asked)) {
        while (rows.next()) {
          due++;
        }
      }
      assertThat(due).isEqualTo(EACH);
      assertThat(read(sql, "incident") - incidents).isLessThanOrEqualTo(4L * EACH); // what is open
      // Of those that are due and no others.
      assertThat(read(sql, "delivery") - calls).isLessThanOrEqualTo(3L * EACH);
      sql.execute("DEALLOCATE due");
    }
    core.rollback();
  }

  private static long read(Statement sql, String table) throws SQLException {
    try (ResultSet read =
        sql.executeQuery(
            """
            SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables
             WHERE relname = '%s'\
            """
                .formatted(table))) {
      read.next();
      return read.getLong(1);
    }
  }
}
