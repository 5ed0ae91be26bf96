package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Credential;
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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access again after the last admin token was lost. */
class TokenCommandIT {

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

  private int create(String... options) {
    List<String> words = new ArrayList<>(List.of("token", "create"));
    words.addAll(List.of(options));
    words.addAll(List.of("--config", file.toString()));
    return Imas.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words.toArray(String[]::new));
  }

  private static List<String> stored(String token) {
    return database.query(
        "SELECT t.name || '/' || a.name || '/' || a.role || coalesce(' ' ||"
            + " array_to_string(a.scopes, ' '), '') || '/' || a.hint || '/' || a.created_by || '/'"
            + " || (now() - a.created_at < '1 min') FROM api_token a JOIN tenant t USING"
            + " (tenant_id) WHERE a.token_hash = '\\x"
            + HexFormat.of().formatHex(Credential.hash(token))
            + "'");
  }

  @Test
  void theTokenAloneIsOnStdoutAndWhoMadeItWhenIsKept() {
    assertThat(create()).isZero();

    String token = out.toString().strip();
    assertThat(token).startsWith("imas_adm_").doesNotContain("\n");
    assertThat(err.toString()).contains("shown this once").doesNotContain(token);
    assertThat(stored(token))
        .singleElement()
        .asString()
        .startsWith("default/command line/tenant_admin/…" + token.substring(token.length() - 4))
        .endsWith(" (command line)/true");
  }

  @Test
  void aTokenMayDoLessAndHaveAName() {
    assertThat(create("--scope=write", "--name=pager")).isZero();

    String token = out.toString().strip();
    assertThat(token).startsWith("imas_tok_");
    assertThat(stored(token))
        .singleElement()
        .asString()
        .startsWith("default/pager/operator read write/");
  }

  @Test
  void aTokenMayHaveALowerRole() {
    assertThat(create("--role=responder", "--name=pager")).isZero();

    assertThat(stored(out.toString().strip()))
        .singleElement()
        .asString()
        .startsWith("default/pager/responder/");
  }

  @Test
  void aTenantOrAScopeThatIsNoneIsAFaultInALine() {
    assertThat(create("--tenant=nobody")).isEqualTo(2);
    assertThat(create("--scope=root")).isEqualTo(2);
    assertThat(create("--role=root")).isEqualTo(2);
    assertThat(create("--role=viewer", "--scope=read")).isEqualTo(2);
    assertThat(create("--name=")).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("there is no tenant 'nobody'; list the tenants with: imas tenant list")
        .contains("--scope is 'root'; expected read, write or admin")
        .contains("--role is 'root'; expected one of viewer, responder, operator, tenant_admin")
        .contains("--role and --scope say the same")
        .contains("--name is empty");
  }
}
