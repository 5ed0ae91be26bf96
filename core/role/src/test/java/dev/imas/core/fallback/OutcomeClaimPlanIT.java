package dev.imas.core.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class OutcomeClaimPlanIT {

  private static final String CLAIM = "SELECT count(*) FROM claim_outcomes(100, '5 minutes')";

  /**
   * In a storm, each urgent page leaves a row that is due later, and the claim runs twice a second.
   */
  @Test
  void whatIsNotDueYetIsNotRead() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection old = database.connect();
        Statement sql = old.createStatement()) {
      // Plans made on an empty table, as on a connection that exists from the start.
      for (int i = 0; i < 10; i++) {
        number(sql, CLAIM);
      }
      insert(sql, 50_000, "late", "now() + interval '5 minutes'");
      insert(sql, 450, "dead", "'-infinity'");
      insert(sql, 20_000, "sent", "'-infinity'");
      readsLittle(old);
      try (Connection anew = database.connect()) {
        readsLittle(anew);
      }
      sql.execute("ANALYZE delivery_outcome");
      try (Connection analyzed = database.connect()) {
        readsLittle(analyzed);
      }
    }
  }

  private static void readsLittle(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement sql = connection.createStatement()) {
      assertThat(number(sql, CLAIM)).isEqualTo(100);
      assertThat(
              number(
                  sql,
                  "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
                      + " WHERE relname = 'delivery_outcome'"))
          .isLessThan(1_000);
    }
    connection.rollback();
    try (Statement sql = connection.createStatement()) {
      assertThat(number(sql, "SELECT waiting FROM outcome_backlog()")).isEqualTo(20_450);
      assertThat(
              number(
                  sql,
                  "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
                      + " WHERE relname = 'delivery_outcome'"))
          .isLessThan(21_000);
    }
    connection.rollback();
    connection.setAutoCommit(true);
  }

  private static void insert(Statement sql, int rows, String outcome, String due)
      throws SQLException {
    sql.execute(
        "INSERT INTO delivery_outcome (tenant_id, incident_id, event_seq, outcome, not_before)"
            + " SELECT '01890000-0000-7000-8000-000000000001', gen_random_uuid(), 1, '"
            + outcome
            + "', "
            + due
            + " FROM generate_series(1, "
            + rows
            + ")");
  }

  private static long number(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
