package dev.imas.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.fixtures.database.SampleRow;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Invariant 8, for every table: one tenant can neither read nor write another's rows, with any
 * login. The tables come from the catalogue, partitions included, so a new table is tested
 * automatically.
 */
final class TenantIsolationIT {

  private static final UUID OURS = UUID.fromString("aaaaaaaa-0000-7000-8000-000000000001");
  private static final UUID THEIRS = UUID.fromString("bbbbbbbb-0000-7000-8000-000000000002");
  private static final String PERMISSION_DENIED = "42501";

  private static final TestDatabase database = TestDatabase.create();

  @BeforeAll
  static void oneRowOfTheirsInEveryTable() throws SQLException {
    try (Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      // Rows without those they refer to: foreign keys are not tested here.
      sql.execute("SET session_replication_role = replica");
      for (String table : tables("AND NOT c.relispartition")) {
        sql.execute(SampleRow.insertion(connection, table, THEIRS));
      }
    }
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void everyTableHasItsPolicies() throws SQLException {
    assertThat(faults()).isEmpty();
  }

  @Test
  void aTableAddedWithoutAPolicyIsFound() throws SQLException {
    database.execute("CREATE TABLE imas.forgotten (id int PRIMARY KEY)");
    try {
      assertThat(faults())
          .contains(
              "forgotten has no tenant_id",
              "forgotten has no forced row-level security",
              "forgotten has no policy for the application's logins",
              "forgotten_pkey leaves tenant_id out");
    } finally {
      database.execute("DROP TABLE imas.forgotten");
    }
  }

  @Test
  void thisTestCanSeeRowsAtAll() throws SQLException {
    // Otherwise every check below would pass on an empty database.
    try (Connection connection = database.connect(Login.APP)) {
      enter(connection, THEIRS);
      for (String table :
          tables("AND has_table_privilege('imas_app', c.oid, 'SELECT') AND NOT c.relispartition")) {
        assertThat(count(connection, table)).as(table).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Login.class)
  void noLoginReadsOrWritesAnotherTenantsRows(Login login) throws SQLException {
    reachesNothing(login, OURS);
  }

  @ParameterizedTest
  @EnumSource(Login.class)
  void withoutATenantNothingIsReached(Login login) throws SQLException {
    reachesNothing(login, null);
  }

  @Test
  void thoseWhoseRightsFunctionsTakeOwnNothingAndBypassNothing() throws SQLException {
    List<String> bad =
        database.query(
            """
            SELECT p.proname || ' is owned by ' || r.rolname
              FROM pg_proc p
              JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = 'imas'
              JOIN pg_roles r ON r.oid = p.proowner
             WHERE p.prosecdef
               AND (r.rolsuper OR r.rolbypassrls OR r.rolcanlogin
                    OR (EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p'))
                        -- Only an owner may make or drop a partition; these two touch no row.
                        AND p.proname NOT IN ('create_partitions', 'drop_partition')))\
            """);
    assertThat(bad).isEmpty();
    assertThat(
            database.query(
                "SELECT proname FROM pg_proc WHERE pronamespace = 'imas'::regnamespace AND"
                    + " prosecdef"))
        .contains("ingest_batch", "claim_outbox", "claim_deliveries");
  }

  @Test
  void functionsPinTheirSearchPathAndArePubliclyClosed() {
    assertThat(
            database.query(
                """
                SELECT proname FROM pg_proc
                 WHERE pronamespace = 'imas'::regnamespace AND prosecdef
                   AND NOT coalesce(array_to_string(proconfig, ','), '') LIKE '%search_path=imas, pg_temp%'\
                """))
        .isEmpty();
    assertThat(
            database.query(
                """
                SELECT p.proname FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                 WHERE p.pronamespace = 'imas'::regnamespace AND a.grantee = 0\
                """))
        .isEmpty();
  }

  @Test
  void loginsAreRestricted() {
    for (Login login : Login.values()) {
      assertThat(
              database.query(
                  "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles"
                      + " WHERE rolname = '"
                      + login.roleName()
                      + "'"))
          .containsExactly("f");
    }
    assertThat(
            database.query(
                "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'imas'::regnamespace AND"
                    + " c.relkind IN ('r', 'p') AND has_any_column_privilege('imas_ingest', c.oid,"
                    + " 'SELECT, INSERT, UPDATE, REFERENCES')"))
        .as("tables that the gateway's login may touch")
        .isEmpty();
  }

  private static void reachesNothing(Login login, @Nullable UUID as) throws SQLException {
    try (Connection connection = database.connect(login)) {
      connection.setAutoCommit(false);
      for (String table : tables("")) {
        reachesNothing(connection, login, table, as);
      }
    }
  }

  private static void reachesNothing(
      Connection connection, Login login, String table, @Nullable UUID as) throws SQLException {
    assertThat(reached(connection, as, "SELECT 1 FROM " + table))
        .as("read %s as %s", table, login)
        .isZero();
    assertThat(reached(connection, as, "UPDATE " + table + " SET tenant_id = tenant_id"))
        .as("update %s as %s", table, login)
        .isZero();
    assertThat(reached(connection, as, "DELETE FROM " + table))
        .as("delete from %s as %s", table, login)
        .isZero();
    assertThat(reached(connection, as, SampleRow.insertion(connection, table, THEIRS)))
        .as("insert into %s as %s", table, login)
        .isZero();
  }

  /** How many rows were read or written; 0 also where the login has no right to try. */
  private static int reached(Connection connection, @Nullable UUID as, String statement)
      throws SQLException {
    try (Statement sql = connection.createStatement()) {
      enter(connection, as);
      if (!sql.execute(statement)) {
        return sql.getUpdateCount();
      }
      int rows = 0;
      try (ResultSet found = sql.getResultSet()) {
        while (found.next()) {
          rows++;
        }
      }
      return rows;
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(PERMISSION_DENIED);
      return 0;
    } finally {
      connection.rollback();
    }
  }

  private static void enter(Connection connection, @Nullable UUID tenant) throws SQLException {
    try (PreparedStatement sql =
        connection.prepareStatement("SELECT set_config('imas.tenant', ?, false)")) {
      sql.setString(1, tenant == null ? "" : tenant.toString());
      sql.execute();
    }
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static List<String> tables(String and) {
    return database.query(
        "SELECT 'imas.' || c.relname FROM pg_class c WHERE c.relnamespace = 'imas'::regnamespace "
            + "AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_history' "
            + and
            + " ORDER BY 1");
  }

  /** What in the catalogue breaks the rules. */
  private static List<String> faults() throws SQLException {
    List<String> faults = new ArrayList<>();
    faults.addAll(
        database.query(
            """
            SELECT c.relname || ' has no tenant_id' FROM pg_class c
             WHERE c.relnamespace = 'imas'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_history'
               AND NOT EXISTS (SELECT 1 FROM pg_attribute a
                                WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.attnotnull)\
            """));
    faults.addAll(
        database.query(
            """
            SELECT c.relname || ' has no forced row-level security' FROM pg_class c
             WHERE c.relnamespace = 'imas'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_history'
               AND NOT (c.relrowsecurity AND c.relforcerowsecurity)\
            """));
    faults.addAll(
        database.query(
            """
            SELECT c.relname || ' has no policy for the application''s logins' FROM pg_class c
             WHERE c.relnamespace = 'imas'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_history'
               AND NOT EXISTS (SELECT 1 FROM pg_policies p
                                WHERE p.schemaname = 'imas' AND p.tablename = c.relname
                                  AND p.roles @> ARRAY['imas_app', 'imas_notifier']::name[]
                                  AND p.qual LIKE '%current_tenant()%' AND p.with_check LIKE '%current_tenant()%')\
            """));
    // A policy without a tenant is only for the owners of functions, who cannot log in.
    faults.addAll(
        database.query(
            """
            SELECT p.tablename || ' is open to ' || r FROM pg_policies p, unnest(p.roles) AS r
             WHERE p.schemaname = 'imas' AND (p.qual NOT LIKE '%current_tenant()%' OR p.with_check NOT LIKE '%current_tenant()%')
               AND r NOT IN ('imas_ingest_fn', 'imas_worker_fn')\
            """));
    // A unique key across tenants reveals what others have; keys on hashes of random keys do not,
    // nor
    // does that of the addresses of public status pages, which everybody may read.
    faults.addAll(
        database.query(
            """
            SELECT i.relname || ' leaves tenant_id out' FROM pg_index x
              JOIN pg_class i ON i.oid = x.indexrelid
              JOIN pg_class c ON c.oid = x.indrelid AND c.relnamespace = 'imas'::regnamespace
             WHERE x.indisunique AND c.relname <> 'schema_history'
               AND i.relname NOT IN ('source_key_key_hash_key', 'heartbeat_key_hash_key', 'api_token_token_hash_key', 'calendar_feed_token_hash_key', 'action_link_token_hash_key', 'provider_hook', 'tenant_name_key', 'status_page_slug')
               AND NOT EXISTS (SELECT 1 FROM pg_attribute a
                                WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.attnum = ANY (x.indkey))\
            """));
    // Foreign keys ignore row-level security: without the tenant in them, they cross tenants.
    faults.addAll(
        database.query(
            """
            SELECT k.conname || ' refers across tenants' FROM pg_constraint k
              JOIN pg_class c ON c.oid = k.conrelid AND c.relnamespace = 'imas'::regnamespace
             WHERE k.contype = 'f'
               AND NOT EXISTS (SELECT 1 FROM pg_attribute a
                                WHERE a.attrelid = k.conrelid AND a.attname = 'tenant_id' AND a.attnum = ANY (k.conkey))\
            """));
    return faults;
  }

  @Test
  void partitionsMadeLaterAreGuardedToo() {
    assertThatCode(() -> database.execute("SELECT imas.create_partitions('60 days')"))
        .doesNotThrowAnyException();
    assertThatCode(() -> assertThat(faults()).isEmpty()).doesNotThrowAnyException();
  }
}
