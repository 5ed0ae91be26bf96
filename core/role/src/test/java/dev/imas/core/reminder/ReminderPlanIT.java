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
  private static final int OPEN = 10_000;
  private static final int EACH = 100;

  /** With core's own login, since a superuser bypasses the policies. */
  @Test
  void whatIsOpenAndNotDueCostsNothing() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection early = database.connect(DatabaseConfig.Login.APP)) {
      // As autovacuum leaves it on a calm day: known to be empty.
      database.execute("VACUUM incident_reminder");
      preparesToForget(early);
      storeIncidents(database);
      forgetsByTheIndex(early);
      readsLittle(early);
      database.execute("ANALYZE");
      // What a session read in its last transaction may still count in its next one.
      try (Connection late = database.connect(DatabaseConfig.Login.APP)) {
        readsLittle(late);
      }
    }
  }

  /**
   * So many are open and not due, taken on, over for a day, escalated, and due. Each has three
   * calls.
   */
  private static void storeIncidents(TestDatabase database) {
    database.execute(
        """
        SET session_replication_role = replica; -- no service, and no settling of what nobody sends
        INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'one') ON CONFLICT DO NOTHING;
        CREATE TABLE made AS
        SELECT gen_random_uuid() AS id, k.kind, k.status, k.due, i
          FROM (VALUES ('open', %2$d, 'TRIGGERED', '2030-06-11 12:05Z'::timestamptz), ('taken', %2$d, 'ACKNOWLEDGED', NULL),
                       ('over', %3$d, 'TRIGGERED', NULL), ('escalated', %3$d, 'TRIGGERED', '2030-06-11 11:59Z'),
                       ('due', %3$d, 'TRIGGERED', '2030-06-11 11:59Z')) AS k(kind, many, status, due),
               generate_series(1, k.many) AS i;
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by, detected_at,
                              created_at, updated_at)
        SELECT '%1$s', id, kind || '-' || i, 'x', '%1$s', 3, status, 'api', 'x', '2030-06-11 11:00Z', '2030-06-11 11:00Z',
               '2030-06-11 11:00Z'
          FROM made;
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                              payload, created_at)
        SELECT '%1$s', gen_random_uuid(), id, seq, 'incident.triggered', '%1$s', 'webhook', 'x', 2, 'sent', '{}',
               '2030-06-11 11:00Z'
          FROM made, generate_series(1, 3) AS seq;
        GRANT SELECT ON made TO imas_app;
        INSERT INTO incident_reminder (tenant_id, incident_id, due_at)
        SELECT '%1$s', id, due FROM made WHERE due IS NOT NULL;
        INSERT INTO escalation_run (tenant_id, incident_id, run, policy_version, policy_name, chosen, severity, state, round,
                                    step, started_at)
        SELECT '%1$s', id, 1, 1, 'x', '{}', 3, 'running', 1, 1, '2030-06-11 11:00Z' FROM made WHERE kind = 'escalated'\
        """
            .formatted(TENANT, OPEN, EACH));
  }

  /** A plan that was made while the table was empty, and stays for as long as its connection. */
  private static void preparesToForget(Connection core) throws SQLException {
    try (Statement sql = core.createStatement()) {
      sql.execute("SET plan_cache_mode = force_generic_plan");
      sql.execute("PREPARE forget AS " + ReminderRepository.FORGET);
      sql.execute("EXECUTE forget('{" + TENANT + "}')");
    }
  }

  private static void forgetsByTheIndex(Connection core) throws SQLException {
    core.setAutoCommit(false);
    try (Statement sql = core.createStatement()) {
      sql.execute("SELECT set_config('imas.tenant', '" + TENANT + "', true)");
      String ten =
          text(
              sql,
              "SELECT array_agg(id) FROM (SELECT id FROM made WHERE due IS NOT NULL LIMIT 10) AS"
                  + " m");
      sql.execute("EXECUTE forget('" + ten + "')");
      assertThat(read(sql, "incident_reminder")).isLessThanOrEqualTo(10);
    }
    core.rollback();
  }

  private static void readsLittle(Connection core) throws SQLException {
    core.setAutoCommit(false);
    try (Statement sql = core.createStatement()) {
      sql.execute("SELECT set_config('imas.tenant', '" + TENANT + "', true)");
      sql.execute("SET LOCAL plan_cache_mode = force_custom_plan"); // As Transactions sets it.
      sql.execute("PREPARE due AS " + ReminderRepository.DUE);
      sql.execute("PREPARE states AS " + ReminderRepository.STATES);

      // What the session read in its last transaction may still count.
      long earlier = read(sql, "incident_reminder");
      String due = "SELECT array_agg(id) FROM made WHERE kind IN ('due', 'escalated')";
      assertThat(rows(sql, "EXECUTE due('2030-06-11 12:00Z', 1000)")).isEqualTo(2 * EACH);
      assertThat(read(sql, "incident_reminder") - earlier).isLessThanOrEqualTo(2L * EACH);
      assertThat(read(sql, "incident")).isZero();
      assertThat(read(sql, "delivery")).isZero();

      String ids = text(sql, due);
      assertThat(
              rows(
                  sql,
                  "EXECUTE states('%s', '2030-06-11 12:00Z', '{incident.triggered}')"
                      .formatted(ids)))
          .isEqualTo(2 * EACH);
      assertThat(read(sql, "incident_reminder") - earlier).isLessThanOrEqualTo(4L * EACH);
      assertThat(read(sql, "delivery")).isLessThanOrEqualTo(2L * 3 * EACH);

      long before = read(sql, "incident_reminder");
      assertThat(rows(sql, "SELECT tenants_to_remind('2030-06-11 12:00Z')")).isEqualTo(1);
      assertThat(read(sql, "incident_reminder") - before).isLessThanOrEqualTo(2);
      sql.execute("DEALLOCATE due");
      sql.execute("DEALLOCATE states");
    }
    core.rollback();
  }

  private static int rows(Statement sql, String asked) throws SQLException {
    int count = 0;
    try (ResultSet rows = sql.executeQuery(asked)) {
      while (rows.next()) {
        count++;
      }
    }
    return count;
  }

  private static String text(Statement sql, String asked) throws SQLException {
    try (ResultSet rows = sql.executeQuery(asked)) {
      rows.next();
      return rows.getString(1);
    }
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
