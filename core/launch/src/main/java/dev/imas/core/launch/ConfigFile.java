package dev.imas.core.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which properties file is read: the one named, otherwise {@code imas.properties} in the current
 * folder if it exists.
 */
final class ConfigFile {

  private static final Path HERE = Path.of("imas.properties");

  private ConfigFile() {}

  static @Nullable Path find(@Nullable Path named) {
    if (named != null) {
      return named;
    }
    return Files.isRegularFile(HERE) ? HERE : null;
  }
}
