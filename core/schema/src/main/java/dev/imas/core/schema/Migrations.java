package dev.imas.core.schema;

import dev.imas.core.ingest.BatchColumns;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.DatabaseFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the database to this version's schema: first the roles, then the migrations of {@code
 * db/migration}, as the role that owns the schema. Safe to run from several processes at once and
 * again at every start. Blocking: call it from a plain thread.
 */
public final class Migrations {

  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  /** The first whose RETURNING tells the old row from the new one. */
  private static final int OLDEST_SERVER = 18;

  /** The tables of the first version; what came later changes them. */
  static final String LAST_OF_BASELINE = "7";

  private static final int LOCK = 0x494d4153; // "IMAS"

  private Migrations() {}

  /**
   * @return how many migrations were applied
   * @throws MigrationException with what is wrong
   */
  public static int run(DatabaseConfig database) {
    if (database.isRestricted()) {
      throw new MigrationException(
          database.user() + " is one of IMAS's logins and may not migrate; name the role that may");
    }
    try (Connection connection =
            DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password().reveal());
        Statement sql = connection.createStatement()) {
      mustBeNewEnough(connection);
      // Roles belong to the whole server, and CREATE ROLE has no IF NOT EXISTS: one at a time.
      sql.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      makeRoles(sql, database);
      sql.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
    } catch (SQLException e) {
      throw new MigrationException(
          "the database "
              + database.database()
              + " at "
              + database.host()
              + ":"
              + database.port()
              + " cannot be prepared as "
              + database.user()
              + ": "
              + e.getMessage(),
          e);
    }
    try {
      return migrate(database);
    } catch (FlywayValidateException e) {
      throw new MigrationException(
          "the schema of database "
              + database.database()
              + " cannot be brought to this version: another build of IMAS made it, with other"
              + " tables. Start with an empty database, or for the embedded one with another data"
              + " folder",
          e);
    } catch (FlywayException e) {
      throw new MigrationException(
          "the schema of database "
              + database.database()
              + " cannot be brought to this version: "
              + e.getMessage(),
          e);
    }
  }

  private static void mustBeNewEnough(Connection connection) throws SQLException {
    int major = connection.getMetaData().getDatabaseMajorVersion();
    if (major < OLDEST_SERVER) {
      throw new SQLException(
          "it is PostgreSQL " + major + "; IMAS needs " + OLDEST_SERVER + " or newer");
    }
  }

  private static int migrate(DatabaseConfig database) {
    int applied = flyway(database).load().migrate().migrationsExecuted;
    log.atInfo().addKeyValue("applied", applied).log("Database schema is current");
    return applied;
  }

  static FluentConfiguration flyway(DatabaseConfig database) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(database.jdbcUrl(), database.user(), database.password().reveal())
        .initSql("SET ROLE imas_owner; SET lock_timeout = '10s'")
        .schemas("imas")
        .defaultSchema("imas")
        .createSchemas(false)
        .table("schema_history")
        .locations("classpath:db/migration")
        .placeholders(BatchColumns.placeholders());
  }

  private static void makeRoles(Statement sql, DatabaseConfig database) throws SQLException {
    for (String role : new String[] {"imas_owner", "imas_ingest_fn", "imas_worker_fn"}) {
      createRole(sql, role, "NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB");
    }
    for (DatabaseConfig.Login login : DatabaseConfig.Login.values()) {
      createRole(sql, login.roleName(), "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB");
      sql.execute(
          "ALTER ROLE "
              + login.roleName()
              + " PASSWORD '"
              + ScramVerifier.of(database.as(login).password())
              + "'");
    }
    closeWhatIsOpenToAll(sql, database);
    letSeeTransactions(sql);
    sql.execute("GRANT imas_ingest_fn, imas_worker_fn TO imas_owner");
    sql.execute("GRANT imas_owner TO CURRENT_USER");
    sql.execute("CREATE SCHEMA IF NOT EXISTS imas AUTHORIZATION imas_owner");
  }

  /**
   * How long transactions of others have been open, for the function that measures it alone. Who
   * may not give that right goes without the figure.
   */
  private static void letSeeTransactions(Statement sql) throws SQLException {
    sql.execute(
        """
        DO $$ BEGIN
          GRANT pg_read_all_stats TO imas_worker_fn;
        EXCEPTION WHEN insufficient_privilege THEN
          NULL;
        END $$\
        """);
  }

  /**
   * Temporary tables and large objects are rights that PostgreSQL gives to everybody. Only the
   * database's owner, and for the latter a superuser, can take them away.
   */
  private static void closeWhatIsOpenToAll(Statement sql, DatabaseConfig database)
      throws SQLException {
    try {
      sql.execute(
          "REVOKE TEMPORARY ON DATABASE \""
              + database.database().replace("\"", "\"\"")
              + "\" FROM PUBLIC");
      sql.execute(
          """
          DO $$
          DECLARE
            f regprocedure;
          BEGIN
            FOR f IN SELECT oid FROM pg_proc
                      WHERE pronamespace = 'pg_catalog'::regnamespace
                        AND (proname LIKE 'lo\\_%' OR proname IN ('loread', 'lowrite')) LOOP
              EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
            END LOOP;
          END $$\
          """);
    } catch (SQLException e) {
      if (DatabaseFailure.of(e) != DatabaseFailure.FORBIDDEN) {
        throw e;
      }
    }
    try (ResultSet open =
        sql.executeQuery(
            "SELECT has_database_privilege('imas_ingest', current_database(), 'TEMPORARY')"
                + " OR has_function_privilege('imas_ingest', 'lo_creat(integer)', 'EXECUTE')")) {
      if (open.next() && open.getBoolean(1)) {
        log.atWarn()
            .addKeyValue("role", database.user())
            .log(
                "The logins may make temporary tables or large objects, since this role cannot take"
                    + " that from everybody; see docs/operations.md");
      }
    }
  }

  private static void createRole(Statement sql, String role, String options) throws SQLException {
    sql.execute(
        "DO $$ BEGIN IF to_regrole('"
            + role
            + "') IS NULL THEN CREATE ROLE "
            + role
            + " "
            + options
            + "; END IF; END $$");
  }
}
