package dev.imas.core.launch;

import dev.imas.core.platform.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the embedded PostgreSQL archives its WAL.
 *
 * @param folder of the backups, and of the WAL after them
 * @param room the bytes of WAL that may wait in the data folder while that folder is away
 */
record ArchiveConfig(Path folder, long room) {

  static final String KEY = "database.embedded-archive";

  private static final long DEFAULT_ROOM = 2L << 30;
  private static final long LEAST_ROOM = 64L << 20;
  private static final long MOST_ROOM = 1L << 40;

  /**
   * @param isExternal whether the database is the user's own
   * @return null if nothing is archived
   */
  static @Nullable ArchiveConfig read(Settings in, Path dataDir, boolean isExternal) {
    String text = in.text("database.embedded-archive");
    long room = in.bytes("database.embedded-archive-room", DEFAULT_ROOM, LEAST_ROOM, MOST_ROOM);
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
    return new ArchiveConfig(folder, room);
  }

  /** The setting, as messages name it. */
  static String named() {
    return KEY + " (" + Settings.environmentName(KEY) + ")";
  }
}
