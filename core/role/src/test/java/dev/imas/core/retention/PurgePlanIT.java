package dev.imas.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.database.SampleRow;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A batch reads the rows that it looks at, and what belongs to them, however much there is that
 * stays, and whatever the planner knows of it.
 */
class PurgePlanIT {

  private static final UUID TENANT = UUID.fromString("01890000-0000-7000-8000-000000000001");
  private static final int BATCH = 500;
  private static final int FEW = 500;
  private static final int MANY = 5_000;

  private static final List<String> TABLES =
      List.of(
          "incident",
          "incident_alert",
          "incident_growth",
          "incident_opening",
          "delivery",
          "timeline",
          "alert_state",
          "alert_progress",
          "transition",
          "timer",
          "delivery_outcome",
          "outbox");

  /** No index has the rows of a tenant's backlogs by alert or incident: they are read once. */
  private static final Set<String> BACKLOGS = Set.of("outbox", "delivery_outcome");

  @Test
  void aBatchReadsTheSameRowsWhateverStays() throws SQLException {
    Map<String, Long> few = rowsReadBeside(FEW);
    Map<String, Long> many = rowsReadBeside(MANY);

    assertThat(many.keySet()).isEqualTo(few.keySet());
    assertThat(many)
        .allSatisfy(
            (what, rows) -> {
              if (BACKLOGS.contains(what.substring(0, what.indexOf(' ')))) {
                assertThat(rows).as(what).isLessThanOrEqualTo(BATCH + MANY + 1);
              } else {
                assertThat(rows).as(what).isLessThanOrEqualTo(few.getOrDefault(what, 0L) + 100);
              }
            });
  }

  /** On a slow machine it would analyse tables in the middle, and plans would not be old ones. */
  private static final String WITHOUT_AUTOVACUUM =
      """
      DO $$
      DECLARE
        v_table regclass;
      BEGIN
        FOR v_table IN SELECT oid FROM pg_class WHERE relnamespace = 'imas'::regnamespace AND relkind = 'r' LOOP
          EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', v_table);
        END LOOP;
      END $$\
      """;

