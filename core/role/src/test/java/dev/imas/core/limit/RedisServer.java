package dev.imas.core.limit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imas.fixtures.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real Redis on a port of its own, which can be paused, killed and started again. */
final class RedisServer implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

  private final Path folder;
  private final int port = FreePort.next();
  private @Nullable Process process;

  private RedisServer(Path folder) {
    this.folder = folder;
  }

  /** Skips the test where Redis is not installed, but not in CI. */
  static RedisServer start(Path folder) {
    if (!Files.isExecutable(PROGRAM)) {
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        throw new AssertionError(
            "redis-server is not installed, and CI skips nothing; .ci/run installs it");
      }
      assumeTrue(false, "redis-server is not installed (apt-get install redis-server)");
    }
    RedisServer server = new RedisServer(folder);
    server.start();
    return server;
  }

  void start() {
    try {
      process =
          new ProcessBuilder(
                  PROGRAM.toString(),
                  "--port",
                  Integer.toString(port),
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "",
                  "--appendonly",
                  "no")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  void pause() {
    signal("-STOP");
  }

  void goOn() {
    signal("-CONT");
  }

  private void signal(String which) {
    try {
      new ProcessBuilder("kill", which, Long.toString(running().pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void kill() {
    running().destroyForcibly().onExit().join();
  }

  private Process running() {
    Process now = process;
    if (now == null) {
      throw new IllegalStateException("it was not started");
    }
    return now;
  }

  /** The answer to one command, as Redis writes it. */
  String ask(List<String> words) {
    StringBuilder command = new StringBuilder();
    write(command, words);
    write(command, List.of("QUIT"));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(StringBuilder command, List<String> words) {
    command.append('*').append(words.size()).append("\r\n");
    for (String word : words) {
      command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
  }

  @Override
  public void close() {
    kill();
  }
}
