package dev.imas.core.postgres;

import static dev.imas.fixtures.database.TestPostgres.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A backup is taken beside work, is whole or says what is not, and becomes a server again. */
@Timeout(120)
class BackupIT {

  private static Path home;
  private static Path backup;
  private static long before;
  private static long after;

  @BeforeAll
  static void takeOneBesideAWriter() throws Exception {
    home = TestPostgres.newFolder();
    backup = home.resolve("backups").resolve("first");
    Path data = home.resolve("data");
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(data));
        Connection one = connect(server.connection());
        Statement sql = one.createStatement()) {
      sql.execute("CREATE TABLE written (n bigint PRIMARY KEY, text text)");
      AtomicLong committed = new AtomicLong();
      AtomicBoolean done = new AtomicBoolean();
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!done.get()) {
                      write(sql, committed.get() + 1);
                      committed.incrementAndGet();
                    }
                  });
      before = committed.get();
      BackupTaker.of(data).orElseThrow().takeInto(backup);
      after = committed.get() + 1;
      done.set(true);
      writer.join();
    }
  }

  private static void write(Statement sql, long n) {
    try {
      sql.execute("INSERT INTO written VALUES (" + n + ", repeat('x', 200))");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @AfterAll
  static void delete() {
    TestPostgres.delete(home);
  }

  private static EmbeddedPostgresConfig config(Path data) {
    return EmbeddedPostgresConfig.in(data).withBinariesDir(TestPostgres.binaries());
  }

  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::getFileName).sorted().toList();
    }
  }

  @Test
  void itIsWholeAndLeavesNothingBehind() throws IOException {
    Backup.Checked checked = Backup.in(backup).check();

    assertThat(checked.files()).isGreaterThan(500);
    assertThat(checked.timeline()).isEqualTo(1);
    assertThat(in(backup))
        .map(Path::toString)
        .containsExactly("backup_manifest", "base.tar.gz", "superuser.password");
    assertThat(home.resolve("data/postgres/backup")).doesNotExist();
  }

  @Test
  void aServerStartsFromItWithAllThatWasCommittedBefore() throws Exception {
    Path restored = home.resolve("restored");
    Backup.in(backup).restoreTo(restored);

    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(restored));
        Connection one = connect(server.connection());
        Statement sql = one.createStatement();
        ResultSet rows = sql.executeQuery("SELECT count(*), coalesce(max(n), 0) FROM written")) {
      rows.next();
      assertThat(rows.getLong(2)).isEqualTo(rows.getLong(1)).isBetween(before, after);
      sql.execute("INSERT INTO written VALUES (-1, 'after the restore')");
    }
    assertThatThrownBy(() -> Backup.in(backup).restoreTo(restored))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("exists; restore to another data folder");
  }

  @Test
  void aFolderThatHoldsSomethingIsRefused() {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(home.resolve("other")))) {
      BackupTaker taker = BackupTaker.of(home.resolve("other")).orElseThrow();

      assertThatThrownBy(() -> taker.takeInto(backup))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("is not empty");
      assertThat(server.connection().port()).isPositive();
    }
    assertThat(BackupTaker.of(home.resolve("other"))).isEmpty();
  }

  /** A damage, done to a copy of the backup, and what is said of it. */
  private record Damage(String name, Act act, String said) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Act {
    void on(Path folder) throws IOException;
  }

  private static Stream<Damage> damages() {
    return Stream.of(
        new Damage("no archive", f -> Files.delete(f.resolve(Backup.ARCHIVE)), "is missing"),
        new Damage("no manifest", f -> Files.delete(f.resolve(Backup.MANIFEST)), "is missing"),
        new Damage("no password", f -> Files.delete(f.resolve(Backup.PASSWORD)), "is missing"),
        new Damage("a cut archive", f -> cut(f.resolve(Backup.ARCHIVE)), "is damaged"),
        new Damage("an empty archive", f -> empty(f.resolve(Backup.ARCHIVE)), "is damaged"),
        new Damage("a changed bit", f -> flip(f.resolve(Backup.ARCHIVE)), "is damaged"),
        new Damage("a cut manifest", f -> cut(f.resolve(Backup.MANIFEST)), "is damaged"),
        new Damage("a changed manifest", f -> flip(f.resolve(Backup.MANIFEST)), "is damaged"),
        new Damage(
            "no WAL", f -> repack(f, e -> e.startsWith("pg_wal/0") ? "" : e), "the WAL file 0000"),
        new Damage(
            "a missing file",
            f -> repack(f, e -> e.equals("PG_VERSION") ? "" : e),
            "PG_VERSION is missing"),
        new Damage(
            "a renamed file",
            f -> repack(f, e -> e.equals("PG_VERSION") ? "PG_VERSION.old" : e),
            "PG_VERSION.old is not in the manifest"),
        new Damage(
            "a file that leads outside",
            f -> repack(f, e -> e.equals("PG_VERSION") ? "../outside" : e),
            "leads outside"));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void aDamageIsNamedAndNothingIsRestored(Damage damage) throws Exception {
    Path copy = Files.createTempDirectory(home, "damaged-");
    for (Path file : in(backup)) {
      Files.copy(backup.resolve(file), copy.resolve(file));
    }
    damage.act().on(copy);
    Path target = home.resolve("target-" + copy.getFileName());

    assertThatThrownBy(() -> Backup.in(copy).restoreTo(target))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(damage.said());

    assertThat(target.resolve("postgres/pgdata")).doesNotExist();
    assertThat(in(target.resolve("postgres")))
        .map(Path::toString)
        .noneMatch(name -> name.startsWith("initdb-"));
  }

  private static void cut(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
  }

  private static void empty(Path file) throws IOException {
    Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  /**
   * @param renamed gives each entry its new name; an empty one leaves it out
   */
  private static void repack(Path folder, UnaryOperator<String> renamed) throws IOException {
    Path archive = folder.resolve(Backup.ARCHIVE);
    Path fresh = folder.resolve("fresh");
    try (TarArchiveInputStream in =
            new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)));
        OutputStream file = Files.newOutputStream(fresh);
        TarArchiveOutputStream out = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
      out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        String name = renamed.apply(e.getName());
        if (name.isEmpty()) {
          continue;
        }
        e.setName(name);
        out.putArchiveEntry(e);
        in.transferTo(out);
        out.closeArchiveEntry();
      }
    }
    Files.move(fresh, archive, StandardCopyOption.REPLACE_EXISTING);
  }
}
