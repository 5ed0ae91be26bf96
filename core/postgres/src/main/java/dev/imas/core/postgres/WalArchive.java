package dev.imas.core.postgres;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A folder away from the data, with backups of one cluster and the WAL since the oldest of them:
 *
 * <pre>
 * system            the identifier of the cluster
 * recovery-point    the newest moment that the cluster has written down
 * sealed-by         the key that encrypts it; absent if none does
 * wal/NAME.gz       each WAL file and each history of a timeline; encrypted: NAME.gz.sealed
 * backups/MOMENT/   a backup, by the moment of its end
 * drills/MOMENT.json what a drill has found, by the moment of its beginning; never encrypted
 * </pre>
 */
public final class WalArchive {

  static final String SYSTEM = "system";
  static final String WAL = "wal";
  static final String BACKUPS = "backups";

  private static final String DRILLS = "drills";
  private static final int MOST_DRILLS = 100;
  private static final String REPORT = ".json";

  private static final String POINT = "recovery-point";
  private static final String PACKED = ".gz";
  private static final int BLOCK = 1 << 16;
  private static final String UNFINISHED = ".unfinished-";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;

  private final BackupSeal seal;

  private WalArchive(Path folder, BackupSeal seal) {
    this.folder = folder;
    this.seal = seal;
  }

  /** The archive in a folder, which need not be reachable yet. Nothing in it is encrypted. */
  public static WalArchive in(Path folder) {
    return in(folder, BackupSeal.none());
  }

  /**
   * The same.
   *
   * @param seal encrypts all WAL and backups in it
   */
  public static WalArchive in(Path folder, BackupSeal seal) {
    return new WalArchive(folder.toAbsolutePath().normalize(), seal);
  }

