package dev.imas.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.FullSize;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/**
 * However many timers lie in the future, a claim reads only those that are due. A claim that read a
 * part of them would do so among a hundred thousand, too.
 */
class TimerPlanIT {

  /** A million with {@code -Dimas.test.full=true}. */
  private static final int AHEAD = FullSize.or(100_000, 1_000_000);

  private static final int TENANTS = 200;

  @Test
  void claimsReadWhatIsDueAmongManyThatAreNot() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection core = database.connect(DatabaseConfig.Login.APP)) {
      database.execute(
          """
          SET synchronous_commit = off;
          INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, elapses)
          SELECT lpad(to_hex(1 + n %% %2$d), 32, '0')::uuid, 'kind-' || n %% 5, 's' || n, now() + interval '1 day' + n * interval '1 s',
                 now() + interval '1 day' + n * interval '1 s', true
            FROM generate_series(1, %1$d) AS n;
          INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, elapses)
          SELECT lpad(to_hex(77), 32, '0')::uuid, 'kind-3', 'due' || n, now(), now(), true FROM generate_series(1, 10) AS n\
          """
              .formatted(AHEAD, TENANTS));
      core.setAutoCommit(false);
      readsLittle(core);
      database.execute("ANALYZE timer");
      readsLittle(core);
    }
  }

  private static void readsLittle(Connection core) throws SQLException {
    try (Statement sql = core.createStatement()) {
      String kinds =
          "'{kind-0,kind-1,kind-2,kind-3,kind-4}', '00000000-0000-0000-0000-000000000000', ''";
      long before = read(sql);
      assertThat(rows(sql, "SELECT subject FROM claim_timers(" + kinds + ", 100)")).isEqualTo(10);
      // For each kind, when its next timer is due; then the tenant in turn; then the ten timers.
      assertThat(read(sql) - before).isLessThanOrEqualTo(30);
      before = read(sql);
      assertThat(
              rows(
                  sql,
                  "SELECT subject FROM lease_timer("
                      + kinds
                      + ", interval '30 s')"
                      + " WHERE subject LIKE 'due%'"))
          .isEqualTo(1);
      assertThat(read(sql) - before).isLessThanOrEqualTo(30);
      before = read(sql);
      assertThat(
              rows(
                  sql,
                  "SELECT due_at FROM claim_timers('{kind-1}',"
                      + " '00000000-0000-0000-0000-000000000000', '', 9)"))
          .isEqualTo(1);
      assertThat(read(sql) - before).isLessThanOrEqualTo(30);
      assertThat(rows(sql, "SELECT overdue_timers('{kind-0,kind-3}', interval '1 minute')"))
          .isEqualTo(1);
    }
    core.rollback();
  }

  private static int rows(Statement sql, String query) throws SQLException {
    try (ResultSet found = sql.executeQuery(query)) {
      int rows = 0;
      while (found.next()) {
        rows++;
      }
      return rows;
    }
  }

  private static long read(Statement sql) throws SQLException {
    try (ResultSet read =
        sql.executeQuery(
            """
            SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables
             WHERE relname = 'timer'\
            """)) {
      read.next();
      return read.getLong(1);
    }
  }
}
