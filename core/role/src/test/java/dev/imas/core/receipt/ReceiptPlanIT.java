package dev.imas.core.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.database.RunningCore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReceiptPlanIT {

  /** With core's own login, since a superuser bypasses the policies that make this hard. */
  @Test
  void openingsOfARequestAreFoundByItsTime() throws Exception {
    try (RunningCore core = RunningCore.start()) {
      core.storeAlerts(20_000);
      try (Connection connection = core.database.connect(DatabaseConfig.Login.APP);
          Statement sql = connection.createStatement()) {
        connection.setAutoCommit(false);
        sql.execute("SELECT set_config('imas.tenant', '" + core.tenant + "', true)");
        sql.execute("SET LOCAL plan_cache_mode = force_generic_plan");
        sql.execute("PREPARE lines AS " + ReceiptRepository.TRANSITIONS);
        StringBuilder plan = new StringBuilder();
        try (ResultSet rows =
            sql.executeQuery(
                "EXPLAIN EXECUTE lines(gen_random_uuid(), now() - interval '1 h', now(), 10)")) {
          while (rows.next()) {
            plan.append(rows.getString(1)).append('\n');
          }
        }
        assertThat(plan)
            .containsPattern(
                Pattern.compile("Index Scan using alert_list .*\\n.*Index Cond: .*created_at = "));
      }
    }
  }
}