  private static Map<String, Long> rowsReadBeside(int staying) throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection early = database.connect(DatabaseConfig.Login.APP)) {
      database.execute("INSERT INTO tenant (tenant_id, name) VALUES ('" + TENANT + "', 'one')");
      database.execute(WITHOUT_AUTOVACUUM);
      for (int i = 0; i < 10; i++) {
        // Plans of empty tables, as a connection that is there from the start has them.
        batches(early, 0, "of empty tables");
      }
      fill(database, staying);
      Map<String, Long> read = batches(early, staying, "with plans of empty tables");
      database.execute("ANALYZE");
      try (Connection late = database.connect(DatabaseConfig.Login.APP)) {
        read.putAll(batches(late, staying, "analyzed"));
      }
      return read;
    }
  }

  /** One of each, of the same incidents, rolled back. */
  private static Map<String, Long> batches(Connection core, int staying, String when)
      throws SQLException {
    core.setAutoCommit(false);
    Map<String, Long> read = new TreeMap<>();
    try (Statement sql = core.createStatement()) {
      sql.execute("SET LOCAL imas.tenant = '" + TENANT + "'");
      for (String rows : List.of("alerts", "deliveries", "incidents")) {
        Map<String, Long> before = rowsRead(sql);
        try (ResultSet batch =
            sql.executeQuery(
                "SELECT died FROM purge_%s('%s', now() - interval '50 d', %d)"
                    .formatted(rows, TENANT, BATCH))) {
          batch.next();
          assertThat(batch.getLong(1)).as(rows).isEqualTo(staying == 0 ? 0 : BATCH);
        }
        rowsRead(sql)
            .forEach(
                (table, sum) ->
                    read.put(
                        "%s for %s, %s".formatted(table, rows, when),
                        sum - before.getOrDefault(table, 0L)));
      }
    }
    core.rollback();
    core.setAutoCommit(true);
    return read;
  }

  /** By table, by this transaction so far. Partitions count as one. */
  private static Map<String, Long> rowsRead(Statement sql) throws SQLException {
    Map<String, Long> read = new TreeMap<>();
    try (ResultSet tables =
        sql.executeQuery(
            """
            SELECT regexp_replace(relname, '_p[0-9]+$', '') AS name, sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))
              FROM pg_stat_xact_user_tables WHERE schemaname = 'imas' GROUP BY 1\
            """)) {
      while (tables.next()) {
        read.put(tables.getString(1), tables.getLong(2));
      }
    }
    return read;
  }

  /** A batch of each that is past its retention, and so many of each that are of today. */
  private static void fill(TestDatabase database, int staying) throws SQLException {
    try (Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute("SET session_replication_role = replica");
      sql.execute("SET synchronous_commit = off");
      for (String table : TABLES) {
        sql.execute(SampleRow.insertion(connection, "imas." + table, TENANT));
      }
      sql.execute(
          """
          CREATE TEMPORARY TABLE made AS
          SELECT n, ('10000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid AS id,
                 CASE WHEN n <= %1$d THEN now() - interval '100 d' ELSE now() END AS at
            FROM generate_series(1, %2$d) AS n\
          """
              .formatted(BATCH, BATCH + staying));
      multiply(
          sql,
          "incident",
          "'id', m.id, 'short_id', 'INC-' || m.n, 'status', 'RESOLVED', 'created_at', m.at,"
              + " 'updated_at', m.at, 'alert_count', 1, 'group_key', 'g' || m.n");
      multiply(sql, "incident_alert", "'incident_id', m.id, 'fingerprint', m.id");
      multiply(sql, "incident_growth", "'incident_id', m.id");
      multiply(sql, "incident_opening", "'incident_id', m.id");
      multiply(
          sql,
          "delivery",
          "'id', m.id, 'incident_id', m.id, 'receiver_id', m.id, 'status', 'sent', 'created_at',"
              + " m.at, 'finished_at', m.at");
      multiply(sql, "timeline", "'incident_id', m.id, 'seq', 1, 'at', now()");
      multiply(
          sql,
          "alert_state",
          "'fingerprint', m.id, 'status', 2, 'created_at', m.at, 'last_seen', m.at,"
              + " 'recovered_at', m.at, 'resolved_at', m.at, 'seq', 1");
      multiply(
          sql,
          "alert_progress",
          "'fingerprint', m.id, 'applied_seq', 1, 'firing', false, 'incident_id', m.id,"
              + " 'number', 1000000 + m.n");
      multiply(sql, "transition", "'fingerprint', md5('t' || m.n)::uuid, 'seq', 1, 'at', now()");
      multiply(sql, "timer", "'kind', 'kind-' || m.n % 5, 'subject', m.id || ':x'");
      multiply(
          sql,
          "delivery_outcome",
          "'id', 9 + m.n, 'incident_id', md5('o' || m.n)::uuid, 'not_before', 'infinity'");
      multiply(sql, "outbox", "'id', 9 + m.n, 'fingerprint', md5('b' || m.n)::uuid, 'at', now()");
    }
  }

  private static void multiply(Statement sql, String table, String members) throws SQLException {
    String columns;
    String values;
    try (ResultSet row =
        sql.executeQuery(
            """
            SELECT string_agg(quote_ident(attname), ', '), string_agg('p.' || quote_ident(attname), ', ') FROM pg_attribute
             WHERE attrelid = 'imas.%s'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''\
            """
                .formatted(table))) {
      row.next();
      columns = row.getString(1);
      values = row.getString(2);
    }
    sql.execute(
        """
        INSERT INTO imas.%1$s (%2$s) OVERRIDING SYSTEM VALUE
        SELECT %3$s
          FROM (SELECT * FROM imas.%1$s LIMIT 1) AS t, made AS m,
               jsonb_populate_record(NULL::imas.%1$s, to_jsonb(t) || jsonb_build_object(%4$s)) AS p\
        """
            .formatted(table, columns, values, members));
  }
}