  /** Whether the folder is that of an archive. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(SYSTEM))
        && Files.isDirectory(folder.resolve(BACKUPS));
  }

  public Path folder() {
    return folder;
  }

  /** The cluster that this is the archive of; empty if it is of none yet. */
  Optional<String> system() throws IOException {
    try {
      return Optional.of(Files.readString(folder.resolve(SYSTEM)).strip());
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /**
   * Makes it the archive of this cluster, unless it is already.
   *
   * @param again whether this cluster has archived here before
   * @throws IOException if the folder cannot be reached
   * @throws BackupException if it is the archive of another cluster
   */
  void claim(String cluster, boolean again) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " does not exist; create it, or mount its disk");
    }
    Optional<String> owner = system();
    if (owner.isPresent()) {
      mustBeOf(cluster, owner.get());
      seal.mustContinue(folder);
      return;
    }
    if (again) {
      throw new IOException(
          folder + " is empty, though this IMAS has archived there; mount its disk");
    }
    Files.createDirectories(folder.resolve(WAL));
    Files.createDirectories(folder.resolve(BACKUPS));
    seal.begin(folder);
    write(folder.resolve(SYSTEM), cluster);
  }

  private void mustBeOf(String cluster, String owner) {
    if (!owner.equals(cluster)) {
      throw new BackupException(
          "%s is the archive of the database cluster %s, and this is %s; name another folder, or restore that one: imas restore %s"
              .formatted(folder, owner, cluster, folder));
    }
  }

  private void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(UNFINISHED + UUID.randomUUID());
    Files.writeString(fresh, text + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    ServerFolder.force(folder);
  }

  /** Keeps the newest moment that the cluster has written down, as seen from outside of it. */
  void keep(Instant point) throws IOException {
    write(folder.resolve(POINT), point.toString());
  }

  /** The newest moment that was kept. */
  public Optional<Instant> point() {
    try {
      return Optional.of(Instant.parse(Files.readString(folder.resolve(POINT)).strip()));
    } catch (IOException | DateTimeException none) {
      return Optional.empty();
    }
  }

  /** A file of the WAL belongs to this cluster; its name has its timeline. */
  private String cluster() throws IOException {
    return system().orElse("");
  }

  private Path packed(String name) {
    return seal.path(folder.resolve(WAL), name + PACKED);
  }

  boolean holds(String name) {
    return Files.exists(packed(name));
  }

  /**
   * Keeps a file under its name. When this returns, it is on the disk.
   *
   * @throws BackupException if it has another file of that name, which it keeps
   */
  void put(String name, Path file) throws IOException {
    Path packed = packed(name);
    if (Files.exists(packed)) {
      mustBeSame(name, file);
      return;
    }
    Path fresh = packed.resolveSibling(UNFINISHED + name);
    Files.deleteIfExists(fresh);
    seal.write(
        fresh,
        name,
        cluster(),
        out -> {
          try (InputStream content = Files.newInputStream(file)) {
            QuickGzip packing = new QuickGzip(out);
            long left = length(name, file);
            while (left > 0) {
              byte[] block = content.readNBytes((int) Math.min(left, BLOCK));
              if (block.length == 0) {
                throw new EOFException(name + " became shorter");
              }
              packing.write(block);
              left -= block.length;
            }
            packing.finish();
          }
        });
    Files.move(fresh, packed, StandardCopyOption.ATOMIC_MOVE);
    ServerFolder.force(folder.resolve(WAL));
  }

  /** A storm writes WAL faster than it can be packed well. */
  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /** Without the zeros at the end of WAL. */
  private static long length(String name, Path file) throws IOException {
    return WalSegment.named(name).isPresent() ? WalFile.used(file) : Files.size(file);
  }

  private void mustBeSame(String name, Path file) throws IOException {
    try (InputStream kept = open(name);
        InputStream content = Files.newInputStream(file)) {
      byte[] other = content.readNBytes(Math.toIntExact(length(name, file)));
      if (Arrays.equals(kept.readAllBytes(), other)) {
        return;
      }
    }
    throw new BackupException(
        "%s holds another %s: a copy of this database archives there too; let each name a folder of its own"
            .formatted(folder, name));
  }

  /** The content of a file, as it was put here, but without the zeros at the end of WAL. */
  InputStream open(String name) throws IOException {
    InputStream packed = seal.read(packed(name), name, cluster());
    try {
      return new GZIPInputStream(packed, 1 << 16);
    } catch (IOException e) {
      packed.close();
      throw e;
    }
  }

  /** When a file was kept. */
  Instant keptAt(String name) throws IOException {
    return Files.getLastModifiedTime(packed(name)).toInstant();
  }

  /** The names of the WAL files and histories that it has. */
  Set<String> files() throws IOException {
    String ending = PACKED + seal.suffix();
    return PackagedPostgres.list(folder.resolve(WAL)).stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> name.endsWith(ending) && !name.startsWith(UNFINISHED))
        .map(name -> name.substring(0, name.length() - ending.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Where a backup is made before it has its name. */
  Path newBackup() {
    return folder.resolve(BACKUPS).resolve(UNFINISHED + UUID.randomUUID());
  }

  /** Gives a backup its name, by the first full millisecond after its end. */
  Path keepBackup(Path taken, Instant ended) throws IOException {
    Path name = folder.resolve(BACKUPS).resolve(MOMENT.format(ended.plusNanos(999_999)));
    Files.move(taken, name, StandardCopyOption.ATOMIC_MOVE);
    ServerFolder.force(folder.resolve(BACKUPS));
    return name;
  }

  /**
   * A backup that is kept.
   *
   * @param bytes that it takes here
   */
  public record Kept(Path folder, Instant endedAt, long bytes) {}

  /** Its backups, newest first. */
  public List<Kept> kept() throws IOException {
    if (!isIn(folder)) {
      return List.of();
    }
    List<Kept> kept = new ArrayList<>();
    for (Path backup : backups()) {
      long bytes = 0;
      for (Path file : PackagedPostgres.list(backup)) {
        bytes += Files.size(file);
      }
      kept.add(new Kept(backup, endOf(backup).orElseThrow(), bytes));
    }
    return kept;
  }

  /**
   * Keeps what a drill has found, and forgets the oldest beyond {@value #MOST_DRILLS}.
   *
   * @param began when the drill began
   */
  public void keepDrill(Instant began, String report) throws IOException {
    Path drills = Files.createDirectories(folder.resolve(DRILLS));
    write(drills.resolve(MOMENT.format(began) + REPORT), report);
    List<Path> all = drillFiles();
    for (Path old : all.subList(Math.min(MOST_DRILLS, all.size()), all.size())) {
      Files.deleteIfExists(old);
    }
  }

  /** What drills have found, newest first. */
  public List<byte[]> drills(int most) throws IOException {
    List<byte[]> found = new ArrayList<>();
    for (Path file : drillFiles().stream().limit(most).toList()) {
      found.add(Files.readAllBytes(file));
    }
    return found;
  }

  private List<Path> drillFiles() throws IOException {
    Path drills = folder.resolve(DRILLS);
    return Files.isDirectory(drills)
        ? PackagedPostgres.list(drills).stream()
            .filter(file -> file.toString().endsWith(REPORT))
            .sorted(Comparator.reverseOrder())
            .toList()
        : List.of();
  }

  /** The folders of its backups, newest first. */
  List<Path> backups() throws IOException {
    return PackagedPostgres.list(folder.resolve(BACKUPS)).stream()
        .filter(backup -> endOf(backup).isPresent())
        .sorted(Comparator.comparing((Path b) -> b.getFileName().toString()).reversed())
        .toList();
  }

  /** When a backup ended, by its name. */
  public static Optional<Instant> endOf(Path backup) {
    try {
      return Optional.of(MOMENT.parse(backup.getFileName().toString(), Instant::from));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  /**
   * What a pruning has deleted.
   *
   * @param backups that were older than those that are kept
   * @param files of the WAL that no kept backup needs
   */
  public record Pruned(int backups, int files) {}

  /**
   * Deletes old backups, then the WAL from before the oldest that is left. Call it only when the
   * newest backup has been checked.
   *
   * @param kept how many of the newest backups are kept, at least one
   */
  Pruned prune(int kept) throws IOException {
    List<Path> all = backups();
    for (Path left : PackagedPostgres.list(folder.resolve(BACKUPS))) {
      if (left.getFileName().toString().startsWith(UNFINISHED)) {
        PackagedPostgres.delete(left);
      }
    }
    List<Path> old = all.subList(Math.min(kept, all.size()), all.size());
    for (Path backup : old) {
      // Its manifest goes first: without it, what is left of a backup is refused.
      Files.deleteIfExists(seal.path(backup, Backup.MANIFEST));
      PackagedPostgres.delete(backup);
    }
    int files = 0;
    if (all.size() > old.size()) {
      BackupManifest oldest = Backup.in(all.get(all.size() - old.size() - 1), seal).manifest();
      for (String name : files()) {
        Optional<WalSegment> segment = WalSegment.named(name);
        if (segment.isPresent() && segment.get().number() < WalSegment.numberAt(oldest.from())) {
          Files.deleteIfExists(packed(name));
          files++;
        }
      }
    }
    return new Pruned(old.size(), files);
  }
}
