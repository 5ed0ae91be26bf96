package dev.imas.core.postgres;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * What is read to restore: a backup, and the WAL from its end to the newest.
 *
 * @param archive of the WAL; null for a backup that stands alone
 * @param wal the files that there must be, oldest first
 * @param histories the names of all histories of timelines
 */
record RecoveryPlan(
    Path backup,
    BackupManifest manifest,
    @Nullable WalArchive archive,
    TimelineHistory history,
    List<WalSegment> wal,
    List<String> histories) {

  RecoveryPlan {
    wal = List.copyOf(wal);
    histories = List.copyOf(histories);
  }

  /**
   * @param folder of a backup or of an archive
   * @param moment until which is restored; null for all that there is
   * @param seal opens what is encrypted
   * @throws BackupException if there is nothing of the kind
   */
  static RecoveryPlan of(Path folder, @Nullable Instant moment, BackupSeal seal)
      throws IOException {
    Path from = folder.toAbsolutePath().normalize();
    if (WalArchive.isIn(from)) {
      WalArchive archive = WalArchive.in(from, seal.toRead(from));
      return of(archive, choose(archive, moment), seal);
    }
    if (!Backup.isIn(from)) {
      throw new BackupException(from + " is neither a backup nor an archive of backups; name one");
    }
    Path above = from.resolve("..").resolve("..").normalize();
    if (WalArchive.isIn(above)) {
      if (moment != null && WalArchive.endOf(from).filter(moment::isBefore).isPresent()) {
        throw new BackupException(
            from + " ended after " + moment + "; name the archive instead: " + above);
      }
      return of(WalArchive.in(above, seal.toRead(above)), from, seal);
    }
    if (moment != null) {
      throw new BackupException(
          from
              + " is a backup alone, and ends where it ends; --to needs an archive, which"
              + " database.embedded-archive makes");
    }
    BackupManifest manifest = Backup.in(from, seal).manifest();
    return new RecoveryPlan(
        from, manifest, null, TimelineHistory.of(manifest.timeline()), List.of(), List.of());
  }

  private static Path choose(WalArchive archive, @Nullable Instant moment) throws IOException {
    List<Path> backups = archive.backups();
    if (backups.isEmpty()) {
      throw new BackupException(
          archive.folder() + " has no backup, so its WAL cannot be restored: imas backup");
    }
    if (moment == null) {
      return backups.getFirst();
    }
    return backups.stream()
        .filter(one -> WalArchive.endOf(one).filter(end -> !end.isAfter(moment)).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new BackupException(
                    "the oldest backup in "
                        + archive.folder()
                        + " is of "
                        + WalArchive.endOf(backups.getLast()).orElseThrow()
                        + "; name a moment after it"));
  }

  private static RecoveryPlan of(WalArchive archive, Path backup, BackupSeal seal)
      throws IOException {
    BackupManifest manifest = Backup.in(backup, seal).manifest();
    Optional<String> system = archive.system();
    if (system.isPresent() && !system.get().equals(manifest.system())) {
      throw new BackupException(
          backup
              + " is of the cluster "
              + manifest.system()
              + ", and its archive of "
              + system.get());
    }
    Set<String> files = archive.files();
    List<String> histories = files.stream().filter(TimelineHistory::isHistory).toList();
    TimelineHistory history = TimelineHistory.of(manifest.timeline());
    for (String name : histories) {
      TimelineHistory other = history(archive, name);
      if (other.passes(manifest.timeline(), manifest.to())
          && other.timeline() > history.timeline()) {
        history = other;
      }
    }
    return new RecoveryPlan(
        backup, manifest, archive, history, wal(manifest, history, files), histories);
  }

  private static TimelineHistory history(WalArchive archive, String name) throws IOException {
    try (InputStream content = archive.open(name)) {
      return TimelineHistory.read(
          TimelineHistory.timelineOf(name).orElseThrow(),
          new String(content.readAllBytes(), StandardCharsets.US_ASCII));
    } catch (ZipException | EOFException e) {
      throw new BackupException("the history " + name + " is damaged", e);
    }
  }

  /** All from the end of the backup, which has the WAL before, to the newest on this way. */
  private static List<WalSegment> wal(
      BackupManifest manifest, TimelineHistory history, Set<String> files) {
    long last =
        files.stream()
            .map(WalSegment::named)
            .flatMap(Optional::stream)
            .filter(one -> history.segment(one.number()).equals(one))
            .mapToLong(WalSegment::number)
            .max()
            .orElse(0);
    List<WalSegment> wal = new ArrayList<>();
    for (long n = WalSegment.numberAt(manifest.to() - 1) + 1; n <= last; n++) {
      wal.add(history.segment(n));
    }
    return wal;
  }

  /** What is done with the content of a WAL file. */
  private interface Reading {
    void read(WalSegment segment, InputStream content) throws IOException;
  }

  /**
   * Reads all of the WAL.
   *
   * @return what is damaged or missing, with the mend; empty if nothing is
   */
  Optional<String> checkWal() {
    return read((one, content) -> WalFile.check(one, manifest.system(), content));
  }

  /**
   * Unpacks the WAL for the server, up to what is damaged or missing.
   *
   * @return what that is, with the mend; empty if nothing is
   */
  Optional<String> unpackWal(Path into, ServerOwner owner) throws IOException {
    for (String name : histories) {
      try (InputStream content = Objects.requireNonNull(archive).open(name)) {
        Files.copy(content, into.resolve(name));
        owner.own(into.resolve(name));
      }
    }
    return read(
        (one, content) -> {
          Path file = into.resolve(one.name());
          try {
            WalFile.copy(one, manifest.system(), content, file);
            owner.own(file);
          } catch (IOException | BackupException e) {
            Files.deleteIfExists(file);
            throw e;
          }
        });
  }

  private Optional<String> read(Reading reading) {
    String until = "the end of the backup";
    for (WalSegment one : wal) {
      WalArchive from = Objects.requireNonNull(archive);
      if (!from.holds(one.name())) {
        return Optional.of(damage("the WAL file " + one.name() + " is missing", until));
      }
      try (InputStream content = from.open(one.name())) {
        reading.read(one, content);
        until = from.keptAt(one.name()).toString();
      } catch (BackupException e) {
        return Optional.of(damage(String.valueOf(e.getMessage()), until));
      } catch (IOException e) {
        return Optional.of(
            damage("the WAL file " + one.name() + " is damaged (" + e.getMessage() + ")", until));
      }
    }
    return Optional.empty();
  }

  private String damage(String what, String until) {
    return "%s in %s. What was committed before can be restored: --to a moment before %s"
        .formatted(what, Objects.requireNonNull(archive).folder(), until);
  }
}
