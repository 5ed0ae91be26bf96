package dev.imas.core.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/**
 * Where data are kept when nobody names a folder: {@code imas-data} here. PostgreSQL refuses to run
 * as root, so for root it runs as an unprivileged user, who must be able to reach the folder: where
 * he cannot (below /root, say), it is a folder in /var/lib instead, one for each place IMAS is
 * started from.
 */
final class DataFolder {

  private DataFolder() {}

  static Path byDefault() {
    Path here = Path.of("imas-data").toAbsolutePath().normalize();
    if (!"root".equals(System.getProperty("user.name")) || isOpenToOthers(here)) {
      return here;
    }
    return Path.of("/var/lib/imas", Integer.toHexString(here.toString().hashCode()));
  }

  private static boolean isOpenToOthers(Path folder) {
    try {
      for (Path p = folder; p != null; p = p.getParent()) {
        if (Files.exists(p)
            && !Files.getPosixFilePermissions(p).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }
}
