package dev.imas.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.chain.CheckpointKey;
import dev.imas.core.chain.SignedNote;
import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What core seals, signs and refuses to seal. */
class AuditChainIT {

  @TempDir private Path folder;

  private RunningCore start() {
    return RunningCore.start(
        Map.of(
            "IMAS_CORE_AUDIT_KEY_FILE",
            folder.resolve("audit.key").toString(),
            "IMAS_CORE_AUDIT_CHECKPOINT_FILE",
            folder.resolve("copies").toString(),
            "IMAS_CORE_TENANT_RATE",
            "100000",
            "IMAS_CORE_CALLER_RATE",
            "100000"));
  }

  private static void awaitSealed(RunningCore core) {
    Await.until(
        "every entry to be sealed",
        () -> core.database.count("SELECT count(*) FROM audit_unsealed"),
        waiting -> waiting == 0);
  }

  private static JsonNode state(RunningCore core) {
    return core.get("/api/v1/audit/chain").json();
  }

  private static void team(RunningCore core, String name) {
    assertThat(core.post("/api/v1/teams", "{\"name\":\"" + name + "\"}").status()).isEqualTo(201);
  }

  @Test
  void anEntryIsSealedAndSignedAndSaysSo() throws IOException {
    try (RunningCore core = start()) {
      team(core, "Sealed");
      awaitSealed(core);
      JsonNode entry = core.get("/api/v1/audit?action=team.create").json().at("/items/0");
      assertThat(entry.at("/seal/number").asLong()).isPositive();
      assertThat(entry.at("/seal/is_late").asBoolean(true)).isFalse();
      assertThat(state(core).get("checkpoint").isNull()).isTrue();

      assertThat(core.sweep("audit-checkpoint")).endsWith("checkpoints signed");

      JsonNode state = state(core);
      assertThat(state.get("refusal").isNull()).isTrue();
      assertThat(state.at("/checkpoint/number").asLong())
          .isBetween(entry.at("/seal/number").asLong(), state.get("sealed_to").asLong());
      assertThat(state.at("/checkpoint/sent_to/0").asText()).isEqualTo("file");
      String note = state.at("/checkpoint/note").asText();
      assertThat(Files.readString(folder.resolve("copies"))).contains(note);
      CheckpointKey key = CheckpointKey.parse(Files.readString(folder.resolve("audit.key")));
      assertThat(SignedNote.parse(note).isSignedBy(key)).isTrue();
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("audit.key"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void entriesOfSeveralWritersAreSealedByCoresThatReplaceEachOther() throws Exception {
    try (RunningCore core = start();
        ExecutorService writers = Executors.newFixedThreadPool(4)) {
      core.startAnother();
      List<Future<?>> written = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        String name = "writer " + writer;
        written.add(
            writers.submit(
                () -> IntStream.range(0, 150).forEach(i -> write(core, name + "." + i))));
      }
      core.restart();
      core.restart();
      for (Future<?> one : written) {
        one.get();
      }
      awaitSealed(core);

      assertThat(AuditFindings.of(core)).isEmpty();
      assertThat(core.database.count("SELECT count(*) FROM audit_seal"))
          .isEqualTo(core.database.count("SELECT count(*) FROM audit_entry"))
          .isGreaterThanOrEqualTo(600);
    }
  }

  /** As core's login does it, in a transaction of its own that stays open for a moment. */
  private static void write(RunningCore core, String request) {
    try (Connection connection = core.database.connect(Login.APP);
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      sql.execute("SET LOCAL imas.tenant = '" + core.tenant + "'");
      sql.execute(
          "WITH entry AS (INSERT INTO audit_entry (tenant_id, id, at, actor_kind, via, request_id,"
              + " action, subject_kind) VALUES (current_tenant(), uuidv7(), clock_timestamp(),"
              + " 'system', 'api', '"
              + request
              + "', 'team.update', 'team') RETURNING tenant_id, id)"
              + " INSERT INTO audit_unsealed (tenant_id, id) SELECT tenant_id, id FROM entry");
      connection.commit();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM audit_seal WHERE ",
        "UPDATE audit_seal SET link = sha256('other') WHERE "
      })
  void aChainThatIsNotTheSignedOneIsSealedNoFurther(String forgery) {
    try (RunningCore core = start()) {
      team(core, "Signed");
      awaitSealed(core);
      core.sweep("audit-checkpoint");
      long signed = state(core).at("/checkpoint/number").asLong();
      core.database.execute(
          forgery + "number = " + signed + " AND tenant_id = '" + core.tenant + "'");
      team(core, "Not sealed");

      JsonNode refusal =
          Await.until("a refusal", () -> state(core).get("refusal"), one -> !one.isNull());

      assertThat(refusal.get("number").asLong()).isEqualTo(signed);
      assertThat(refusal.get("reason").asText())
          .isEqualTo(forgery.startsWith("DELETE") ? "shorter" : "other");
      assertThat(state(core).get("waiting").asLong()).isPositive();
      assertThat(core.meters.scrape()).contains("imas_audit_chains_refused 1.0");
      core.sweep("audit-checkpoint");
      assertThat(state(core).at("/checkpoint/number").asLong()).isEqualTo(signed);
    }
  }

  @Test
  void entriesOfBeforeTheChainAreSealedLate() {
    try (RunningCore core = start()) {
      awaitSealed(core);
      core.database.execute(
          "WITH entry AS (INSERT INTO audit_entry (tenant_id, id, at, actor_kind, via, action,"
              + " subject_kind)"
              + " VALUES ('%s', uuidv7(), now() - interval '1 year', 'system', 'api', 'team.old', 'team')"
                  .formatted(core.tenant)
              + " RETURNING tenant_id, id) INSERT INTO audit_unsealed (tenant_id, id, is_late)"
              + " SELECT tenant_id, id, true FROM entry");
      awaitSealed(core);

      assertThat(
              core.get("/api/v1/audit?action=team.old")
                  .json()
                  .at("/items/0/seal/is_late")
                  .asBoolean())
          .isTrue();
    }
  }

  @Test
  void coresLoginAppendsSealsInNoOtherWay() throws SQLException {
    try (RunningCore core = start()) {
      team(core, "Login");
      awaitSealed(core);
      try (Connection connection = core.database.connect(Login.APP);
          Statement sql = connection.createStatement()) {
        sql.execute("SET imas.tenant = '" + core.tenant + "'");
        for (String table : List.of("audit_seal", "audit_unsealed", "audit_checkpoint")) {
          for (String statement :
              List.of(
                  "UPDATE " + table + " SET tenant_id = tenant_id",
                  "DELETE FROM " + table,
                  "TRUNCATE " + table)) {
            Assertions.assertThatThrownBy(() -> sql.execute(statement))
                .as(statement)
                .hasMessageContaining("permission denied");
          }
        }
        Assertions.assertThatThrownBy(
                () ->
                    sql.execute(
                        "SELECT seal_audit(1, ARRAY[uuidv7()], ARRAY[sha256('')],"
                            + " ARRAY[sha256('')], ARRAY[false], now())"))
            .hasMessageContaining("does not follow the last one");
        Assertions.assertThatThrownBy(
                () ->
                    sql.execute(
                        "SELECT seal_audit((SELECT max(number) + 1 FROM audit_seal),"
                            + " ARRAY[uuidv7()], ARRAY[sha256('')], ARRAY[sha256('')],"
                            + " ARRAY[false], now())"))
            .hasMessageContaining("0 of them wait");
      }
    }
  }
}
