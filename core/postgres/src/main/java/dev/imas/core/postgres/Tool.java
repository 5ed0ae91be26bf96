package dev.imas.core.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A short-lived command that has ended: its exit code and its output. */
record Tool(int exit, String output) {

  /** So long one that is interrupted has for tidying up. */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

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

  /** An interrupt ends it. */
  static Tool run(Path directory, List<String> command) throws InterruptedException {
    Process process;
    try {
      process = builder(directory, command).start();
    } catch (IOException e) {
      throw new PostgresStartException(command.getFirst() + " cannot be run: " + e, e);
    }
    // By another thread, since no interrupt ends a read.
    FutureTask<String> output =
        new FutureTask<>(
            () ->
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip());
    Thread.ofPlatform().daemon().name("output of a tool").start(output);
    try {
      int exit = process.waitFor();
      return new Tool(exit, output.get());
    } catch (ExecutionException e) {
      throw new PostgresStartException(
          "the output of " + command.getFirst() + " cannot be read: " + e.getCause(), e);
    } finally {
      end(process);
    }
  }

  /** Ends it with all that it started: initdb runs servers of its own. */
  private static void end(Process process) throws InterruptedException {
    if (!process.isAlive()) {
      return;
    }
    Set<ProcessHandle> started = new LinkedHashSet<>(process.descendants().toList());
    process.destroy();
    if (!process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(started::add);
      process.destroyForcibly().waitFor();
    }
    for (ProcessHandle one : started) {
      try {
        one.onExit().get(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        one.destroyForcibly();
      }
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
