package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Secret;
import dev.imas.core.tenant.Bootstrap;
import dev.imas.fixtures.MovableClock;
import dev.imas.fixtures.database.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator of the installation sets the weights of tenants. */
class TenantCommandIT {

  private static TestDatabase database;
  @TempDir private static Path folder;
  private static Path file;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws IOException {
    database = TestDatabase.create();
    Bootstrap.run(
        database.config(),
        MovableClock.atPresent(),
        Optional.of(new Secret("imas_src_a-key-of-the-first-source")),
        Optional.of(new Secret("imas_adm_a-token-of-the-first-admin")));
    DatabaseConfig to = database.config();
    file =
        Files.writeString(
            folder.resolve("imas.properties"),
            "database.url=postgresql://%s:%s@%s:%d/%s%n"
                .formatted(to.user(), to.password().reveal(), to.host(), to.port(), to.database()));
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  private int run(String... words) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--config";
    all[words.length + 1] = file.toString();
    return Imas.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  private static long generation() {
    return database.count("SELECT max(generation) FROM routing_generation");
  }

  @Test
  void aWeightIsSetWithWhoAndWhenAndGatewaysAreTold() {
    long before = generation();

    assertThat(run("tenant", "weight", "default", "5")).isZero();

    assertThat(out.toString()).contains("tenant default: weight 5, was 1");
    assertThat(generation()).isGreaterThan(before);
    assertThat(
            database.query(
                "SELECT weight || ' ' || weight_set_by || ' ' || (now() - weight_set_at < '1 min')"
                    + " FROM tenant WHERE name = 'default'"))
        .containsExactly("5 " + System.getProperty("user.name") + " true");
    out.getBuffer().setLength(0);
    assertThat(run("tenant", "list")).isZero();
    assertThat(out.toString())
        .contains("default: weight 5, set by " + System.getProperty("user.name"));
  }

  @Test
  void aTenantThatIsNotThereAndAWeightOutOfBoundsAreRefused() {
    assertThat(run("tenant", "weight", "nobody", "5")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no tenant 'nobody'");
    assertThat(run("tenant", "weight", "default", "0")).isEqualTo(2);
    assertThat(run("tenant", "weight", "default", "1001")).isEqualTo(2);
    assertThat(err.toString()).contains("1 to 1000");
  }

  /** Core's login serves the tenants' own tokens, so it must not be able to enlarge a share. */
  @Test
  void coresLoginWritesNoWeight() throws SQLException {
    try (Connection core = database.connect(DatabaseConfig.Login.APP);
        Statement sql = core.createStatement()) {
      sql.execute(
          "SELECT set_config('imas.tenant', tenant_id::text, false) FROM tenant_weights()"
              + " WHERE name = 'default'");
      Assertions.assertThatThrownBy(() -> sql.execute("UPDATE tenant SET weight = 1000"))
          .hasMessageContaining("permission denied");
      assertThat(sql.executeUpdate("UPDATE tenant SET settings = '{}'")).isEqualTo(1);
    }
  }

  /** TEN-08: what it prints is shown once, and only hashes of it are stored. */
  @Test
  void aTenantIsMadeWholeAndItsNameIsTakenThen() {
    assertThat(run("tenant", "create", "acme", "--fallback", "ops@acme.example")).isZero();

    assertThat(out.toString())
        .contains("IMAS_SOURCE_KEY=imas_src_", "IMAS_FIRST_ADMIN_CODE=imas_inv_");
    assertThat(
            database.query(
                "SELECT count(*) FROM tenant t JOIN service s USING (tenant_id) JOIN source o USING"
                    + " (tenant_id) JOIN user_invitation i USING (tenant_id) JOIN audit_entry a"
                    + " USING (tenant_id) WHERE t.name = 'acme' AND s.is_triage AND i.role ="
                    + " 'tenant_admin' AND a.action = 'tenant.create'"))
        .containsExactly("1");
    assertThat(run("tenant", "create", "acme", "--fallback", "ops@acme.example")).isEqualTo(2);
    assertThat(err.toString()).contains("there is a tenant 'acme' already");
    assertThat(run("tenant", "create", "other", "--fallback", "nowhere")).isEqualTo(2);
  }

  /** M2: as safe as the first administrator: a code, shown once, which makes an account once. */
  @Test
  void aCodeForAnAdministratorOfThePlatformIsPrinted() {
    assertThat(run("platform-admin")).isZero();
    assertThat(run("platform-admin")).isZero();

    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("imas_inv_"));
    assertThat(
            database.query(
                "SELECT DISTINCT tenant_id || ' ' || role FROM user_invitation WHERE role ="
                    + " 'platform_admin'"))
        .containsExactly("00000000-0000-0000-0000-000000000000 platform_admin");
  }
}
