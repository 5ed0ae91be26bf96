package dev.imas.core.launch;

import dev.imas.core.platform.Secret;
import dev.imas.core.tenant.Bootstrap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the key, the token and the code of the first start in a file, as soon as they exist. Only
 * its owner can read it, since many people read a log, and a shell can source it. A terminal that
 * has shown them takes its place.
 */
final class FirstCredentials {

  private static final Logger log = LoggerFactory.getLogger(FirstCredentials.class);
  private static final String FILE = "first-credentials";

  /** A code, which no process and no command reads: the dashboard takes it behind a link. */
  static final String ADMIN_CODE = "IMAS_FIRST_ADMIN_CODE";

  private FirstCredentials() {}

  /**
   * @param link the address that makes the account of a code
   * @return null if nothing was created, or if the file cannot be written: then the log says what
   *     to do
   */
  static @Nullable Path keep(Bootstrap.Result made, Path dataDir, Function<Secret, String> link) {
    StringBuilder lines = new StringBuilder();
    made.newSourceKey()
        .ifPresent(
            key -> lines.append("IMAS_BOOTSTRAP_SOURCE_KEY=").append(key.reveal()).append('\n'));
    made.newAdminToken()
        .ifPresent(
            token ->
                lines.append("IMAS_BOOTSTRAP_ADMIN_TOKEN=").append(token.reveal()).append('\n'));
    made.newAdminCode()
        .ifPresent(
            code ->
                lines
                    .append("# Makes your account: ")
                    .append(link.apply(code))
                    .append('\n')
                    .append(ADMIN_CODE + "=")
                    .append(code.reveal())
                    .append('\n'));
    if (lines.isEmpty()) {
      return null;
    }
    Path file = dataDir.resolve(FILE).toAbsolutePath();
    // A shell looks for a name without a folder elsewhere, and splits one with spaces.
    lines.insert(
        0,
        "# Created at the first start and kept nowhere else. Copy them, then delete this file.\n"
            + "# A shell takes them with: set -a; . "
            + CommandScript.quoted(file.toString())
            + "; set +a\n");
    try {
      Files.createDirectories(dataDir);
      Path written =
          Files.createTempFile(
              dataDir,
              FILE,
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(written, lines, StandardCharsets.UTF_8);
      return Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.atError()
          .addKeyValue("file", file)
          .addKeyValue("reason", e)
          .log(
              "The first credentials cannot be written to a file. Unless a terminal shows them,"
                  + " create others with: imas token create");
      return null;
    }
  }

  /**
   * What a terminal has shown is not kept as well.
   *
   * @param file that {@link #keep} has written; null does nothing
   */
  static void delete(@Nullable Path file) {
    if (file == null) {
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", e)
          .log("The file of the first credentials cannot be deleted: delete it yourself");
    }
  }
}
