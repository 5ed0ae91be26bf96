package dev.imas.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MigrationsIT {

  @Test
  void aCurrentSchemaIsLeftAsItIs() {
    try (TestDatabase database = TestDatabase.create()) {
      assertThat(Migrations.run(database.config())).isZero();
    }
  }

  private static final String GENERATION =
      "SELECT generation || ' ' || reads_from FROM schema_generation";

  /** What a newer version would have written over {@code is_call}, and recorded. */
  private static void aNewerVersionHasMigrated(TestDatabase database, int readsFrom) {
    database.execute(
        """
        CREATE OR REPLACE FUNCTION is_call(p_event text, p_channel text)
          RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT 'newer' = 'newer' $$;
        UPDATE schema_history SET checksum = 1 WHERE script = 'R__50_deliveries.sql';
        UPDATE schema_generation SET generation = generation + 1, reads_from = %d\
        """
            .formatted(readsFrom));
  }

  private static List<String> isCall(TestDatabase database) {
    return database.query("SELECT prosrc LIKE '%newer%' FROM pg_proc WHERE proname = 'is_call'");
  }

  @Test
  void aNewerSchemaKeepsItsFunctions() throws SQLException {
    try (TestDatabase database = TestDatabase.create()) {
      aNewerVersionHasMigrated(database, 1);

      assertThat(Migrations.run(database.config())).isZero();
      assertThat(isCall(database)).containsExactly("t");
      for (DatabaseConfig.Login login : DatabaseConfig.Login.values()) {
        assertThat(Migrations.isDone(database.config().as(login))).as(login.name()).isTrue();
      }
    }
  }

  @Test
  void aSchemaOfThisGenerationIsPutRight() {
    try (TestDatabase database = TestDatabase.create()) {
      aNewerVersionHasMigrated(database, 1);
      database.execute("UPDATE schema_generation SET generation = generation - 1");

      assertThat(Migrations.run(database.config())).isEqualTo(1);
      assertThat(isCall(database)).containsExactly("f");
    }
  }

  /** An index is made beside the work that goes on, outside a transaction, and may be left half. */
  @Test
  void anIndexThatWasLeftHalfMadeIsMadeAgain() {
    try (TestDatabase database = TestDatabase.create()) {
      database.execute("DROP SCHEMA imas CASCADE");
      migrateUpTo("162", database.config());
      database.execute(
          """
          UPDATE imas.schema_history SET success = false WHERE version = '162';
          UPDATE pg_index SET indisvalid = false
           WHERE indexrelid = 'imas.incident_merged_into'::regclass\
          """);

      Migrations.run(database.config());
      assertThat(
              database.query(
                  "SELECT indisvalid FROM pg_index WHERE indexrelid ="
                      + " 'imas.incident_merged_into'::regclass"))
          .containsExactly("t");
    }
  }

  /** As the database is between two migrations. The repeatable ones come after all others. */
  private static void migrateUpTo(String version, DatabaseConfig database) {
    try (Connection connection =
            DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password().reveal());
        Statement sql = connection.createStatement()) {
      Migrations.makeRoles(sql, database);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    Migrations.flyway(database)
        .repeatableSqlMigrationPrefix("none")
        .target(version)
        .load()
        .migrate();
  }

  @Test
  void aSchemaThatThisVersionCannotUseEndsTheStart() {
    try (TestDatabase database = TestDatabase.create()) {
      int own = SchemaGeneration.own().number();
      aNewerVersionHasMigrated(database, own + 1);

      assertThatThrownBy(() -> Migrations.run(database.config()))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("newer version of IMAS (generation " + (own + 1) + ")")
          .hasMessageContaining("Start the newer version");
      assertThatThrownBy(() -> Migrations.isDone(database.config()))
          .isInstanceOf(MigrationException.class);
    }
  }

  @Test
  void anOlderSchemaIsRecordedWhenItIsMigrated() throws SQLException {
    try (TestDatabase database = TestDatabase.create()) {
      String own = SchemaGeneration.own().number() + " " + SchemaGeneration.own().readsFrom();
      assertThat(database.query(GENERATION)).containsExactly(own);
      database.execute("UPDATE schema_generation SET generation = 0");
      DatabaseConfig core = database.config().as(DatabaseConfig.Login.APP);
      assertThat(Migrations.isDone(core)).isFalse();

      Migrations.run(database.config());

      assertThat(database.query(GENERATION)).containsExactly(own);
      assertThat(Migrations.isDone(core)).isTrue();
    }
  }

  /** Processes of two versions start at once, again and again; the newer one has the last word. */
  @Test
  void ofTwoVersionsAtOnceTheNewerOneWins() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        Connection newer = database.connect();
        Statement sql = newer.createStatement()) {
      sql.execute("SELECT pg_advisory_lock(1229799763)"); // as a migration that runs
      try (ExecutorService older = Executors.newSingleThreadExecutor()) {
        Future<Integer> waits = older.submit(() -> Migrations.run(database.config()));
        Await.until(
            "the older one to ask",
            () ->
                database.count(
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE"
                        + " '%pg_try_advisory_lock%' AND pid <> pg_backend_pid()"),
            asking -> asking > 0);
        aNewerVersionHasMigrated(database, 1);
        sql.execute("SELECT pg_advisory_unlock(1229799763)");

        assertThat(waits.get()).isZero();
      }
      assertThat(isCall(database)).containsExactly("t");
    }
  }

  @Test
  @Timeout(60)
  void aServerThatSaysNothingEndsTheStart() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      DatabaseConfig database =
          DatabaseConfig.parse("postgresql://a:b@127.0.0.1:" + silent.getLocalPort() + "/none");

      assertThatThrownBy(() -> Migrations.run(database))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("cannot be prepared");
    }
  }

  @Test
  void aSchemaOfAnotherVersionIsSaidInAMessage() {
    try (TestDatabase database = TestDatabase.create()) {
      database.execute("UPDATE schema_history SET checksum = 1 WHERE version = '3'");

      assertThatThrownBy(() -> Migrations.run(database.config()))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("cannot be migrated to this version")
          .hasMessageContaining("Start with an empty database")
          .hasMessageNotContaining("repair");
    }
  }

  /** PostgreSQL grants both to everybody, and a stolen login could fill the disk with either. */
  @ParameterizedTest
  @EnumSource(DatabaseConfig.Login.class)
  void noLoginMakesTemporaryTablesOrLargeObjects(DatabaseConfig.Login login) throws SQLException {
    try (TestDatabase database = TestDatabase.create()) {
      Migrations.run(database.config()); // The grants of a database are not copied with it.
      try (Connection connection = database.connect(login);
          Statement sql = connection.createStatement()) {
        for (String attempt :
            List.of(
                "CREATE TEMP TABLE t (i int)",
                "SELECT lo_create(0)",
                "SELECT lo_creat(-1)",
                "SELECT lo_from_bytea(0, 'x')",
                "SELECT lo_get(1)",
                "SELECT lo_open(1, 262144)",
                "SELECT loread(0, 1)",
                "SELECT lowrite(0, 'x')",
                "SELECT lo_put(1, 0, 'x')",
                "SELECT lo_unlink(1)",
                "SELECT lo_import('/etc/passwd')",
                "SELECT lo_export(1, '/tmp/x')",
                "SELECT data FROM pg_largeobject")) {
          assertThatThrownBy(() -> sql.execute(attempt))
              .as(attempt)
              .isInstanceOfSatisfying(
                  SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
      }
    }
  }

  /**
   * An attacker in a gateway knows that gateway's login, which reads no table and migrates nothing.
   */
  @Test
  void aLoginsOwnUrlOpensItsDatabaseAndNothingElse() throws SQLException {
    try (TestDatabase database = TestDatabase.create()) {
      DatabaseConfig gateway =
          DatabaseConfig.parse(database.config().as(DatabaseConfig.Login.INGEST).url().reveal());

      assertThatThrownBy(() -> Migrations.run(gateway)).isInstanceOf(MigrationException.class);
      try (Connection connection =
              DriverManager.getConnection(
                  gateway.jdbcUrl(), gateway.user(), gateway.password().reveal());
          Statement sql = connection.createStatement()) {
        assertThat(sql.executeQuery("SELECT * FROM imas.ingest_weights()").next()).isFalse();
        assertThatThrownBy(() -> sql.execute("SELECT * FROM imas.source"))
            .hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void anUnreachableDatabaseIsNamed() {
    DatabaseConfig nowhere = DatabaseConfig.parse("postgresql://owner:hidden@127.0.0.1:1/imas");

    assertThatThrownBy(() -> Migrations.run(nowhere))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("127.0.0.1:1")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hidden"));
  }
}
