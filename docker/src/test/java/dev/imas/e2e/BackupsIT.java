package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * IMAS takes a backup by itself, practises its restore when a person wants it, and shows what the
 * drill has found, also that a backup is damaged (OPS-12, SCH-18, SCH-20, MNT-20).
 */
class BackupsIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private Path folder;
  private Path archive;
  private ImasProcess imas;

  @BeforeEach
  void prepare() throws IOException {
    folder = TestPostgres.newFolder();
    archive = Files.createDirectory(folder.resolve("archive"));
    imas =
        new ImasProcess(
            TestPostgres.newFolder(),
            Map.of(
                "IMAS_DATABASE_EMBEDDED_ARCHIVE",
                archive.toString(),
                "IMAS_DATABASE_EMBEDDED_ARCHIVE_BACKUP",
                "1d",
                "IMAS_BACKUP_KEY",
                "cGFzc2VzIHRoaXMgdGVzdCBhbmQgbm90aGluZyBlbHM="));
  }

  @AfterEach
  void end() {
    imas.close();
    TestPostgres.delete(folder);
  }

  private JsonNode backups() {
    return imas.api("/api/v1/backups");
  }

  private JsonNode drilled(int drills) {
    return Await.until(
        drills + " drills",
        TIMEOUT,
        this::backups,
        of -> of.path("drills").size() == drills && of.path("drill_began_at").isNull());
  }

  private void drill() {
    assertThat(imas.apiPost("/api/v1/backups/drills", "{}").path("is_own").asBoolean()).isTrue();
  }

  private void damage() {
    try (Stream<Path> files = Files.walk(archive.resolve("backups"))) {
      Path base =
          files
              .filter(file -> file.getFileName().toString().startsWith("base.tar.gz"))
              .max(Comparator.naturalOrder())
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(base);
      bytes[bytes.length / 2] ^= 1;
      Files.write(base, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aBackupIsTakenAndItsRestoreIsPractisedAndADamageIsFound() {
    imas.start();
    assertThat(imas.api("/health/ready").at("/checks/restore_drill/reason").asText())
        .contains("no restore was ever practised");
    imas.apiPost(
        "/api/v1/providers",
        "{\"name\":\"slack\",\"type\":\"slack\",\"config\":{\"bot_token\":\"xoxb-not-in-a-report\"}}");
    Await.until("a backup", TIMEOUT, this::backups, of -> of.path("backups").size() == 1);
    // The first may be older than the secret.
    assertThat(imas.command("backup", "--with-key")).as("%s", imas.commandOutput()).isZero();

    drill();
    assertThatThrownBy(this::drill).hasMessageContaining("409");
    JsonNode passed = drilled(1);
    JsonNode report = passed.at("/drills/0");
    assertThat(report.path("passed").asBoolean()).as("%s", report).isTrue();
    assertThat(report.path("restore_millis").asLong()).isPositive();
    assertThat(report.at("/found/indexes").asInt()).isPositive();
    assertThat(report.at("/found/secrets").asInt()).isEqualTo(1);
    assertThat(report.at("/found/audit_entries").asInt()).isPositive();
    assertThat(passed.at("/backups/0/drill_passed").asBoolean()).isTrue();
    assertThat(passed.toString()).doesNotContain(folder.toString(), "not-in-a-report");
    assertThatThrownBy(this::drill).hasMessageContaining("a few minutes ago");
    assertThat(imas.api("/health/ready").at("/checks/restore_drill/status").asText())
        .isEqualTo("healthy");
    assertThat(imas.metrics()).contains("imas_restore_drill_failed 0.0");

    damage();
    assertThat(imas.command("drill", "restore", "--json")).isEqualTo(1);
    assertThat(imas.commandOutput()).contains("is damaged");
    JsonNode failed = drilled(2);
    assertThat(failed.at("/drills/0/passed").asBoolean()).isFalse();
    assertThat(failed.at("/drills/0/fault").asText())
        .contains("damaged")
        .doesNotContain(folder.toString());
    assertThat(failed.at("/drills/1/sha256")).isEqualTo(report.path("sha256"));
  }
}
