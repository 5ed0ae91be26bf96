package dev.imas.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.SampleRow;
import dev.imas.fixtures.database.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was there before there was a search waits to be written for it, in parts. */
class SearchUpgradeIT {

  private static final UUID TENANT = UUID.fromString("aaaaaaaa-0000-7000-8000-000000000001");
  private static final UUID OTHER = UUID.fromString("bbbbbbbb-0000-7000-8000-000000000002");

  @Test
  void incidentsAlertsAndWhatPeopleWroteAreMarkedForTheirTenants()
      throws SQLException, IOException {
    try (TestDatabase database = TestDatabase.create()) {
      database.execute("DROP SCHEMA imas CASCADE; CREATE SCHEMA imas AUTHORIZATION imas_owner");
      Migrations.flyway(database.config())
          .target("48")
          .repeatableSqlMigrationPrefix("none")
          .load()
          .migrate();
      UpgradeIT.makePartitions(database);
      store(database);

      Migrations.run(database.config());

      assertThat(marked(database, "incidents", TENANT)).containsExactly("499", "500", "202");
      assertThat(marked(database, "incidents", OTHER)).containsExactly("1");
      assertThat(marked(database, "alerts", TENANT)).containsExactly("1");
      assertThat(marked(database, "alerts", OTHER)).containsExactly("1");
      // Not what IMAS wrote by itself.
      assertThat(marked(database, "entry_seqs", TENANT)).containsExactly("2");
      assertThat(database.query("SELECT DISTINCT entry_seqs FROM imas.search_work ORDER BY 1"))
          .containsExactly("{}", "{1,2}");
      assertThat(
              database.count(
                  """
                  SELECT count(*) FROM imas.incident i
                   WHERE NOT EXISTS (SELECT FROM imas.search_work w
                                      WHERE w.tenant_id = i.tenant_id AND i.id = ANY (w.incidents))\
                  """))
          .isZero();
    }
  }

  /** Phrases need marks that texts did not have. */
  @Test
  void textsWithoutMarksOfPhrasesAreWrittenAgainTheNewestFirst() throws SQLException, IOException {
    try (TestDatabase database = TestDatabase.create()) {
      database.execute("DROP SCHEMA imas CASCADE; CREATE SCHEMA imas AUTHORIZATION imas_owner");
      Migrations.flyway(database.config())
          .target("55")
          .repeatableSqlMigrationPrefix("none")
          .load()
          .migrate();
      database.execute(
          """
          INSERT INTO imas.search_text (tenant_id, kind, id, seq, bucket, at, words)
          SELECT t.id, k.kind, ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, CASE k.kind WHEN 3 THEN n ELSE 0 END, 1,
                 '2026-01-01'::timestamptz + make_interval(hours => n), '''1:disk'''
            FROM generate_series(1, 300) AS n, (VALUES (1), (2), (3)) AS k(kind), (VALUES ('%s'::uuid), ('%s')) AS t(id)
           WHERE k.kind < 3 OR n <= 4;
          """
              .formatted(TENANT, OTHER));

      Migrations.run(database.config());

      for (UUID tenant : List.of(TENANT, OTHER)) {
        assertThat(sum(database, "incidents", tenant)).isEqualTo(300);
        assertThat(sum(database, "alerts", tenant)).isEqualTo(300);
        assertThat(sum(database, "entry_incidents", tenant)).isEqualTo(4);
        assertThat(
                database.query(
                    "SELECT right(incidents[1]::text, 3) FROM imas.search_work WHERE tenant_id ="
                        + " '%s' ORDER BY id LIMIT 1".formatted(tenant)))
            .containsExactly("300");
      }
      assertThat(
              database.query(
                  "SELECT entry_seqs FROM imas.search_work WHERE entry_seqs <> '{}' LIMIT 1"))
          .containsExactly("{4,3,2,1}");
    }
  }

  private static long sum(TestDatabase database, String column, UUID tenant) {
    return database.count(
        "SELECT sum(cardinality(%s)) FROM imas.search_work WHERE tenant_id = '%s'"
            .formatted(column, tenant));
  }

  private static void store(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute("SET session_replication_role = replica"); // Rows without those they refer to.
      for (UUID tenant : List.of(TENANT, OTHER)) {
        for (String table : List.of("imas.incident", "imas.alert_state")) {
          sql.execute(SampleRow.insertion(connection, table, tenant));
        }
      }
      sql.execute(SampleRow.insertion(connection, "imas.timeline", TENANT));
      sql.execute("UPDATE imas.timeline SET seq = 1, author = 'grace', type = 'NOTE'");
      sql.execute(
          """
          INSERT INTO imas.timeline
          SELECT (jsonb_populate_record(t, c.changed)).* FROM imas.timeline t,
                 (VALUES ('{"seq": 2}'::jsonb), ('{"seq": 3, "author": "system"}'), ('{"seq": 4, "type": "CREATED"}')) AS c(changed)\
          """);
      sql.execute(
          """
          INSERT INTO imas.incident
          SELECT (jsonb_populate_record(i, jsonb_build_object('id', uuidv7(), 'short_id', 'INC-C' || n, 'group_key', NULL))).*
            FROM imas.incident i, generate_series(1, 1200) AS n WHERE i.tenant_id = '%s'\
          """
              .formatted(TENANT));
    }
  }

  /** How many ids each part has, oldest first. */
  private static List<String> marked(TestDatabase database, String column, UUID tenant) {
    return database.query(
        "SELECT cardinality(%1$s) FROM imas.search_work WHERE tenant_id = '%2$s' AND %1$s <> '{}' ORDER BY id"
            .formatted(column, tenant));
  }
}
