package dev.imas.core.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A data folder that was restored from a backup sends nothing until a person releases it. Its
 * notifications are those of the moment of the backup, and the original may still be at work.
 */
final class RestoredCopy {

  static final String NOTIFIER = "notifier";

  private static final String FILE = "restored-copy";

  private RestoredCopy() {}

  static boolean isHeld(Path dataDir) {
    return Files.exists(dataDir.resolve(FILE));
  }

  static void hold(Path dataDir) {
    try {
      Files.writeString(
          dataDir.resolve(FILE), "Restored from a backup. It sends nothing until: imas release\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the restored copy cannot be held back", e);
    }
  }

  /**
   * @return whether it was held
   */
  static boolean release(Path dataDir) {
    try {
      return Files.deleteIfExists(dataDir.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("the restored copy cannot be released", e);
    }
  }
}
