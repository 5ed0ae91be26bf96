package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both verifiers accept what an erasure has left of the audit, and nothing under its cover. */
class ErasedAuditVerifyIT {

  @TempDir private Path folder;
  private RunningCore core;
  private String ada;

  @BeforeEach
  void erase() {
    Map<String, String> settings = new HashMap<>(RunningCore.WITH_PEOPLE);
    settings.put("IMAS_CORE_AUDIT_KEY_FILE", folder.resolve("audit.key").toString());
    core = RunningCore.start(settings);
    core.user("ada", "tenant_admin");
    core.user("grace", "tenant_admin");
    core.user("zelda.quux", "operator");
    ada = core.logIn("ada");
    core.send(core.logIn("zelda.quux"), "POST", "/api/v1/auth/logout", "{}");
    // One of before there were commitments.
    core.database.execute(
        """
        WITH entry AS (INSERT INTO audit_entry (tenant_id, id, at, actor_kind, via, action, subject_kind, after)
                       VALUES ('%s', uuidv7(), now(), 'system', 'api', 'team.old', 'team', '{"lead": "zelda.quux"}')
                       RETURNING tenant_id, id)
        INSERT INTO audit_unsealed (tenant_id, id) SELECT tenant_id, id FROM entry\
        """
            .formatted(core.tenant));
    awaitSealed();
    core.sweep("audit-checkpoint");
    Reply request =
        core.send(
            ada,
            "POST",
            "/api/v1/privacy/requests",
            "{\"kind\":\"erasure\",\"user\":\"zelda.quux\"}");
    String path = "/api/v1/privacy/requests/" + request.json().get("id").asText();
    core.database.execute("UPDATE delivery SET status = 'sent', finished_at = now()");
    Reply confirmed = core.send(core.logIn("grace"), "POST", path + "/confirmation", "{}");
    assertThat(confirmed.status()).as(confirmed.http().body()).isEqualTo(200);
    Await.until(
        "the erasure to end",
        () -> core.send(ada, "GET", path, null).json().get("state").asText(),
        "done"::equals);
    awaitSealed();
    core.sweep("audit-checkpoint");
    awaitSealed();
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private void awaitSealed() {
    Await.until(
        "every entry to be sealed",
        () -> core.database.count("SELECT count(*) FROM audit_unsealed"),
        waiting -> waiting == 0);
  }

  private String verify(int code) {
    DatabaseConfig to = core.database.config();
    StringWriter out = new StringWriter();
    try {
      Path config =
          Files.writeString(
              folder.resolve("imas.properties"),
              "database.url=postgresql://%s:%s@%s:%d/%s%ncore.audit.key-file=%s%n"
                  .formatted(
                      to.user(),
                      to.password().reveal(),
                      to.host(),
                      to.port(),
                      to.database(),
                      folder.resolve("audit.key")));
      int ended =
          Imas.commandLine()
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(out, true))
              .execute("audit", "verify", "--config", config.toString());
      assertThat(ended).as(out.toString()).isEqualTo(code);
      return out.toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> python() throws IOException, InterruptedException {
    Path input =
        Files.write(
            folder.resolve("rows.jsonl"),
            core.database.query(
                """
                SELECT jsonb_build_object(
                         'seal', jsonb_build_object(
                           'number', s.number, 'leaf', encode(s.leaf, 'hex'), 'link', encode(s.link, 'hex'),
                           'is_late', s.is_late, 'sealed_micros', (extract(epoch FROM s.sealed_at) * 1000000)::bigint),
                         'remains', (SELECT t.after -> 'entries' ->> e.id::text FROM audit_erasure a
                                       JOIN audit_entry t ON t.id = a.erased_by WHERE a.entry_id = e.id
                                      ORDER BY t.id DESC LIMIT 1),
                         'entry', to_jsonb(e) || jsonb_build_object(
                           'at_micros', (extract(epoch FROM e.at) * 1000000)::bigint,
                           'before', e.before::text, 'after', e.after::text))
                  FROM audit_seal s JOIN audit_entry e ON e.tenant_id = s.tenant_id AND e.id = s.entry_id
                 WHERE s.tenant_id = '%s' ORDER BY s.number\
                """
                    .formatted(core.tenant)),
            StandardCharsets.UTF_8);
    Process process =
        new ProcessBuilder(
                "python3",
                "src/test/resources/dev/imas/core/launch/verify_audit.py",
                folder.resolve("audit.key").toString())
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .start();
    try (var lines = process.inputReader()) {
      return lines.lines().filter(line -> !line.startsWith("last ")).toList();
    } finally {
      process.waitFor();
    }
  }

  @Test
  void whatASealedEntryNamesIsNoFindingAndWhatItDoesNotNameIs() throws Exception {
    assertThat(verify(0)).contains("a person erased from", "no findings");
    assertThat(python()).isEmpty();

    core.database.execute("UPDATE audit_entry SET action = 'team.other' WHERE action = 'team.old'");
    assertThat(verify(1)).contains("ENTRY_CHANGED").contains("1 findings");
    assertThat(python()).singleElement().asString().startsWith("ENTRY_CHANGED");
    core.database.execute("UPDATE audit_entry SET action = 'team.old' WHERE action = 'team.other'");

    core.database.execute("UPDATE audit_erasure SET erased_by = uuidv7()");
    assertThat(verify(1)).contains("ERASURE_UNEXPLAINED");
  }
}
