package dev.imas.core.platform;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The backups of the database that this process runs, for its roles to show. Its methods read
 * files, so no event loop may call them.
 */
public interface Backups {

  /**
   * How the archive of the WAL fares.
   *
   * @param isHeld whether nothing is archived, since this is a restored copy
   * @param trouble why it takes nothing now; null if it does
   * @param needsBackup whether it cannot be restored whole before another backup
   * @param isEncrypted whether it is encrypted with a key of its own
   * @param lagSeconds so much would be lost if the data folder were lost now
   * @param waitingBytes of WAL that are not in it yet
   * @param droppedFiles of WAL since the start, for which there was no room
   */
  record Archive(
      boolean isHeld,
      @Nullable String trouble,
      boolean needsBackup,
      boolean isEncrypted,
      long lagSeconds,
      long waitingBytes,
      long droppedFiles) {}

  /** A backup in the archive. */
  record Kept(Instant takenAt, long bytes) {}

  /**
   * A drill's report as it is kept.
   *
   * @param sha256 of its file, in hexadecimal digits
   */
  record Drill(RestoreReport report, String sha256) {}

  /**
   * What is known now.
   *
   * @param archive null: none is configured
   * @param backups newest first
   * @param drills newest first
   * @param drillBegan when the drill began that is under way; null if none is
   * @param backupEvery how often a backup is taken by itself; zero: never
   * @param drillEvery how often a drill begins by itself; zero: never
   */
  record Status(
      @Nullable Archive archive,
      List<Kept> backups,
      List<Drill> drills,
      @Nullable Instant drillBegan,
      Duration backupEvery,
      Duration drillEvery) {}

  /** What became of the wish for a drill. */
  enum Wish {
    TAKEN,
    /** One is under way already. */
    UNDER_WAY,
    /** One has succeeded a few minutes ago. */
    TOO_SOON,
    /** No archive is configured, or it has no backup. */
    NO_BACKUP,
    /** This is a restored copy, which is held back. */
    HELD
  }

  /**
   * @throws IOException if the archive cannot be read
   */
  Status read() throws IOException;

  /**
   * Begins a drill within some seconds.
   *
   * @throws IOException if the archive cannot be read
   */
  Wish wishDrill() throws IOException;

  /** Shows them to the roles of this process from now on. */
  static void show(Vertx vertx, Backups backups) {
    vertx.sharedData().<String, Shown>getLocalMap(Shown.MAP).put(Shown.KEY, new Shown(backups));
  }

  /** Empty if the database is not this process's own. */
  static Optional<Backups> of(Vertx vertx) {
    return Optional.ofNullable(
            vertx.sharedData().<String, Shown>getLocalMap(Shown.MAP).get(Shown.KEY))
        .map(Shown::backups);
  }

  /** As Vert.x shares it. */
  record Shown(Backups backups) implements Shareable {

    private static final String MAP = "imas.backups";
    private static final String KEY = "own";
  }
}
