package dev.imas.core.schema;

import dev.imas.core.ingest.BatchColumns;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.DatabaseFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates the database to this version's schema: first the roles, then the migrations of {@code
 * db/migration}, as the role that owns the schema. A schema of a newer version is left as it is. It
 * is safe to run from several processes at once, also of several versions, and at every start. It
 * blocks, so call it from a plain thread.
 */
public final class Migrations {

  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  /** The first version whose RETURNING distinguishes the old row from the new one. */
  private static final int OLDEST_SERVER = 18;

  /** The last migration of the baseline; later ones change its tables. */
  static final String LAST_OF_BASELINE = "7";

  private static final int LOCK = 0x494d4153; // "IMAS"

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private Migrations() {}

  /**
   * @return how many migrations were applied
   * @throws MigrationException when it fails; the message says why. Also when the schema is of a
   *     newer version that this one cannot use
   */
  public static int run(DatabaseConfig database) {
    if (database.isRestricted()) {
      throw new MigrationException(
          database.user()
              + " is a restricted login of IMAS and may not migrate; use the URL "
              + "of the role that owns the database");
    }
    try (Connection connection = connect(database);
        Statement sql = connection.createStatement()) {
      mustBeNewEnough(connection);
      // Roles belong to the whole server, and CREATE ROLE has no IF NOT EXISTS. And of two versions
      // the older one must see what the newer one has done. So one process at a time does all this.
      awaitTurn(sql);
      Optional<SchemaGeneration> found = SchemaGeneration.recorded(sql);
      if (found.isPresent() && found.get().isNewerThan(SchemaGeneration.own())) {
        useNewer(database, found.get());
        return 0;
      }
      makeRoles(sql, database);
      forgetFailed(sql);
      int applied = migrateAsOwner(database);
      sql.execute("SET ROLE imas_owner");
      SchemaGeneration.own().record(sql);
      return applied;
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
  }

  /**
   * Whether the database has the schema of this version or of a newer one, for a process that does
   * not migrate.
   *
   * @throws MigrationException if the schema is of a newer version that this one cannot use
   * @throws SQLException if the database does not answer
   */
  public static boolean isDone(DatabaseConfig database) throws SQLException {
    try (Connection connection = connect(database);
        Statement sql = connection.createStatement()) {
      Optional<SchemaGeneration> found = SchemaGeneration.recorded(sql);
      if (found.isPresent() && found.get().isNewerThan(SchemaGeneration.own())) {
        useNewer(database, found.get());
      }
      return found.isPresent() && !SchemaGeneration.own().isNewerThan(found.get());
    }
  }

  private static Connection connect(DatabaseConfig database) throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(), database.user(), database.password().reveal());
  }

  /**
   * The lock is the session's, so it ends with the connection of whoever has it. It is asked for
   * again and again, however long that takes, since a migration may take longer than an answer is
   * waited for.
   */
  private static void awaitTurn(Statement sql) throws SQLException {
    boolean said = false;
    while (!isOurTurn(sql)) {
      if (!said) {
        said = true;
        log.info("Another process migrates the database; this one waits until it has ended");
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private static boolean isOurTurn(Statement sql) throws SQLException {
    try (ResultSet taken = sql.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
      return taken.next() && taken.getBoolean(1);
    }
  }

  private static void useNewer(DatabaseConfig database, SchemaGeneration found) {
    SchemaGeneration own = SchemaGeneration.own();
    if (!found.mayBeUsedBy(own)) {
      throw new MigrationException(
          "the schema of database "
              + database.database()
              + " is of a newer version of IMAS (generation "
              + found.number()
              + "), which this one (generation "
              + own.number()
              + ") cannot use. Start the newer version");
    }
    log.atInfo()
        .addKeyValue("generation", found.number())
        .addKeyValue("own", own.number())
        .log("The database's schema is of a newer version of IMAS, and stays as it is");
  }

  /**
   * What failed outside a transaction is tried again: such a migration begins by clearing away what
   * it left. All others leave nothing when they fail.
   */
  private static void forgetFailed(Statement sql) throws SQLException {
    sql.execute(
        """
        DO $$ BEGIN
          IF to_regclass('imas.schema_history') IS NOT NULL THEN
            DELETE FROM imas.schema_history WHERE NOT success;
          END IF;
        END $$\
        """);
  }

  private static int migrateAsOwner(DatabaseConfig database) {
    try {
      return migrate(database);
    } catch (FlywayValidateException e) {
      throw new MigrationException(
          "the schema of database "
              + database.database()
              + " cannot be migrated to this version: another build of IMAS made it, with "
              + "other tables. Start with an empty database or, for the embedded one, "
              + "another data folder",
          e);
    } catch (FlywayException e) {
      throw new MigrationException(
          "the schema of database "
              + database.database()
              + " cannot be migrated to this version: "
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
        // Its own lock would be an open transaction, for whose end CREATE INDEX CONCURRENTLY waits.
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .placeholders(BatchColumns.placeholders());
  }

  static void makeRoles(Statement sql, DatabaseConfig database) throws SQLException {
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
   * Lets one function measure how long other sessions' transactions have been open. If this role
   * may not grant that right, the metric is missing.
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
   * PostgreSQL lets everybody make temporary tables and large objects. Only the database's owner
   * can revoke the first right, and only a superuser the second.
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
                "The logins of IMAS may make temporary tables or large objects, since this "
                    + "role cannot revoke that right from PUBLIC; see docs/running.md");
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
