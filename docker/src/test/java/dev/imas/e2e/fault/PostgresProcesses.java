package dev.imas.e2e.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes of the PostgreSQL in a data folder, and signals to them. */
final class PostgresProcesses {

  private final Path pidFile;

  PostgresProcesses(Path dataFolder) {
    pidFile = dataFolder.resolve("postgres/pgdata/postmaster.pid");
  }

  long postmaster() {
    try (Stream<String> lines = Files.lines(pidFile)) {
      return Long.parseLong(lines.findFirst().orElseThrow().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The postmaster and all its children. */
  List<Long> all() {
    return ProcessHandle.of(postmaster())
        .map(
            postmaster ->
                Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .map(ProcessHandle::pid)
                    .toList())
        .orElseGet(List::of);
  }

  /**
   * @param name without SIG, such as {@code KILL}
   */
  static void signal(String name, List<Long> pids) {
    List<String> command =
        Stream.concat(Stream.of("kill", "-" + name), pids.stream().map(String::valueOf)).toList();
    try {
      Process kill = new ProcessBuilder(command).redirectErrorStream(true).start();
      // One of many may have ended meanwhile, so the exit code says nothing.
      if (!kill.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " does not end");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
