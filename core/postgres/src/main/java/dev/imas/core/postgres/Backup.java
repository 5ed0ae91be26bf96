package dev.imas.core.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

  private static final String OF = "backup";

  private static final String WAL = "pg_wal/";
  private static final int MOST_NAMED = 5;

  private final Path folder;

  private final BackupSeal seal;

  private Backup(Path folder, BackupSeal seal) {
    this.folder = folder;
    this.seal = seal;
  }

  /** The backup in a folder, whole or not, if it is not encrypted. */
  public static Backup in(Path folder) {
    return in(folder, BackupSeal.none());
  }

  /**
   * The backup in a folder, whole or not.
   *
   * @param seal opens it if it is encrypted
   * @throws BackupException if it is encrypted by another key
   */
  public static Backup in(Path folder, BackupSeal seal) {
    Path path = folder.toAbsolutePath().normalize();
    try {
      return new Backup(path, seal.toRead(path));
    } catch (IOException e) {
      throw new BackupException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether the folder is that of a backup, whole or not. */
  static boolean isIn(Path folder) {
    return Stream.of(ARCHIVE, MANIFEST)
        .flatMap(name -> Stream.of(name, name + BackupSeal.SUFFIX))
        .anyMatch(name -> Files.exists(folder.resolve(name)));
  }

  /**
   * Puts a file beside the backup, encrypted if the backup is.
   *
   * @throws BackupException if it cannot be written
   */
  public void attach(Path file) {
    String name = file.getFileName().toString();
    try {
      keep(name, out -> Files.copy(file, out));
    } catch (IOException e) {
      throw new BackupException(name + " cannot be put beside the backup: " + e.getMessage(), e);
    }
  }

  /** What was put beside the backup under this name; empty if nothing was. */
  public Optional<byte[]> attached(String name) {
    if (!Files.exists(path(name))) {
      return Optional.empty();
    }
    try {
      return Optional.of(bytes(name));
    } catch (IOException e) {
      throw new BackupException(path(name) + " is damaged: " + e.getMessage(), e);
    }
  }

  private Path path(String name) {
    return seal.path(folder, name);
  }

  /** Writes one of its files. */
  void keep(String name, BackupSeal.Writing content) throws IOException {
    seal.write(path(name), name, OF, content);
  }

  private byte[] bytes(String name) throws IOException {
    try (InputStream content = seal.read(path(name), name, OF)) {
      return content.readAllBytes();
    }
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
    if (!Files.isRegularFile(path(PASSWORD))) {
      throw new BackupException(path(PASSWORD) + " is missing");
    }
    Path fresh = Files.createTempDirectory(to.root(), "initdb-");
    try {
      Path data = Files.createDirectory(fresh.resolve("pgdata"));
      Checked checked = read((entry, content) -> put(entry, content, data, to.owner()));
      to.owner().own(data);
      to.keepPassword(new String(bytes(PASSWORD), StandardCharsets.UTF_8).strip());
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
  BackupManifest manifest() {
    Path file = path(MANIFEST);
    if (!Files.isRegularFile(file)) {
      throw new BackupException(file + " is missing, so nothing can be checked");
    }
    try {
      return BackupManifest.read(file, bytes(MANIFEST));
    } catch (IOException e) {
      throw new BackupException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private Checked read(Taking taking) {
    Path archive = path(ARCHIVE);
    try {
      BackupManifest manifest = manifest();
      if (!Files.isRegularFile(archive)) {
        throw new BackupException(archive + " is missing");
      }
      Contents contents = new Contents(manifest);
      try (InputStream file = seal.read(archive, ARCHIVE, OF);
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
}
