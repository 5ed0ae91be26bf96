package dev.imas.core.launch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command {@code imas} of a checkout, so that documents may say {@code imas apply} there, too:
 * a script that runs this program with this Java and these classes. {@code mvn -q -Prun} writes it
 * at each start; a distribution has one of its own.
 */
final class CommandScript {

  private static final Logger log = LoggerFactory.getLogger(CommandScript.class);

  private CommandScript() {}

  /** A folder that takes no file ends no start. */
  static void write(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null) {
        return;
      }
      Files.createDirectories(folder);
      Path written =
          Files.createTempFile(
              folder,
              "imas",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      Files.writeString(
          written,
          text(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              ManagementFactory.getRuntimeMXBean().getInputArguments(),
              System.getProperty("java.class.path")));
      // One that runs keeps the file that it began to read.
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.atDebug().setCause(e).addKeyValue("file", file).log("The command cannot be written");
    }
  }

  /**
   * @param options of this Java; those that Maven set for itself are left out
   */
  static String text(String java, List<String> options, String classPath) {
    StringBuilder line = new StringBuilder("exec ").append(quoted(java));
    options.stream()
        .filter(option -> !option.startsWith("-D"))
        .forEach(option -> line.append(' ').append(quoted(option)));
    return """
    #!/bin/sh
    # Runs the IMAS that mvn -q -Prun compiled here.
    %s -cp %s dev.imas.core.launch.Imas "$@"
    """
        .formatted(line, quoted(classPath));
  }

  /** One word of a shell, whatever is in it. */
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
