package dev.imas.core.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * Takes a backup of the embedded PostgreSQL that runs in a data folder. The server writes it itself
 * (BASE_BACKUP), beside its work, so that no client program is needed.
 */
public final class BackupTaker {

  /** At once, and with all WAL that the copy needs. */
  private static final String TAKE =
      "BASE_BACKUP (LABEL 'imas', TARGET 'server', TARGET_DETAIL '%s', CHECKPOINT 'fast', WAL true,"
          + " MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256', COMPRESSION 'gzip')";

  private final Path dataDir;
  private final ConnectionSettings server;

  private final BackupSeal seal;

  private BackupTaker(Path dataDir, ConnectionSettings server, BackupSeal seal) {
    this.dataDir = dataDir;
    this.server = server;
    this.seal = seal;
  }

  /** For the server that runs in this folder now; empty if none does. */
  public static Optional<BackupTaker> of(Path dataDir) {
    return of(dataDir, BackupSeal.none());
  }

  /**
   * The same.
   *
   * @param seal encrypts the backup
   */
  public static Optional<BackupTaker> of(Path dataDir, BackupSeal seal) {
    return EmbeddedPostgres.running(dataDir).map(server -> new BackupTaker(dataDir, server, seal));
  }

  /**
   * Takes the backup and reads it once to check it.
   *
   * @param folder does not exist yet, or is empty
   * @throws BackupException if it cannot be taken, or is not whole; then the folder is empty
   */
  public Backup.Checked takeInto(Path folder) {
    try {
      mustBeEmpty(folder);
      Path root = dataDir.toRealPath().resolve("postgres");
      ServerOwner owner = ServerOwner.of(dataDir, root, root.resolve("pgdata"));
      // The server may write here, and hardly where the backup is to lie.
      Path spool = root.resolve("backup");
      try {
        Files.createDirectory(spool);
      } catch (FileAlreadyExistsException e) {
        throw new BackupException(
            spool
                + " exists: another backup is being made, or was interrupted; if none is, delete"
                + " it",
            e);
      }
      try {
        owner.own(spool);
        take(spool.resolve("taken"));
        return keep(spool.resolve("taken"), folder);
      } finally {
        PackagedPostgres.delete(spool);
      }
    } catch (IOException | SQLException e) {
      throw new BackupException("no backup can be made: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackupException("the backup was interrupted", e);
    }
  }

  /**
   * A backup in an archive.
   *
   * @param pruned what was deleted, since no backup that is kept needs it
   */
  public record Archived(Path folder, Backup.Checked checked, WalArchive.Pruned pruned) {}

  /**
   * Takes a backup into an archive, checks it, and deletes what is older than the newest backups.
   *
   * @param kept how many of the newest backups are kept, at least one
   * @param beside attaches something to the backup before it has its name
   * @throws BackupException if it cannot be taken, or the archive is that of another cluster
   */
  public Archived takeInto(WalArchive archive, int kept, Consumer<Backup> beside) {
    try {
      WalSpool spool = WalSpool.in(dataDir.toRealPath().resolve("postgres"));
      Optional<String> owner = archive.system();
      if (owner.isEmpty()) {
        throw new BackupException(
            archive.folder()
                + " is no archive yet; IMAS makes it one while it runs, if the folder exists");
      }
      seal.mustContinue(archive.folder());
      Path fresh = archive.newBackup();
      Backup.Checked checked = takeInto(fresh);
      if (!checked.system().equals(owner.get())) {
        PackagedPostgres.delete(fresh);
        throw new BackupException(
            archive.folder()
                + " is the archive of the cluster "
                + owner.get()
                + ", and this is "
                + checked.system()
                + "; name another folder");
      }
      beside.accept(Backup.in(fresh, seal));
      Path folder = archive.keepBackup(fresh, RecoveryPoint.now(server).time());
      spool.isWholeFrom(WalSegment.numberAt(Backup.in(folder, seal).manifest().from()));
      return new Archived(folder, checked, archive.prune(kept));
    } catch (IOException | SQLException e) {
      throw new BackupException("no backup can be made: " + e.getMessage(), e);
    }
  }

  private static void mustBeEmpty(Path folder) throws IOException {
    if (Files.exists(folder) && !PackagedPostgres.list(folder).isEmpty()) {
      throw new BackupException(folder + " is not empty; name a new folder for each backup");
    }
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  private Backup.Checked keep(Path taken, Path folder) throws IOException {
    boolean whole = false;
    try {
      seal.begin(folder);
      Backup backup = Backup.in(folder, seal);
      for (String name : List.of(Backup.ARCHIVE, Backup.MANIFEST)) {
        backup.keep(name, out -> Files.copy(taken.resolve(name), out));
      }
      byte[] password = server.password().getBytes(StandardCharsets.UTF_8);
      backup.keep(Backup.PASSWORD, out -> out.write(password));
      Backup.Checked checked = backup.check();
      whole = true;
      return checked;
    } finally {
      if (!whole) {
        for (Path file : PackagedPostgres.list(folder)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /**
   * The driver says that it does not read how far the backup is, which PostgreSQL sends as a COPY.
   * The backup is complete all the same: its manifest is written last.
   */
  private void take(Path into) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", server.user());
    properties.setProperty("password", server.password());
    properties.setProperty("replication", "database");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("assumeMinServerVersion", "18");
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), properties);
        Statement sql = connection.createStatement()) {
      sql.execute(TAKE.formatted(into.toString().replace("'", "''")));
    } catch (SQLException e) {
      if (!Files.exists(into.resolve(Backup.MANIFEST))) {
        throw e;
      }
    }
  }
}
