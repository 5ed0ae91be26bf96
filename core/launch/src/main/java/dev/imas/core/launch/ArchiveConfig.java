package dev.imas.core.launch;

import dev.imas.core.platform.Settings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the embedded PostgreSQL archives its WAL.
 *
 * @param folder of the backups, and of the WAL after them
 * @param room the bytes of WAL that may wait in the data folder while that folder is away
 * @param backupEvery how often a backup is taken by itself; zero: never
 * @param drillEvery how often a restore is practised by itself; zero: never
 */
record ArchiveConfig(Path folder, long room, Duration backupEvery, Duration drillEvery) {

  static final String KEY = "database.embedded-archive";

  private static final Duration DRILL_EVERY = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final long DEFAULT_ROOM = 2L << 30;
  private static final long LEAST_ROOM = 64L << 20;
  private static final long MOST_ROOM = 1L << 40;

  /**
   * @param isExternal whether the database is the user's own
   * @param keyIsSafe whether the encryption key is kept elsewhere, or may lie in a backup
   * @return null if nothing is archived
   */
  static @Nullable ArchiveConfig read(
      Settings in, Path dataDir, boolean isExternal, boolean keyIsSafe) {
    String text = in.text("database.embedded-archive");
    long room = in.bytes("database.embedded-archive-room", DEFAULT_ROOM, LEAST_ROOM, MOST_ROOM);
    Duration backupEvery =
        in.duration("database.embedded-archive-backup", Duration.ZERO, Duration.ZERO, LONGEST);
    Duration drillEvery =
        in.duration("database.embedded-archive-drill", DRILL_EVERY, Duration.ZERO, LONGEST);
    if (text == null) {
      return null;
    }
    Path folder = Path.of(text).toAbsolutePath().normalize();
    if (isExternal) {
      in.fault(
          named()
              + " is set, but database.url names an external PostgreSQL; take one of them away, and"
              + " back the external one up with its own tools");
    }
    if (folder.startsWith(dataDir.toAbsolutePath().normalize())) {
      in.fault(
          named()
              + " is "
              + folder
              + ", in the data folder, and would be lost with it; name a folder on another disk");
    }
    if (!backupEvery.isZero() && !keyIsSafe) {
      in.fault(
          "database.embedded-archive-backup (IMAS_DATABASE_EMBEDDED_ARCHIVE_BACKUP) takes backups"
              + " by itself, which need the encryption key; set backup-key, so that the key may lie"
              + " in them, or keep encryption-key outside of the data folder and set it");
    }
    return new ArchiveConfig(folder, room, backupEvery, drillEvery);
  }

  /** The setting, as messages name it. */
  static String named() {
    return KEY + " (" + Settings.environmentName(KEY) + ")";
  }
}
