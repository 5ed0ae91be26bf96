package dev.imas.core.postgres;

import static dev.imas.fixtures.database.TestPostgres.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.MovableClock;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A backup and the WAL after it become a server again, up to the newest WAL or to a moment. */
@Timeout(180)
class WalArchiveIT {

  private static final long ROOM = 1L << 30;

  private static final AtomicInteger folders = new AtomicInteger();
  private static Path home;
  private static Path archive;
  private static Path backup;
  private static Instant between;
  private static Instant firstPoint;

  /** Row 1 is in the backup, rows 2 and 3 are in the WAL after it, and row 4 is in no archive. */
  @BeforeAll
  static void archiveAndBurn() throws Exception {
    home = TestPostgres.newFolder();
    archive = Files.createDirectory(home.resolve("archive"));
    MovableClock clock = MovableClock.atPresent();
    firstPoint = clock.instant();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(home.resolve("data")));
        Connection one = connect(server.connection());
        Statement sql = one.createStatement();
        WalShipper shipper = server.shipper(WalArchive.in(archive), ROOM, () -> false, clock)) {
      try (ResultSet row = sql.executeQuery("SHOW archive_timeout")) {
        row.next();
        assertThat(row.getString(1))
            .as("so that a commit is archived in a minute")
            .isEqualTo("30s");
      }
      sql.execute("CREATE TABLE written (n bigint PRIMARY KEY)");
      sql.execute("INSERT INTO written VALUES (1)");
      backup =
          BackupTaker.of(home.resolve("data"))
              .orElseThrow()
              .takeInto(WalArchive.in(archive), 7, folder -> {})
              .folder();
      shipper.guardOnce();
      sql.execute("INSERT INTO written VALUES (2)");
      switchAndShip(sql, shipper, home.resolve("data"));
      between = now(sql);
      sql.execute("INSERT INTO written VALUES (3)");
      switchAndShip(sql, shipper, home.resolve("data"));
      sql.execute("INSERT INTO written VALUES (4)");
      clock.move(Duration.ofSeconds(30));
      shipper.guardOnce();
      shipper.shipOnce();
      assertThat(shipper.state().trouble()).isNull();
      assertThat(shipper.state().needsBackup()).isFalse();
      assertThat(shipper.state().lag()).isEqualTo(Duration.ofSeconds(30));
      assertThat(Files.list(archive.resolve("wal"))).hasSizeGreaterThanOrEqualTo(2);
      // A stop would archive the rest: what is there now is what a fire leaves.
      copy(archive, home.resolve("burnt"));
    }
    archive = home.resolve("burnt");
    backup = archive.resolve("backups").resolve(backup.getFileName());
  }

  @AfterAll
  static void delete() {
    TestPostgres.delete(home);
  }

  private static EmbeddedPostgresConfig config(Path data) {
    return EmbeddedPostgresConfig.in(data).withBinariesDir(TestPostgres.binaries()).withArchive();
  }

  private static Instant now(Statement sql) throws SQLException {
    try (ResultSet row = sql.executeQuery("SELECT clock_timestamp()")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private static void switchAndShip(Statement sql, WalShipper shipper, Path data)
      throws SQLException {
    String name;
    try (ResultSet row = sql.executeQuery("SELECT pg_walfile_name(pg_switch_wal())")) {
      row.next();
      name = row.getString(1);
    }
    Path spooled = WalSpool.in(data.resolve("postgres")).folder().resolve(name);
    Await.until(name + " in the spool", () -> Files.exists(spooled), there -> there);
    shipper.shipOnce();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static Path newFolder(String name) {
    return home.resolve(name + "-" + folders.incrementAndGet());
  }

  private static Recovery recovery(Path from) {
    return Recovery.from(from, TestPostgres.binaries(), BackupSeal.none());
  }

  private static List<Long> rows(Path data) throws SQLException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(data));
        Connection one = connect(server.connection());
        Statement sql = one.createStatement()) {
      return rows(sql);
    }
  }

  private static List<Long> rows(Statement sql) throws SQLException {
    List<Long> rows = new ArrayList<>();
    try (ResultSet all = sql.executeQuery("SELECT n FROM written ORDER BY n")) {
      while (all.next()) {
        rows.add(all.getLong(1));
      }
    }
    return rows;
  }

  @Test
  void whatWasArchivedIsRestoredAndHowMuchIsLostIsMeasured() throws Exception {
    Path data = newFolder("restored");
    List<String> said = new ArrayList<>();

    Recovery.Restored restored =
        recovery(archive)
            .into(
                data,
                null,
                () -> said.add(Files.exists(data.resolve("postgres/pgdata")) ? "late" : "first"));

    assertThat(said).containsExactly("first");
    assertThat(restored.timeline()).isEqualTo(2);
    assertThat(restored.found().backup()).isEqualTo(backup);
    assertThat(restored.found().files()).isGreaterThanOrEqualTo(2);
    assertThat(restored.point()).contains(firstPoint);
    assertThat(restored.newest()).contains(firstPoint.plusSeconds(30));
    assertThat(rows(data)).containsExactly(1L, 2L, 3L);
    assertThatThrownBy(() -> recovery(archive).into(data, null, () -> {}))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("restore to another data folder");
  }

  @Test
  void aMomentBetweenTwoChangesHasTheFirstAlone() throws Exception {
    Path data = newFolder("moment");

    recovery(archive).into(data, between, () -> {});

    assertThat(rows(data)).containsExactly(1L, 2L);
  }

  @Test
  void aMomentOutsideOfTheArchiveIsRefused() throws IOException {
    Path data = newFolder("outside");

    assertThatThrownBy(() -> recovery(archive).into(data, Instant.EPOCH, () -> {}))
        .hasMessageContaining("the oldest backup in " + archive)
        .hasMessageContaining("name a moment after it");
    assertThatThrownBy(
            () -> recovery(archive).into(data, between.plus(Duration.ofDays(1)), () -> {}))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("nothing was committed after")
        .hasMessageContaining("leave out --to");
    assertThat(data.resolve("postgres/pgdata")).doesNotExist();
    assertThatThrownBy(() -> recovery(home).check(null))
        .hasMessageContaining("is neither a backup nor an archive");
  }

  @Test
  void aBackupAloneBecomesACopyOnATimelineOfItsOwn() throws Exception {
    Path alone = newFolder("alone");
    copy(backup, alone);
    Path data = newFolder("from-alone");

    Recovery.Restored restored = recovery(alone).into(data, null, () -> {});

    assertThat(restored.timeline()).isEqualTo(2);
    assertThat(restored.newest()).isEmpty();
    assertThat(rows(data)).containsExactly(1L);
    assertThatThrownBy(() -> recovery(alone).into(newFolder("never"), between, () -> {}))
        .hasMessageContaining("--to needs an archive");
  }

  /** A damage, done to a copy of the archive, and what is said of it. */
  private record Damage(String name, Act act, String said) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Act {
    void on(Path packed) throws IOException;
  }

  private static Stream<Damage> damages() {
    return Stream.of(
        new Damage("a changed byte", WalArchiveIT::flip, "is damaged"),
        new Damage("a missing file", Files::delete, "is missing"),
        new Damage("an empty file", file -> Files.write(file, new byte[0]), "is damaged"),
        new Damage("a file of another name", WalArchiveIT::exchange, "what another file should"));
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    // Near the beginning: in a run of zeros another distance may give the same zeros.
    bytes[200] ^= 1;
    Files.write(file, bytes);
  }

  private static void exchange(Path file) throws IOException {
    Path other = walIn(file.resolve("..").resolve("..").normalize()).getFirst();
    Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<Path> walIn(Path archive) throws IOException {
    try (Stream<Path> files = Files.list(archive.resolve("wal"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("damages")
  void aDamagedFileOfTheWalIsNamedAndTheMomentBeforeItIsRestored(Damage damage) throws Exception {
    Path copy = newFolder("damaged");
    copy(archive, copy);
    // The one before the last, which has row 2: a missing last one is what was not archived.
    Path file = walIn(copy).get(walIn(copy).size() - 2);
    damage.act().on(file);
    String name = file.getFileName().toString().replace(".gz", "");
    Path data = newFolder("target");

    assertThatThrownBy(() -> recovery(copy).check(null))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(damage.said());
    assertThatThrownBy(() -> recovery(copy).into(data, null, () -> {}))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("--to a moment before");
    assertThat(data.resolve("postgres/pgdata")).doesNotExist();
    assertThatThrownBy(() -> recovery(copy).into(data, between, () -> {}))
        .hasMessageContaining(name);
  }

  @Test
  void theArchiveOfAnotherClusterIsRefused() throws Exception {
    Path data = newFolder("other");
    try (EmbeddedPostgres other = EmbeddedPostgres.start(config(data))) {
      assertThatThrownBy(
              () ->
                  other.shipper(
                      WalArchive.in(archive), ROOM, () -> false, MovableClock.atPresent()))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("is the archive of the database cluster")
          .hasMessageContaining("name another folder");
      BackupTaker taker = BackupTaker.of(data).orElseThrow();
      assertThatThrownBy(() -> taker.takeInto(WalArchive.in(archive), 7, folder -> {}))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("is the archive of the cluster");
    }
    assertThat(Files.list(archive.resolve("backups"))).hasSize(1);
  }

  @Test
  void anArchiveThatIsAwayFillsTheSpoolUpToItsBoundAndSaysSo() throws Exception {
    Path data = newFolder("away");
    Path to = newFolder("late");
    MovableClock clock = MovableClock.atPresent();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(data));
        Connection one = connect(server.connection());
        Statement sql = one.createStatement();
        WalShipper shipper =
            server.shipper(WalArchive.in(to), 3 * WalSegment.BYTES, () -> false, clock)) {
      assertThat(shipper.state().trouble()).contains("does not exist; create it");
      sql.execute("CREATE TABLE written (n bigint PRIMARY KEY)");
      switchAndShip(sql, shipper, data);
      shipper.guardOnce();
      assertThat(shipper.state().waiting()).isEqualTo(WalSegment.BYTES);
      assertThat(shipper.state().dropped()).isZero();
      for (int i = 0; i < 4; i++) {
        sql.execute("INSERT INTO written VALUES (" + i + ")");
        switchAndShip(sql, shipper, data);
      }
      shipper.guardOnce();
      assertThat(shipper.state().dropped()).isEqualTo(2);
      assertThat(shipper.state().waiting()).isEqualTo(3 * WalSegment.BYTES);

      Files.createDirectory(to);
      clock.move(Duration.ofMinutes(2));
      shipper.shipOnce();
      assertThat(shipper.state().trouble()).isNull();
      assertThat(shipper.state().files()).isEqualTo(3);
      assertThat(shipper.state().needsBackup()).as("of what was dropped").isTrue();
      BackupTaker.of(data).orElseThrow().takeInto(WalArchive.in(to), 7, folder -> {});
      shipper.shipOnce();
      assertThat(shipper.state().needsBackup()).isFalse();

      Files.move(to, newFolder("unmounted"));
      Files.createDirectory(to);
      shipper.shipOnce();
      assertThat(shipper.state().trouble()).contains("is empty, though", "mount its disk");
      assertThat(Files.list(to)).isEmpty();
    }
  }

  @Test
  void aFullArchiveKeepsTheWalInTheSpoolUntilItHasRoom() throws Exception {
    Path data = newFolder("full");
    Path to = Files.createDirectory(newFolder("small"));
    String refusal = run("mount", "-t", "tmpfs", "-o", "size=32m,mode=755", "imas", to.toString());
    assumeTrue(refusal.isEmpty(), () -> "no tmpfs can be mounted here: " + refusal);
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(data));
        Connection one = connect(server.connection());
        Statement sql = one.createStatement();
        WalShipper shipper =
            server.shipper(WalArchive.in(to), ROOM, () -> false, MovableClock.atPresent())) {
      shipper.shipOnce();
      assertThat(shipper.state().trouble()).isNull();
      Path ballast = fill(to);
      sql.execute("CREATE TABLE written AS SELECT n FROM generate_series(1, 1000) n");
      switchAndShip(sql, shipper, data);
      assertThat(shipper.state().trouble()).contains("No space left");
      shipper.guardOnce();
      assertThat(shipper.state().waiting()).isEqualTo(WalSegment.BYTES);

      Files.delete(ballast);
      shipper.shipOnce();
      assertThat(shipper.state().trouble()).isNull();
      assertThat(WalSpool.in(data.resolve("postgres")).files()).isEmpty();
      assertThat(walIn(to)).hasSize(1);
    } finally {
      assertThat(run("umount", to.toString())).isEmpty();
    }
  }

  private static Path fill(Path disk) {
    Path ballast = disk.resolve("ballast");
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException full) {
      return ballast;
    }
  }

  /** Returns its error message; empty when it succeeded. */
  private static String run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : "it failed: " + said;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void oldBackupsAndTheWalThatOnlyTheyNeedAreDeleted() throws Exception {
    Path data = newFolder("pruned");
    Path to = Files.createDirectory(newFolder("kept"));
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(data));
        Connection one = connect(server.connection());
        Statement sql = one.createStatement();
        WalShipper shipper =
            server.shipper(WalArchive.in(to), ROOM, () -> false, MovableClock.atPresent())) {
      sql.execute("CREATE TABLE written (n bigint PRIMARY KEY)");
      switchAndShip(sql, shipper, data);
      BackupTaker taker = BackupTaker.of(data).orElseThrow();
      BackupTaker.Archived first = taker.takeInto(WalArchive.in(to), 1, folder -> {});
      assertThat(first.pruned().backups()).isZero();
      assertThat(first.pruned().files()).isEqualTo(1);
      sql.execute("INSERT INTO written VALUES (1)");
      switchAndShip(sql, shipper, data);
      BackupTaker.Archived second = taker.takeInto(WalArchive.in(to), 1, folder -> {});
      assertThat(second.pruned().backups()).isEqualTo(1);
      assertThat(second.pruned().files()).isPositive();
      assertThat(first.folder()).doesNotExist();
      sql.execute("INSERT INTO written VALUES (2)");
      switchAndShip(sql, shipper, data);
    }
    Path restored = newFolder("from-kept");
    recovery(to).into(restored, null, () -> {});
    assertThat(rows(restored)).containsExactly(1L, 2L);
  }

  @Test
  void aCopyArchivesNothingWhileItIsHeldAndThenOnATimelineOfItsOwn() throws Exception {
    Path own = newFolder("archive-of-copy");
    copy(archive, own);
    Path data = newFolder("copy");
    recovery(own).into(data, null, () -> {});
    List<Path> before = walIn(own);
    boolean[] held = {true};
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(data));
        Connection one = connect(server.connection());
        Statement sql = one.createStatement();
        WalShipper shipper =
            server.shipper(WalArchive.in(own), ROOM, () -> held[0], MovableClock.atPresent())) {
      sql.execute("INSERT INTO written VALUES (5)");
      switchAndShip(sql, shipper, data);
      shipper.guardOnce();
      assertThat(WalSpool.in(data.resolve("postgres")).files()).isEmpty();
      assertThat(walIn(own)).isEqualTo(before);

      held[0] = false;
      shipper.guardOnce();
      shipper.shipOnce();
      assertThat(shipper.state().trouble()).isNull();
      assertThat(shipper.state().needsBackup()).isTrue();
      BackupTaker.of(data).orElseThrow().takeInto(WalArchive.in(own), 7, folder -> {});
      shipper.shipOnce();
      assertThat(shipper.state().needsBackup()).isFalse();
      sql.execute("INSERT INTO written VALUES (6)");
      switchAndShip(sql, shipper, data);
    }
    Path again = newFolder("copy-of-copy");
    Recovery.Restored restored = recovery(own).into(again, null, () -> {});
    assertThat(restored.timeline()).isEqualTo(3);
    assertThat(rows(again)).containsExactly(1L, 2L, 3L, 5L, 6L);
    Optional<Path> old = Optional.of(own.resolve("backups").resolve(backup.getFileName()));
    assertThatThrownBy(() -> recovery(old.orElseThrow()).check(null))
        .as("what the copy wrote while it was held is missing")
        .hasMessageContaining("is missing");
  }
}
