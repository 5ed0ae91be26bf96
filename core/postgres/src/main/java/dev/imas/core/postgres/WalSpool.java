package dev.imas.core.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder beside the data in which the server leaves each finished WAL file ({@code
 * basic_archive}), and what IMAS remembers of its archive.
 */
final class WalSpool {

  /** What basic_archive calls a file that it still writes. */
  private static final String UNFINISHED = "archtemp";

  private final Path root;

  private WalSpool(Path root) {
    this.root = root;
  }

  /**
   * @param root {@code postgres} in the data folder
   */
  static WalSpool in(Path root) {
    return new WalSpool(root);
  }

  Path folder() {
    return root.resolve("wal-spool");
  }

  /** The server's own WAL, in which the histories of timelines stay. */
  private Path wal() {
    return root.resolve("pgdata").resolve("pg_wal");
  }

  /** Makes the folder, and deletes what a killed server left unfinished. */
  void prepare(ServerOwner owner) throws IOException {
    Files.createDirectories(folder());
    owner.own(folder());
    for (Path file : PackagedPostgres.list(folder())) {
      if (file.getFileName().toString().startsWith(UNFINISHED)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The files that are finished, oldest first. */
  List<Path> files() throws IOException {
    return PackagedPostgres.list(folder()).stream()
        .filter(file -> !file.getFileName().toString().startsWith(UNFINISHED))
        .sorted()
        .toList();
  }

  /** The histories of all timelines that this cluster knows. */
  List<Path> histories() throws IOException {
    return PackagedPostgres.list(wal()).stream()
        .filter(file -> TimelineHistory.isHistory(file.getFileName().toString()))
        .toList();
  }

  private Path known() {
    return root.resolve("wal-archive");
  }

  /** Whether this cluster has archived to that folder. */
  boolean knows(Path archive) throws IOException {
    return read(known()).filter(archive.toString()::equals).isPresent();
  }

  void remember(Path archive) throws IOException {
    Files.writeString(known(), archive + "\n");
  }

  private Path gap() {
    return root.resolve("wal-gap");
  }

  /** The number of the last WAL file that is not in the archive; empty if all of them are. */
  Optional<Long> lastMissing() throws IOException {
    try {
      return read(gap()).map(Long::parseLong);
    } catch (NumberFormatException cut) {
      return Optional.of(Long.MAX_VALUE);
    }
  }

  /** Remembers that the archive will not have this WAL file. */
  void isMissing(long number) throws IOException {
    if (lastMissing().filter(last -> last >= number).isEmpty()) {
      Files.writeString(gap(), number + "\n");
    }
  }

  /** A backup from this WAL file on needs nothing that is missing. */
  void isWholeFrom(long number) throws IOException {
    if (lastMissing().filter(last -> last < number).isPresent()) {
      Files.deleteIfExists(gap());
    }
  }

  private static Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }
}
