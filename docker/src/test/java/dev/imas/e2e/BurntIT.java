package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.postgres.ConnectionSettings;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine burns with its data folder. What is left is the archive of its WAL. */
class BurntIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(180);

  private Path folder;
  private Path archive;
  private ImasProcess original;
  private ImasProcess copy;
  private ImasProcess earlier;

  @BeforeEach
  void prepare() throws IOException {
    folder = TestPostgres.newFolder();
    archive = Files.createDirectory(folder.resolve("archive"));
    Map<String, String> environment =
        Map.of(
            "IMAS_DATABASE_EMBEDDED_ARCHIVE",
            archive.toString(),
            "IMAS_BACKUP_KEY",
            "cGFzc2VzIHRoaXMgdGVzdCBhbmQgbm90aGluZyBlbHM=");
    original = new ImasProcess(TestPostgres.newFolder(), environment);
    copy = new ImasProcess(TestPostgres.newFolder(), environment);
    earlier = new ImasProcess(TestPostgres.newFolder(), environment);
  }

  @AfterEach
  void end() {
    original.close();
    copy.close();
    earlier.close();
    TestPostgres.delete(folder);
  }

  private static void opens(ImasProcess imas, String name) {
    assertThat(
            imas.post(
                "/api/v1/webhooks/custom/",
                "{\"alert_name\":\"%s\",\"severity\":\"critical\",\"title\":\"%s\"}"
                    .formatted(name, name)))
        .isEqualTo(202);
    Await.until("the incident " + name, TIMEOUT, () -> titles(imas), all -> all.contains(name));
  }

  private static List<String> titles(ImasProcess imas) {
    return imas.list("/api/v1/incidents").stream().map(i -> i.path("title").asText()).toList();
  }

  private static JsonNode archiveOf(ImasProcess imas) {
    return imas.api("/health/ready").path("checks").path("wal_archive");
  }

  /** Ends the WAL file, waits until it is archived, and says when that was. */
  private Instant archived() throws SQLException {
    String name;
    Instant now;
    try (Connection connection = TestPostgres.connect(database());
        Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery("SELECT clock_timestamp(), pg_walfile_name(pg_switch_wal())")) {
      row.next();
      now = row.getObject(1, OffsetDateTime.class).toInstant();
      name = row.getString(2);
    }
    Path file = archive.resolve("wal").resolve(name + ".gz.sealed");
    Await.until(name + " in the archive", TIMEOUT, () -> Files.exists(file), there -> there);
    return now;
  }

  private ConnectionSettings database() {
    return EmbeddedPostgres.running(original.dataFolder()).orElseThrow();
  }

  /** It outlives the process that started it, and here it burns, too. */
  private void killDatabase() throws IOException {
    Path file = original.dataFolder().resolve("postgres/pgdata/postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }

  private void run(ImasProcess imas, String... words) {
    assertThat(imas.command(words)).as("%s", imas.commandOutput()).isZero();
  }

  @Test
  void whatWasArchivedIsRestoredAndAMomentBetweenTwoAlertsHasTheFirst() throws Exception {
    original.start();
    assertThat(archiveOf(original).path("reason").asText()).contains("imas backup");
    run(original, "backup", "--with-key");
    opens(original, "First");
    Instant between = archived();
    opens(original, "Second");
    archived();
    Await.until(
        "a healthy archive",
        TIMEOUT,
        () -> archiveOf(original).path("status").asText(),
        "healthy"::equals);
    assertThat(original.metrics()).contains("imas_wal_archive_lag_seconds");
    opens(original, "Lost");

    original.kill();
    killDatabase();
    TestPostgres.delete(original.dataFolder());

    run(copy, "restore", archive.toString(), "--check");
    assertThat(copy.commandOutput()).contains("is whole", "The WAL after it is whole");
    run(copy, "drill", "restore", archive.toString());
    assertThat(copy.commandOutput())
        .contains("(RTO)", "(RPO)", "Incidents: 2.", "The drill has succeeded.");
    run(copy, "restore", archive.toString());
    assertThat(copy.commandOutput())
        .contains("timeline 1", "The newest moment that is surely in it", "(RPO)")
        .doesNotContain("Put the encryption key")
        .contains("It sends nothing until you release it");
    copy.startHeldBack();
    assertThat(titles(copy)).contains("First", "Second").doesNotContain("Lost");
    assertThat(archiveOf(copy).path("reason").asText()).contains("imas release");
    assertThat(copy.command("ledger", "verify")).as("%s", copy.commandOutput()).isZero();
    run(copy, "release");
    assertThat(copy.commandOutput()).contains("Take a backup now");

    assertThat(earlier.command("restore", archive.toString(), "--to", "yesterday")).isEqualTo(2);
    assertThat(earlier.commandOutput()).contains("--to is 'yesterday'; expected a moment");
    run(earlier, "restore", archive.toString(), "--to", between.toString());
    earlier.startHeldBack();
    assertThat(titles(earlier)).contains("First").doesNotContain("Second", "Lost");
  }

  @Test
  void anIncidentManagerOfAnotherDatabaseDoesNotStartOnTheArchive() throws IOException {
    Files.writeString(archive.resolve("system"), "1\n");
    try (Stream<Path> before = Files.list(archive)) {
      assertThat(before).hasSize(1);
    }
    assertThatThrownBy(() -> original.startAnew(ImasProcess.QUICK_TO_START))
        .hasMessageContaining("database.embedded-archive (IMAS_DATABASE_EMBEDDED_ARCHIVE)")
        .hasMessageContaining("is the archive of the database cluster 1")
        .hasMessageContaining("name another folder");
  }
}
