package dev.imas.gateway.kafka;

import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Settings;
import dev.imas.gateway.GatewayRole;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A gateway in a process of its own, which tests may kill. */
public final class GatewayProcess implements AutoCloseable {

  private final Process process;

  private GatewayProcess(Process process) {
    this.process = process;
  }

  /** With settings by key: {@code "gateway.kafka.group", "imas", …}. */
  static GatewayProcess start(DatabaseConfig database, String... keysAndValues) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayProcess.class.getName(),
                database.url().reveal()));
    command.addAll(List.of(keysAndValues));
    try {
      return new GatewayProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once, as {@code kill -9} does. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public static void main(String[] args) {
    Properties properties = new Properties();
    properties.setProperty("gateway.port", "0");
    for (int i = 1; i < args.length; i += 2) {
      properties.setProperty(args[i], args[i + 1]);
    }
    Vertx vertx = Vertx.vertx();
    InstantSource clock = InstantSource.system();
    new GatewayRole()
        .configure(new Settings(Map.of(), properties))
        .start(
            new Platform(
                vertx,
                new Database(vertx, DatabaseConfig.parse(args[0])),
                clock,
                new SimpleMeterRegistry(),
                new SecretBox(new byte[32]),
                clock.instant(),
                "test"));
  }
}
