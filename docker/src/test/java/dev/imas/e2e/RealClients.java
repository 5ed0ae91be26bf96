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
 * Programs of Debian's packages prometheus, prometheus-alertmanager and libfaketime. If one is not
 * installed, a test that needs it is skipped and counted. In CI it fails instead, because a skipped
 * promise looks like a kept one.
 */
public final class RealClients implements AutoCloseable {

  /** When preloaded, it replaces the system's clock for a program. */
  public static final Path FAKETIME =
      Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

  private static final AtomicInteger skipped = new AtomicInteger();
  private final List<Process> running = new ArrayList<>();
  private final Path folder;

  public RealClients(Path folder) {
    this.folder = folder;
  }

  public static void need(String... programs) {
    for (String program : programs) {
      needFile(Path.of("/usr/bin", program), program);
    }
  }

  /**
   * @param name of the Debian package's program or library, for people
   */
  public static void needFile(Path file, String name) {
    if (!Files.isReadable(file)) {
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        throw new AssertionError(
            name + " is not installed, and CI skips nothing; .ci/run installs it");
      }
      int n = skipped.incrementAndGet();
      System.out.println(
          n
              + " end-to-end test(s) skipped: "
              + name
              + " is not installed (apt-get install prometheus prometheus-alertmanager"
              + " libfaketime)");
      assumeTrue(false, name + " is not installed");
    }
  }

  /** Starts one of their servers; {@link #close} ends it. */
  public Process start(String name, List<String> command) {
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

  /** Runs one of their commands to its end. Returns its output. */
  public String run(String... command) {
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

  public Path write(String name, String text) {
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
