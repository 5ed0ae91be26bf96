package dev.imas.core.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A copy of an embedded PostgreSQL, in a folder of its own: the files of the cluster with the WAL
 * that makes them consistent, PostgreSQL's list of them with checksums, and the password of its
 * superuser. {@link BackupTaker} makes one while the server works.
 */
public final class Backup {

  static final String ARCHIVE = "base.tar.gz";
  static final String MANIFEST = "backup_manifest";
  static final String PASSWORD = "superuser.password";

  private static final String WAL = "pg_wal/";
  private static final int MOST_NAMED = 5;

  private final Path folder;

  private Backup(Path folder) {
    this.folder = folder;
  }

  /** The backup in a folder, whole or not. */
  public static Backup in(Path folder) {
    return new Backup(folder.toAbsolutePath().normalize());
  }

  /**
   * A backup that is whole.
   *
   * @param system the identifier of the cluster, in decimal digits
   * @param files of the cluster, without WAL
   * @param bytes that the archive takes
   */
  public record Checked(String system, int timeline, int files, long bytes) {}

  /** What is done with each file of the archive. */
  private interface Taking {
    void take(TarArchiveEntry entry, InputStream content) throws IOException;
  }

  /**
   * Reads all of it and compares each file with its checksum.
   *
   * @throws BackupException that names what is damaged or missing
   */
  public Checked check() {
    return read((entry, content) -> content.transferTo(OutputStream.nullOutputStream()));
  }

  /**
   * Checks the backup and puts it into a data folder that has no database, so that the next start
   * there recovers it.
   *
   * @throws BackupException if it is damaged, or the folder has a database; then nothing is left
   *     there
   */
  public Checked restoreTo(Path dataDir) {
    return restoreTo(dataDir, () -> {});
  }

  /**
   * The same.
   *
   * @param first runs when all of it is checked and unpacked, before there is a database in the
   *     folder
   */
  public Checked restoreTo(Path dataDir, Runnable first) {
    try (FolderLock lock = FolderLock.acquire(dataDir)) {
      return restore(ServerFolder.prepare(dataDir), first);
    } catch (IOException e) {
      throw new BackupException(
          "the backup cannot be restored to " + dataDir + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackupException("the restore was interrupted", e);
    }
  }

  private Checked restore(ServerFolder to, Runnable first) throws IOException {
    if (Files.exists(to.pgdata())) {
      throw new BackupException(
          to.pgdata() + " exists; restore to another data folder, or move this one away first");
    }
    if (!Files.isRegularFile(folder.resolve(PASSWORD))) {
      throw new BackupException(folder.resolve(PASSWORD) + " is missing");
    }
    Path fresh = Files.createTempDirectory(to.root(), "initdb-");
    try {
      Path data = Files.createDirectory(fresh.resolve("pgdata"));
      Checked checked = read((entry, content) -> put(entry, content, data, to.owner()));
      to.owner().own(data);
      to.keepPassword(Files.readString(folder.resolve(PASSWORD)).strip());
      first.run();
      Files.move(data, to.pgdata());
      ServerFolder.force(to.root());
      return checked;
    } finally {
      PackagedPostgres.delete(fresh);
    }
  }

  private static void put(TarArchiveEntry entry, InputStream content, Path data, ServerOwner owner)
      throws IOException {
    Path path = data.resolve(entry.getName()).normalize();
    if (!path.startsWith(data)) {
      throw new BackupException(entry.getName() + " leads outside of the data folder");
    }
    if (path.equals(data)) {
      return;
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else {
      Files.copy(content, path);
    }
    owner.own(path);
  }

  /**
   * What PostgreSQL has written about it.
   *
   * @throws BackupException if that is damaged or missing
   */
  BackupManifest manifest() throws IOException {
    return BackupManifest.read(folder.resolve(MANIFEST));
  }

  private Checked read(Taking taking) {
    Path archive = folder.resolve(ARCHIVE);
    try {
      BackupManifest manifest = manifest();
      if (!Files.isRegularFile(archive)) {
        throw new BackupException(archive + " is missing");
      }
      Contents contents = new Contents(manifest);
      try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
          InputStream unpacked = new GZIPInputStream(file, 1 << 16);
          TarArchiveInputStream tar = new TarArchiveInputStream(unpacked)) {
        for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
          contents.take(e, tar, taking);
        }
        // The checksum of gzip stands at its end.
        unpacked.transferTo(OutputStream.nullOutputStream());
      }
      contents.mustBeWhole(archive);
      return new Checked(
          manifest.system(), manifest.timeline(), manifest.files().size(), Files.size(archive));
    } catch (IOException e) {
      throw new BackupException(
          archive + " is damaged, or cannot be unpacked: " + e.getMessage(), e);
    }
  }

  /** What of the manifest has been found in the archive. */
  private static final class Contents {

    private final BackupManifest manifest;
    private final Set<String> found = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();

    Contents(BackupManifest manifest) {
      this.manifest = manifest;
    }

    void take(TarArchiveEntry entry, InputStream content, Taking taking) throws IOException {
      String name = entry.getName();
      if (entry.isSymbolicLink() || entry.isLink()) {
        throw new BackupException(
            name + " is a link; IMAS has no tablespaces outside of the data folder");
      }
      if (entry.isDirectory()) {
        taking.take(entry, content);
        return;
      }
      var digest = BackupManifest.sha256();
      taking.take(entry, new DigestInputStream(content, digest));
      found.add(name);
      BackupManifest.FileEntry expected = manifest.files().get(name);
      if (name.startsWith(WAL)) {
        return;
      }
      if (expected == null) {
        wrong.add(name + " is not in the manifest");
      } else if (entry.getSize() != expected.size()
          || !HexFormat.of().formatHex(digest.digest()).equals(expected.sha256())) {
        wrong.add(name + " differs from its checksum");
      }
    }

    void mustBeWhole(Path archive) {
      manifest.files().keySet().stream()
          .filter(name -> !found.contains(name))
          .sorted()
          .forEach(name -> wrong.add(name + " is missing"));
      long last = WalSegment.numberAt(manifest.to() - 1);
      for (long n = WalSegment.numberAt(manifest.from()); n <= last; n++) {
        String segment = new WalSegment(manifest.timeline(), n).name();
        if (!found.contains(WAL + segment)) {
          wrong.add("the WAL file " + segment + " is missing");
        }
      }
      if (!wrong.isEmpty()) {
        int more = wrong.size() - MOST_NAMED;
        throw new BackupException(
            archive
                + " is damaged: "
                + String.join("; ", wrong.subList(0, Math.min(MOST_NAMED, wrong.size())))
                + (more > 0 ? "; and " + more + " more" : ""));
      }
    }
  }

  /** Makes a file that only its owner may read. */
  static void keep(Path file, String text) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }
}
