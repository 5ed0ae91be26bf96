package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.incident.PickedList.Source;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.database.RunningCore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Lists by what is kept beside incidents read an index in their order: nothing is sorted. */
class PickedPlanIT {

  private static final String FIELD = "00000000-0000-0000-0000-0000000000f1";
  private static final String CAUSE = "00000000-0000-0000-0000-0000000000c1";

  @Test
  void aCommonValueAndARareOneReadNoMoreThanIsShown() throws SQLException {
    try (RunningCore core = RunningCore.start()) {
      ListBenchmark.fill(core, 20_000, 20);
      core.database.execute(
          """
          INSERT INTO custom_field (tenant_id, id, key, label, type, required_at, created_at, updated_at)
          VALUES ('%1$s', '%2$s', 'tier', 'Tier', 'text', 'resolve', now(), now());
          INSERT INTO cause (tenant_id, id, key, label, position) VALUES ('%1$s', '%3$s', 'dns', 'DNS', 0);
          INSERT INTO incident_field_value (tenant_id, incident_id, field_id, position, value_key, text_value, opened_at)
          SELECT i.tenant_id, i.id, '%2$s', 0, v.v, v.v, i.created_at
            FROM (SELECT i.*, row_number() OVER () AS n FROM incident i) AS i
           CROSS JOIN LATERAL (SELECT CASE WHEN i.n %% 4000 = 0 THEN 'rare' WHEN i.n %% 2 = 0 THEN 'common' ELSE 'other' END AS v) AS v;
          INSERT INTO incident_cause (tenant_id, incident_id, cause_id, chosen_by, chosen_at, opened_at)
          SELECT i.tenant_id, i.id, '%3$s', 'x', now(), i.created_at FROM incident i;
          INSERT INTO incident_missing_field (tenant_id, incident_id, fields, opened_at)
          SELECT i.tenant_id, i.id, ARRAY['%2$s'::uuid], i.created_at FROM incident i;
          ANALYZE incident_field_value; ANALYZE incident_cause; ANALYZE incident_missing_field; ANALYZE incident;\
          """
              .formatted(core.tenant, FIELD, CAUSE));
      try (Connection connection = core.database.connect(DatabaseConfig.Login.APP);
          Statement sql = connection.createStatement()) {
        connection.setAutoCommit(false);
        sql.execute("SELECT set_config('imas.tenant', '" + core.tenant + "', true)");
        sql.execute("SET LOCAL plan_cache_mode = force_custom_plan");
        for (Source source : Source.values()) {
          sql.execute("PREPARE " + source + " AS " + PickedList.of(source, IncidentSort.NEWEST));
        }
        String none = "null, null, '{}', '{}', null, false";
        for (String value : new String[] {"common", "rare"}) {
          assertThat(
                  explain(
                      sql,
                      Source.VALUE,
                      none.replaceFirst("null, null", "'" + FIELD + "', '" + value + "'")))
              .as(value)
              .contains("incident_field_value_found")
              .contains("incident_pkey")
              .doesNotContain("Seq Scan on incident i")
              .doesNotContain("Seq Scan on incident_field_value p");
        }
        assertThat(
                explain(
                    sql,
                    Source.VALUE,
                    none.replaceFirst("null, null", "'" + FIELD + "', 'common'")))
            .doesNotContain("Sort Key: p.opened_at");
        assertThat(explain(sql, Source.CAUSE, none.replace("'{}', null", "'{}', '" + CAUSE + "'")))
            .contains("incident_cause_found")
            .doesNotContain("Sort Key: p.opened_at");
        assertThat(explain(sql, Source.MISSING, none.replace("false", "true")))
            .contains("incident_missing_field_list")
            .doesNotContain("Sort Key: p.opened_at");
      }
    }
  }

  private static String explain(Statement sql, Source source, String picked) throws SQLException {
    String first =
        "null, null, null, null, null, null, null, null, 21, null, null, null, null, null, null,"
            + " null, null, null, ";
    StringBuilder plan = new StringBuilder();
    try (ResultSet rows =
        sql.executeQuery("EXPLAIN EXECUTE " + source + "(" + first + picked + ")")) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }
}
