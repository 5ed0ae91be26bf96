package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.database.RunningCore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class IncidentPlanIT {

  /** With core's own login, and with the plans that its requests get. */
  @Test
  void listsReadWhatTheyShowAndNotWhatIsOver() throws SQLException {
    try (RunningCore core = RunningCore.start()) {
      ListBenchmark.fill(core, 20_000, 20_000);
      try (Connection connection = core.database.connect(DatabaseConfig.Login.APP);
          Statement sql = connection.createStatement()) {
        connection.setAutoCommit(false);
        sql.execute("SELECT set_config('imas.tenant', '" + core.tenant + "', true)");
        sql.execute("SET LOCAL plan_cache_mode = force_custom_plan");
        sql.execute("PREPARE list AS " + IncidentViews.list(IncidentSort.NEWEST));
        sql.execute("PREPARE of_services AS " + IncidentViews.listOfServices(IncidentSort.NEWEST));
        sql.execute("PREPARE by_severity AS " + IncidentViews.list(IncidentSort.SEVERITY));
        String rest = "null, null, null, null, null, 21, null, null, null, null, null";

        assertThat(explain(sql, "list", "null, null, null, " + rest)).contains("incident_list");
        assertThat(explain(sql, "list", "null, '{TRIGGERED,ACKNOWLEDGED}', null, " + rest))
            .contains("incident_open");
        String open = "null, '{TRIGGERED,ACKNOWLEDGED}', null, ";
        assertThat(explain(sql, "by_severity", open + rest + ", null"))
            .contains("incident_open_by_severity")
            .doesNotContain("Sort Key: i.severity");
        String after =
            "null, null, null, now(), gen_random_uuid(), 21, null, null, null, null, null, 2";
        assertThat(explain(sql, "by_severity", open + after))
            .contains("incident_open_by_severity")
            .doesNotContain("Sort Key: i.severity");
        assertThat(explain(sql, "list", "gen_random_uuid(), null, null, " + rest))
            .contains("incident_pkey");
        assertThat(
                explain(
                    sql,
                    "of_services",
                    "null, null, null, " + rest + ", null, 'quiet', null, null"))
            .contains("incident_service");
        assertThat(
                explain(
                    sql,
                    "of_services",
                    "null, null, null, " + rest + ", null, null, null, 'team of quiet'"))
            .contains("incident_service");
      }
    }
  }

  private static String explain(Statement sql, String statement, String parameters)
      throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (ResultSet rows =
        sql.executeQuery("EXPLAIN EXECUTE " + statement + "(" + parameters + ")")) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }
}
