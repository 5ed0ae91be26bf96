package dev.imas.core.postgres;

import static dev.imas.fixtures.database.TestPostgres.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.MovableClock;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves the machine is encrypted, and opens with its key alone. */
@Timeout(180)
class SealedBackupIT {

  private static final BackupSeal SEAL = BackupSeal.of(key(1));
  private static final BackupSeal OTHER = BackupSeal.of(key(2));

  private static final AtomicInteger folders = new AtomicInteger();
  private static Path home;
  private static Path archive;
  private static Path backup;

  private static byte[] key(int first) {
    byte[] key = new byte[BackupSeal.KEY_BYTES];
    key[0] = (byte) first;
    return key;
  }

  @BeforeAll
  static void archiveSealed() throws Exception {
    home = TestPostgres.newFolder();
    archive = Files.createDirectory(home.resolve("archive"));
    Path data = home.resolve("data");
    Path secret = Files.writeString(home.resolve("encryption.key"), "a key");
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(data));
        Connection one = connect(server.connection());
        Statement sql = one.createStatement();
        WalShipper shipper = shipper(server, SEAL)) {
      sql.execute("CREATE TABLE written (n bigint PRIMARY KEY)");
      sql.execute("INSERT INTO written VALUES (1)");
      backup =
          BackupTaker.of(data, SEAL)
              .orElseThrow()
              .takeInto(WalArchive.in(archive, SEAL), 7, taken -> taken.attach(secret))
              .folder();
      for (int n = 2; n <= 3; n++) {
        sql.execute("INSERT INTO written VALUES (" + n + ")");
        String name;
        try (ResultSet row = sql.executeQuery("SELECT pg_walfile_name(pg_switch_wal())")) {
          row.next();
          name = row.getString(1);
        }
        Path spooled = WalSpool.in(data.resolve("postgres")).folder().resolve(name);
        Await.until(name + " in the spool", () -> Files.exists(spooled), there -> there);
        shipper.shipOnce();
      }
      assertThat(shipper.state().trouble()).isNull();
      for (BackupSeal wrong : List.of(OTHER, BackupSeal.none())) {
        assertThatThrownBy(() -> shipper(server, wrong))
            .isInstanceOf(BackupException.class)
            .hasMessageContaining("name a new folder");
        BackupTaker taker = BackupTaker.of(data, wrong).orElseThrow();
        assertThatThrownBy(() -> taker.takeInto(WalArchive.in(archive, wrong), 7, b -> {}))
            .hasMessageContaining("name a new folder");
      }
    }
  }

  @AfterAll
  static void delete() {
    TestPostgres.delete(home);
  }

  private static WalShipper shipper(EmbeddedPostgres server, BackupSeal seal) {
    return server.shipper(
        WalArchive.in(archive, seal), 1L << 30, () -> false, MovableClock.atPresent());
  }

  private static EmbeddedPostgresConfig config(Path data) {
    return EmbeddedPostgresConfig.in(data).withBinariesDir(TestPostgres.binaries()).withArchive();
  }

  private static Recovery recovery(Path from, BackupSeal seal) {
    return Recovery.from(from, TestPostgres.binaries(), seal);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static Path copy(Path from) throws IOException {
    Path to = home.resolve("copy-" + folders.incrementAndGet());
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
    return to;
  }

  @Test
  void allThatIsPlainIsWhoseItIsAndWhichKeyOpensIt() throws IOException {
    assertThat(files(archive))
        .map(file -> file.getFileName().toString())
        .filteredOn(name -> !name.endsWith(".sealed"))
        .containsOnly("system", "sealed-by");
    assertThat(backup.resolve("encryption.key.sealed"))
        .content(StandardCharsets.ISO_8859_1)
        .doesNotContain("a key");
    assertThat(Backup.in(backup, SEAL).attached("encryption.key")).contains("a key".getBytes());
    assertThat(Backup.in(backup, SEAL).attached("another")).isEmpty();
  }

  @Test
  void itIsRestoredWithItsKeyAlone() throws Exception {
    Path data = home.resolve("restored");

    recovery(archive, SEAL).into(data, null, () -> {});

    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(data));
        Connection one = connect(server.connection());
        Statement sql = one.createStatement();
        ResultSet row = sql.executeQuery("SELECT count(*) FROM written")) {
      row.next();
      assertThat(row.getLong(1)).isEqualTo(3);
    }
    assertThatThrownBy(() -> recovery(archive, BackupSeal.none()).check(null))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("is encrypted; set backup-key (IMAS_BACKUP_KEY)");
    assertThatThrownBy(() -> recovery(backup, OTHER).check(null))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("is encrypted by another key");
    assertThat(recovery(copy(backup), SEAL).check(null).files()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"base.tar.gz", "backup_manifest", "wal"})
  void aChangedByteIsNamed(String name) throws IOException {
    Path copy = copy(archive);
    Path file =
        files(copy).stream()
            .filter(f -> f.toString().contains(name) && f.toString().endsWith(".sealed"))
            .max(Path::compareTo)
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> recovery(copy, SEAL).check(null))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining(file.getFileName().toString().replaceAll("(\\.gz)?\\.sealed", ""));
  }

  @Test
  void aFileUnderAnotherNameIsDamaged() throws IOException {
    Path copy = copy(archive);
    List<Path> wal = files(copy.resolve("wal")).stream().sorted().toList();
    Path last = wal.getLast();
    Files.write(last, Files.readAllBytes(wal.get(wal.size() - 2)));

    assertThatThrownBy(() -> recovery(copy, SEAL).check(null))
        .hasMessageContaining(last.getFileName().toString().replace(".gz.sealed", ""))
        .hasMessageContaining("is damaged");
  }
}
