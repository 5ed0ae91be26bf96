package dev.imas.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class ClaimPlanIT {

  /**
   * In a storm a claim comes every few milliseconds, and the outbox is long. It is not analyzed, as
   * at the beginning of a storm, so the planner takes every third row for an urgent one.
   */
  @Test
  void bulkClaimThatYieldsToTheUrgentReadsTheOutboxByItsIndex() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute(
          """
          INSERT INTO outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id, service_id, received_at,
                              starts_at, decision, group_key)
          SELECT '01890000-0000-7000-8000-000000000001', gen_random_uuid(), 1, 1, 1, 3, gen_random_uuid(),
                 gen_random_uuid(), now(), now(), 0, 'g'
            FROM generate_series(1, 20000)\
          """);
      connection.setAutoCommit(false);

      assertThat(
              number(
                  sql,
                  "SELECT count(*) FROM claim_outbox(1::smallint, true,"
                      + " '00000000-0000-0000-0000-000000000000', 100)"))
          .isEqualTo(100);

      assertThat(
              number(
                  sql,
                  "SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'outbox'"))
          .isZero();
      connection.rollback();
    }
  }

  /** Three thousand SEV2 wait, and then twenty thousand: the claim finds the SEV1 all the same. */
  @Test
  void urgentClaimFindsTheSevereByItsIndexAndReadsNoMoreWhenMoreWaits() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int waiting : new int[] {3_000, 17_000}) {
        waitUrgently(sql, waiting, 2, "(ARRAY['a', 'b', 'c'])[1 + n % 3]");
        waitUrgently(sql, 1, 1, "'d'");
        connection.commit();

        assertThat(number(sql, CLAIM.formatted("count(*)"))).as("the SEV1 alone").isEqualTo(1);
        assertThat(number(sql, CLAIM.formatted("sum(severity)"))).as("fifty SEV2").isEqualTo(100);

        assertThat(
                number(
                    sql,
                    "SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'outbox'"))
            .isZero();
        assertThat(
                number(
                    sql,
                    "SELECT idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'outbox'"))
            .isLessThan(500);
        connection.commit();
      }
    }
  }

  private static final String CLAIM =
      "SELECT %s FROM claim_urgent('00000000-0000-0000-0000-000000000000', 50)";

  private static void waitUrgently(Statement sql, int rows, int severity, String service)
      throws SQLException {
    sql.execute(
        """
        INSERT INTO outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id, service_id, received_at,
                            starts_at, decision, group_key)
        SELECT '01890000-0000-7000-8000-000000000001', gen_random_uuid(), 1, 1, 0, %d, gen_random_uuid(),
               md5(%s)::uuid, now(), now(), 0, 'g'
          FROM generate_series(1, %d) AS n\
        """
            .formatted(severity, service, rows));
  }

  private static long number(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
