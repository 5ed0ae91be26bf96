package dev.imas.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertPlanIT {

  /** What follows the fingerprint in a filter, and the first page's key. */
  private static final String NO_MORE = ", null".repeat(10);

  /** With core's own login, since a superuser bypasses the policies that make this hard. */
  @Test
  void oneAlertAmongManyIsFoundByItsKeyAndTheNewestByTheirIndex() throws Exception {
    try (RunningCore core = RunningCore.start()) {
      core.storeAlerts(20_000);
      try (Connection connection = core.database.connect(DatabaseConfig.Login.APP);
          Statement sql = connection.createStatement()) {
        connection.setAutoCommit(false);
        sql.execute("SELECT set_config('imas.tenant', '" + core.tenant + "', true)");
        sql.execute("SET LOCAL plan_cache_mode = force_custom_plan");
        sql.execute("PREPARE list AS " + AlertRepository.list(AlertSort.NEWEST));
        String nulls = "null, null, null, null, null, ";
        assertThat(explain(sql, nulls + "gen_random_uuid()" + NO_MORE + ", 2"))
            .contains("alert_state_pkey");
        assertThat(explain(sql, nulls + "null" + NO_MORE + ", 21")).contains("alert_list");
      }
    }
  }

  /** A label that many alerts have is found among the newest ones, without reading all of them. */
  @Test
  void newestByALabelAreFoundInOrder() throws Exception {
    try (RunningCore core = RunningCore.start()) {
      core.storeAlerts(20_000);
      try (Connection connection = core.database.connect(DatabaseConfig.Login.APP);
          Statement sql = connection.createStatement()) {
        connection.setAutoCommit(false);
        sql.execute("SELECT set_config('imas.tenant', '" + core.tenant + "', true)");
        sql.execute("SET LOCAL plan_cache_mode = force_custom_plan");
        sql.execute("PREPARE list AS " + AlertRepository.list(AlertSort.NEWEST));
        for (String labels :
            List.of(
                "'{\"env\":\"production\"}', null, null, null",
                "null, '{env}', '{\"{\\\"a\\\":1}\"}', '{true}'")) {
          assertThat(
                  explain(
                      sql,
                      "null, null, null, null, null, null, "
                          + labels
                          + ", null, null, null, null, null, null, 21"))
              .contains("Scan Backward using alert_list")
              .doesNotContain("->  Sort");
        }
      }
    }
  }

  /** A tenant's count depends on its own alerts, and not on those of other tenants. */
  @Test
  void countReadsOneTenantsAlertsAlone() throws Exception {
    try (RunningCore core = RunningCore.start()) {
      core.storeAlerts(20_000);
      UUID small = UUID.randomUUID();
      core.database.execute(
          "UPDATE alert_state SET tenant_id = '%s' WHERE fingerprint IN (SELECT fingerprint FROM"
                  .formatted(small)
              + " alert_state LIMIT 50); ANALYZE alert_state");
      try (Connection connection = core.database.connect(DatabaseConfig.Login.APP);
          Statement sql = connection.createStatement()) {
        connection.setAutoCommit(false);
        sql.execute("SELECT set_config('imas.tenant', '" + small + "', true)");
        sql.execute("SET LOCAL plan_cache_mode = force_custom_plan");
        String labels =
            "null, null, null, null, null, null, '{\"env\":\"production\"}'" + ", null".repeat(6);
        for (String statement :
            List.of(AlertCountRepository.COUNT, AlertCountRepository.COUNT_BY)) {
          sql.execute("PREPARE list AS " + statement);
          boolean grouped = statement.equals(AlertCountRepository.COUNT_BY);
          assertThat(explain(sql, labels + (grouped ? ", 'label', 'cluster', 100" : "")))
              .contains("alert_list")
              .doesNotContain("Seq Scan on alert_state");
          sql.execute("DEALLOCATE list");
        }
      }
    }
  }

  /**
   * The ingest function makes its plans once per connection, which may be before the first alert,
   * and keeps them.
   */
  @ParameterizedTest
  @ValueSource(strings = {"alert_state", "alert_repeat"})
  void repeatFindsItsRowByTheKeyThoughThePlanWasMadeOnAnEmptyTable(String table) throws Exception {
    try (TestDatabase database = TestDatabase.create();
        Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute("SET plan_cache_mode = force_generic_plan");
      sql.execute(
          """
          PREPARE list (uuid[], uuid[]) AS
          UPDATE %s a SET last_seen = now()
            FROM (SELECT unnest($1) AS tenant, unnest($2) AS print) AS k
           WHERE a.tenant_id = k.tenant AND a.fingerprint = k.print AND a.severity = 3\
          """
              .formatted(table));

      String byKey = explain(sql, "'{}', '{}'");
      assertThat(byKey).contains(table + "_pkey").doesNotContain("alert_list");
      // Not by chance among equal costs: every alternative to the key must cost more.
      connection.setAutoCommit(false);
      sql.execute("ALTER TABLE %1$s DROP CONSTRAINT %1$s_pkey".formatted(table));
      sql.execute("SET enable_seqscan = off");
      assertThat(cost(explain(sql, "'{}', '{}'"))).isGreaterThan(1.2 * cost(byKey));
      connection.rollback();
    }
  }

  /** Of the whole plan, as its first line says it: {@code (cost=0.30..25.33 rows=…}. */
  private static double cost(String plan) {
    int at = plan.indexOf("..") + 2;
    return Double.parseDouble(plan.substring(at, plan.indexOf(' ', at)));
  }

  private static String explain(Statement sql, String parameters) throws Exception {
    StringBuilder plan = new StringBuilder();
    try (ResultSet rows = sql.executeQuery("EXPLAIN EXECUTE list(" + parameters + ")")) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }
}
