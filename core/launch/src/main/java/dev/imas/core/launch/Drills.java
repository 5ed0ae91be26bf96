package dev.imas.core.launch;

import dev.imas.core.platform.Json;
import dev.imas.core.platform.RestoreReport;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.postgres.Backup;
import dev.imas.core.postgres.BackupException;
import dev.imas.core.postgres.WalArchive;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs drills of a restore in a temporary folder, and keeps their reports in the archive. */
final class Drills {

  private Drills() {}

  /**
   * Runs one, which takes as long as a restore does.
   *
   * @param from a backup, or an archive, which keeps the report
   * @param out what is done is printed there; null: nowhere
   * @param begun may cancel it later
   * @throws UncheckedIOException if there is no room for it, or the report cannot be kept
   * @throws BackupException if it was cancelled
   */
  static RestoreReport run(
      StoreConfig config,
      Path from,
      @Nullable PrintWriter out,
      InstantSource clock,
      Consumer<RestoreDrill> begun) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Path scratch = newFolder();
    try {
      RestoreDrill drill =
          new RestoreDrill(
              from,
              scratch,
              config.binariesDir(),
              config.seal(),
              backup -> key(config, backup, scratch),
              out == null ? new PrintWriter(Writer.nullWriter()) : out);
      begun.accept(drill);
      RestoreReport report = drill.run(now);
      if (WalArchive.isIn(from)) {
        WalArchive.in(from, config.seal()).keepDrill(now, Json.write(report));
      }
      return report;
    } catch (IOException e) {
      throw new UncheckedIOException("the report of the drill cannot be kept", e);
    } finally {
      delete(scratch);
    }
  }

  /** The one that is configured, or is beside the backup, or in the data folder. */
  private static Optional<SecretBox> key(StoreConfig config, Path backup, Path scratch) {
    boolean isHere =
        config.encryptionKey().isPresent()
            || EncryptionKey.takeFrom(Backup.in(backup, config.seal()), scratch);
    if (isHere) {
      return Optional.of(EncryptionKey.box(config.encryptionKey(), scratch));
    }
    return Files.exists(EncryptionKey.file(config.dataDir()))
        ? Optional.of(EncryptionKey.box(Optional.empty(), config.dataDir()))
        : Optional.empty();
  }

  /** Another user, who runs the server for root, passes through it. */
  private static Path newFolder() {
    try {
      return Files.setPosixFilePermissions(
          Files.createTempDirectory("imas-drill-"), PosixFilePermissions.fromString("rwx--x--x"));
    } catch (IOException e) {
      throw new UncheckedIOException("there is no room for a drill", e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> all = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : all) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be deleted", e);
    }
  }
}
