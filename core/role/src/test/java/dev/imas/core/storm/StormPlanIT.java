package dev.imas.core.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.FullSize;
import dev.imas.fixtures.database.SampleRow;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What opening and looking after a storm read: what is in the storm or was opened within the last
 * minute, however many incidents there are, and whatever the planner knows of them.
 */
class StormPlanIT {

  private static final UUID TENANT = UUID.fromString("01890000-0000-7000-8000-000000000001");
  private static final int INCIDENTS = FullSize.or(50_000, 1_000_000);
  private static final int CHILDREN = 400;
  private static final int OF_THE_MINUTE = 100;

  /** The umbrella is the first incident, its children follow, and after them the newest. */
  private static final String UMBRELLA = id(1);

  private static final String SERVICE = id(900_001);
  private static final String TEAM = id(900_002);

  @Test
  void aStormReadsItsOwnAndTheLastMinute() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection early = database.connect(DatabaseConfig.Login.APP)) {
      database.execute("INSERT INTO tenant (tenant_id, name) VALUES ('" + TENANT + "', 'one')");
      for (int i = 0; i < 10; i++) {
        // Plans of empty tables, as a connection that is there from the start has them.
        reads(early, 0, "of empty tables");
      }
      fill(database);
      reads(early, 1, "with plans of empty tables");
      database.execute("ANALYZE");
      try (Connection late = database.connect(DatabaseConfig.Login.APP)) {
        reads(late, 1, "analyzed");
      }
    }
  }

  private static void reads(Connection core, int filled, String when) throws SQLException {
    core.setAutoCommit(false);
    try (Statement sql = core.createStatement()) {
      sql.execute("SET LOCAL imas.tenant = '" + TENANT + "'");
      sql.execute("SET LOCAL plan_cache_mode = force_generic_plan");
      String some = "'{" + id(2) + "," + id(3) + "}'";
      long few = 60;
      reads(sql, when, StormRepository.RUNNING, "'{" + SERVICE + "}'", filled, few);
      reads(sql, when, StormRepository.HOLDING, some, 2L * filled, few);
      reads(
          sql,
          when,
          StormRepository.RECENT,
          "now() - interval '1 minute', '{" + TEAM + "}'",
          (long) OF_THE_MINUTE * filled,
          5L * OF_THE_MINUTE + few);
      String umbrella = "'{" + UMBRELLA + "}', now() - interval '1 minute'";
      reads(sql, when, HeldRepository.LOOK, umbrella, filled, 3L * CHILDREN + few);
      String next = "'" + UMBRELLA + "', 20";
      reads(sql, when, HeldRepository.NEXT, next, 20L * filled, 4L * CHILDREN + few);
      reads(sql, when, HeldRepository.WAITING, some, 2L * filled, few);
    }
    core.rollback();
  }

  private static void reads(
      Statement sql, String when, String statement, String parameters, long rows, long most)
      throws SQLException {
    String what = statement.substring(0, 60) + "…, " + when;
    sql.execute("PREPARE asked AS " + statement);
    long before = read(sql);
    long found = 0;
    try (ResultSet answer = sql.executeQuery("EXECUTE asked(" + parameters + ")")) {
      while (answer.next()) {
        found++;
      }
    }
    assertThat(found).as(what).isEqualTo(rows);
    assertThat(read(sql) - before).as(what).isLessThanOrEqualTo(most);
    sql.execute("DEALLOCATE asked");
  }

  private static long read(Statement sql) throws SQLException {
    try (ResultSet read =
        sql.executeQuery(
            """
            SELECT coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0) FROM pg_stat_xact_user_tables
             WHERE schemaname = 'imas'\
            """)) {
      read.next();
      return read.getLong(1);
    }
  }

  private static void fill(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute("SET session_replication_role = replica");
      sql.execute("SET synchronous_commit = off");
      sql.execute(SampleRow.insertion(connection, "imas.incident", TENANT));
      sql.execute(
          """
          INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%3$s', 'team');
          INSERT INTO service (tenant_id, id, name, owner_team_id) VALUES ('%1$s', '%2$s', 'service', '%3$s');
          CREATE TEMPORARY TABLE sample AS SELECT * FROM incident LIMIT 1;
          DELETE FROM incident;
          CREATE TEMPORARY TABLE made AS
          SELECT n, lpad(to_hex(n), 32, '0')::uuid AS id, n <= %5$d + 1 AS is_of_storm,
                 n BETWEEN %5$d + 2 AND %5$d + 1 + %6$d AS is_new
            FROM generate_series(1, %4$d) AS n\
          """
              .formatted(TENANT, SERVICE, TEAM, INCIDENTS, CHILDREN, OF_THE_MINUTE));
      sql.execute(
          """
          DO $$
          DECLARE
            v_columns text;
          BEGIN
            SELECT string_agg(quote_ident(attname), ', ') INTO v_columns FROM pg_attribute
             WHERE attrelid = 'imas.incident'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
            EXECUTE format($i$
              INSERT INTO imas.incident (%1$s) OVERRIDING SYSTEM VALUE
              SELECT %2$s
                FROM sample t, made m,
                     jsonb_populate_record(NULL::imas.incident, to_jsonb(t) || jsonb_build_object(
                       'id', m.id, 'short_id', 'INC-' || m.n, 'group_key', 'g' || m.n, 'origin', 'alert',
                       'service_id', '00000000-0000-0000-0000-0000000dbba1',
                       'status', CASE WHEN m.is_of_storm OR m.is_new THEN 'TRIGGERED' ELSE 'RESOLVED' END,
                       'resolved_at', CASE WHEN m.is_of_storm OR m.is_new THEN NULL ELSE now() END,
                       'created_at', now() - CASE WHEN m.is_new THEN interval '10 s' ELSE interval '2 minutes' + m.n * interval '1 s' END)) AS p
              $i$, v_columns, regexp_replace(v_columns, '(^|, )', '\\1p.', 'g'));
          END $$\
          """);
      sql.execute(
          """
          INSERT INTO storm (tenant_id, umbrella_id, team_id, threshold, loudest, began_at)
          VALUES ('%1$s', '%2$s', '%3$s', 10, 1, now());
          INSERT INTO storm_child (tenant_id, incident_id, umbrella_id, held_at, asked_by)
          SELECT '%1$s', id, '%2$s', now(), 'ann' FROM made WHERE n BETWEEN 2 AND %4$d + 1\
          """
              .formatted(TENANT, UMBRELLA, TEAM, CHILDREN));
    }
  }

  private static String id(int number) {
    return new UUID(0, number).toString();
  }
}
