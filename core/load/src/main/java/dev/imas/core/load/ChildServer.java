package dev.imas.core.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server that the tool starts on a free port of 127.0.0.1. It ends with the tool. */
final class ChildServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(20);

  private final Process process;
  private final int port;
  private final @Nullable Path folder;
  private final Thread atExit = new Thread(this::end, "end of a child");

  private ChildServer(Process process, int port, @Nullable Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts a {@link FloorServer} with the same Java and JVM options as this process. */
  static ChildServer floor(int loops) {
    try {
      var java = ManagementFactory.getRuntimeMXBean();
      List<String> command = new ArrayList<>();
      command.add(
          ProcessHandle.current()
              .info()
              .command()
              .orElseThrow(() -> failure("a floor server", "this Java cannot be found")));
      // Agents and system properties are left out, since they are meant for this process.
      java.getInputArguments().stream()
          .filter(a -> a.startsWith("-X") || a.startsWith("--"))
          .forEach(command::add);
      command.addAll(List.of("-cp", java.getClassPath(), FloorServer.class.getName(), "" + loops));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
      String line = said.readLine();
      StringBuilder log = new StringBuilder();
      while (line != null && !line.matches("\\d+")) {
        log.append(System.lineSeparator()).append(line);
        line = said.readLine();
      }
      if (line == null) {
        process.destroyForcibly();
        throw failure("a floor server", log.toString());
      }
      return new ChildServer(process, Integer.parseInt(line), null);
    } catch (IOException e) {
      throw failure("a floor server", e.toString());
    }
  }

  /**
   * Starts an Alertmanager that notifies nobody, stores its data in a temporary folder, and has no
   * cluster.
   */
  static ChildServer alertmanager(Path program) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("imas-load");
      ChildServer server = alertmanager(program, folder);
      if (!server.answers()) {
        String log = Files.readString(folder.resolve("log"));
        server.close();
        throw failure(program.toString(), log);
      }
      return server;
    } catch (IOException e) {
      delete(folder);
      throw failure(program.toString(), e.toString());
    }
  }

  private static ChildServer alertmanager(Path program, Path folder) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("alertmanager.yml"),
            """
            route: { receiver: nobody, group_by: [alertname], group_wait: 10s }
            receivers: [{ name: nobody }]
            """);
    int port = freePort();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + config,
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=",
                "--log.level=error")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new ChildServer(process, port, folder);
  }

  private static StormFailure failure(String what, String why) {
    return new StormFailure(StormFailure.NO_ANSWER, what + " cannot be started: " + why);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    long until = System.nanoTime() + START.toNanos();
    while (process.isAlive() && System.nanoTime() < until) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return true;
      } catch (IOException notYet) {
        try {
          if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
            return false;
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return false;
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", port, "");
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    end();
  }

  private void end() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    delete(folder);
  }

  private static void delete(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException left) {
      // A temporary folder may be left behind.
    }
  }
}
