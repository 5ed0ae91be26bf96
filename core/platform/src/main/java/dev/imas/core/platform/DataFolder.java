package dev.imas.core.platform;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/**
 * The default data folder: {@code imas-data} in the current folder. PostgreSQL refuses to run as
 * root, so root starts it as an unprivileged user. If that user cannot reach the folder (below
 * /root, for example), the default is a folder in /var/lib/imas, one for each folder that IMAS is
 * started from.
 */
public final class DataFolder {

  private DataFolder() {}

  public static Path byDefault() {
    Path here = Path.of("imas-data").toAbsolutePath().normalize();
    if (!"root".equals(Settings.processUser()) || isOpenToOthers(here)) {
      return here;
    }
    return Path.of("/var/lib/imas", Integer.toHexString(here.toString().hashCode()));
  }

  /**
   * Creates the folder if it is missing.
   *
   * @throws ConfigurationException if files cannot be created there
   */
  public static void mustTakeFiles(Path folder) {
    String reason;
    try {
      Files.createDirectories(folder);
      if (Files.isWritable(folder)) {
        return;
      }
      reason = "it is not writable by " + Settings.processUser();
    } catch (AccessDeniedException e) {
      reason = "permission denied at " + e.getFile();
    } catch (IOException e) {
      reason = e.toString();
    }
    throw new ConfigurationException(
        List.of(
            "data-dir (IMAS_DATA_DIR) is "
                + folder
                + ", where no files can be created: "
                + reason
                + "; name another folder, or give this one to the user who runs IMAS"));
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
