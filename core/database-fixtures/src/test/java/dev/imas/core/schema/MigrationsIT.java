package dev.imas.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.database.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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
