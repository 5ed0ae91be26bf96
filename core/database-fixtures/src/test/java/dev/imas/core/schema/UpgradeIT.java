package dev.imas.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.SampleRow;
import dev.imas.fixtures.database.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A database that was in use before this version. */
class UpgradeIT {

  /** By table, the column that another column has replaced. */
  private static final Map<String, String> REPLACED = Map.of("imas.delivery_outcome", "late");

  /**
   * Tables that a later version fills again: core sets the timers of the old table at each start.
   */
  private static final Set<String> MADE_ANEW = Set.of("imas.timer");

  private static final UUID TENANT = UUID.fromString("aaaaaaaa-0000-7000-8000-000000000001");

  @Test
  void whatWasStoredUnderTheBaselineIsThereAfterTheUpgrade() throws SQLException, IOException {
    try (TestDatabase database = TestDatabase.create()) {
      Flyway baseline =
          Migrations.flyway(database.config())
              .target(Migrations.LAST_OF_BASELINE)
              // Today's functions and views may need tables that were added later.
              .repeatableSqlMigrationPrefix("none")
              .load();
      database.execute("DROP SCHEMA imas CASCADE; CREATE SCHEMA imas AUTHORIZATION imas_owner");
      baseline.migrate();
      makePartitions(database);
      Map<String, String> before = store(database);

      Migrations.run(database.config());

      assertThat(before).hasSizeGreaterThan(20);
      before.keySet().removeAll(MADE_ANEW);
      before.forEach((table, row) -> assertThat(keeps(database, table, row)).as(table).isTrue());
      assertThat(SchemaText.of(database)).isEqualTo(ofNewDatabase());
    }
  }

  static void makePartitions(TestDatabase database) throws IOException {
    try (InputStream script =
        Migrations.class.getResourceAsStream("/db/migration/R__70_partitions.sql")) {
      database.execute(
          "SET ROLE imas_owner; " + new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Map<String, String> store(TestDatabase database) throws SQLException {
    Map<String, String> rows = new TreeMap<>();
    List<String> tables =
        database.query(
            """
            SELECT 'imas.' || c.relname FROM pg_class c
             WHERE c.relnamespace = 'imas'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND c.relname <> 'schema_history'\
            """);
    try (Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute("SET session_replication_role = replica"); // Rows without those they refer to.
      for (String table : tables) {
        sql.execute(SampleRow.insertion(connection, table, TENANT));
      }
    }
    tables.forEach(table -> rows.put(table, row(database, table)));
    return rows;
  }

  private static String row(TestDatabase database, String table) {
    return database
        .query("SELECT to_jsonb(t) FROM " + table + " t WHERE tenant_id = '" + TENANT + "'")
        .get(0);
  }

  /** Columns may be new. None may be changed or removed, except for those that are replaced. */
  private static boolean keeps(TestDatabase database, String table, String row) {
    return database.count(
            "SELECT count(*) FROM %s t WHERE to_jsonb(t) @> '%s'::jsonb - '%s'"
                .formatted(table, row, REPLACED.getOrDefault(table, "")))
        == 1;
  }

  private static String ofNewDatabase() {
    try (TestDatabase database = TestDatabase.create()) {
      return SchemaText.of(database);
    }
  }
}
