package dev.imas.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Programs of Debian's packages prometheus and prometheus-alertmanager. A test that wants one that
 * is not installed is skipped, with a count; in CI it fails instead, since a skipped promise looks
 * like a kept one.
 */
final class RealClients implements AutoCloseable {

  private static final AtomicInteger skipped = new AtomicInteger();
  private final List<Process> running = new ArrayList<>();
  private final Path folder;

  RealClients(Path folder) {
    this.folder = folder;
  }

  static void need(String... programs) {
    for (String program : programs) {
      if (!Files.isExecutable(Path.of("/usr/bin", program))) {
        if (Boolean.parseBoolean(System.getenv("CI"))) {
          throw new AssertionError(
              program + " is not installed, and CI skips nothing; .ci/run installs it");
        }
        int n = skipped.incrementAndGet();
        System.out.println(
            n
                + " end-to-end test(s) skipped: "
                + program
                + " is not installed (apt-get install prometheus prometheus-alertmanager)");
        assumeTrue(false, program + " is not installed");
      }
    }
  }

  /** Starts a server of theirs; it ends with {@link #close}. */
  Process start(String name, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(name + ".log").toFile())
              .start();
      running.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command of theirs to its end; answers what it printed. */
  String run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (Process process : running) {
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
      }
    }
  }
}
