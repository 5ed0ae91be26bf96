package dev.imas.core.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A short-lived command that has ended: its exit code and its output. */
record Tool(int exit, String output) {

  /**
   * The environment variables that are passed on. Others may hold secrets, and the server may run
   * as another user.
   */
  private static final Set<String> PASSED_ON =
      Set.of("PATH", "TZ", "LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH");

  static ProcessBuilder builder(Path directory, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    // The current folder may be closed to the user of the command, which makes initdb and pg_ctl
    // fail.
    builder.directory(directory.toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    // Tests move the server's clock by variables that contain FAKETIME.
    builder.environment().keySet().removeIf(k -> !PASSED_ON.contains(k) && !k.contains("FAKETIME"));
    // IMAS parses the output, so it must be in English.
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  static Tool run(Path directory, List<String> command) throws InterruptedException {
    Process process;
    try {
      process = builder(directory, command).start();
    } catch (IOException e) {
      throw new PostgresStartException(command.getFirst() + " cannot be run: " + e, e);
    }
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Tool(process.waitFor(), output);
    } catch (IOException e) {
      throw new PostgresStartException(
          "the output of " + command.getFirst() + " cannot be " + "read: " + e, e);
    } finally {
      process.destroy();
    }
  }

  boolean ok() {
    return exit == 0;
  }

  /** The line that says most about a failure. */
  String reason() {
    List<String> lines = output.lines().filter(l -> !l.isBlank()).toList();
    return lines.stream()
        .filter(l -> l.contains("error:") || l.contains("FATAL:") || l.contains("fatal:"))
        .findFirst()
        .orElse(lines.isEmpty() ? "exit code " + exit : lines.getLast());
  }

  /** The full path of an installed command. */
  static Optional<String> find(String name) {
    return List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin").stream()
        .map(dir -> Path.of(dir, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
