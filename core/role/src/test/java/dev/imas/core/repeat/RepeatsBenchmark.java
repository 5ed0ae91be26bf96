package dev.imas.core.repeat;

import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * What it costs to count the repeats of so many alerts for a quarter of an hour. Arguments: alerts,
 * quarters.
 */
final class RepeatsBenchmark {

  private static final String FILL =
      """
      INSERT INTO alert_state (tenant_id, fingerprint, created_at, status, severity, decision, rule_set_version, rule_index,
                               first_seen, last_seen, starts_at, observed_at, source_id, service_id, last_receipt, name,
                               group_key, labels, annotations, details)
      SELECT md5('t')::uuid, md5(n::text)::uuid, now(), 1, 3, 0, 0, -1, now(), now(), now(), now(), md5('s')::uuid,
             md5('v')::uuid, md5('r')::uuid, 'name', 'group' || n, repeat('l', 400), '{}', '{}'
        FROM generate_series(1, %1$s) AS n;
      INSERT INTO alert_repeat (tenant_id, fingerprint, repeats, last_seen, observed_at, severity)
      SELECT md5('t')::uuid, md5(n::text)::uuid, 15, now(), now(), 3 FROM generate_series(1, %1$s) AS n;
      """;

  private static final String COUNT =
      """
      SELECT count(*) FROM (
        SELECT count_repeats(array_agg(tenant_id), array_agg(fingerprint), '%1$s'::timestamptz, now() - interval '1 day')
          FROM (SELECT *, (row_number() OVER (ORDER BY fingerprint) - 1) / 1000 AS page
                  FROM repeated_alerts(now() - interval '1 day', '00000000-0000-0000-0000-000000000000', 1000000)) AS k
         GROUP BY page) AS counted\
      """;

  private RepeatsBenchmark() {}

  public static void main(String[] arguments) throws SQLException {
    int alerts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    int quarters = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 12;
    try (TestDatabase database = TestDatabase.create();
        Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute("SET search_path = imas");
      sql.execute(FILL.formatted(alerts));
      sql.execute("ANALYZE alert_state; ANALYZE alert_repeat; CHECKPOINT");
      for (int quarter = 0; quarter < quarters; quarter++) {
        sql.execute("UPDATE alert_repeat SET repeats = repeats + 15, last_seen = now()");
        String at = text(sql, "SELECT date_trunc('hour', now()) + interval '15 min' * " + quarter);
        long wal = wal(sql);
        long begun = System.nanoTime();
        long rows = Long.parseLong(text(sql, COUNT.formatted(at)));
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "%d rows in %.2f s, %.1f µs and %.0f bytes of WAL each%n",
            rows,
            seconds,
            seconds * 1e6 / rows,
            (wal(sql) - wal) / (double) rows);
      }
      System.out.println(
          text(
              sql,
              "SELECT round(sum(pg_total_relation_size(l.name::regclass)) / (SELECT count(*) FROM"
                  + " repeat_quarter)) || ' bytes on disk each' FROM partition_list() l WHERE"
                  + " l.parent = 'repeat_quarter'"));
    }
  }

  private static long wal(Statement sql) throws SQLException {
    sql.execute("SELECT pg_stat_force_next_flush()");
    sql.execute("SELECT pg_stat_clear_snapshot()");
    return Long.parseLong(text(sql, "SELECT wal_bytes::bigint FROM pg_stat_wal"));
  }

  private static String text(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
