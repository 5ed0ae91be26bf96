package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.postgres.ConnectionSettings;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The first start is told to stop, at one moment after the other of the same data folder. Each time
 * the process ends soon and leaves no PostgreSQL behind, and the next start goes on from there.
 */
final class StoppedStartIT {

  private static final Duration REACHED_WITHIN = Duration.ofSeconds(90);
  private static final long ENDS_WITHIN_SECONDS = 30;
  private static final int ENDED_BY_SIGTERM = 143;

  private final Path folder = TestPostgres.newFolder();
  private final Path postgres = folder.resolve("data").resolve("postgres");
  private final Path output = folder.resolve("output");

  @AfterEach
  void delete() {
    ofThisFolder().forEach(ProcessHandle::destroyForcibly);
    TestPostgres.delete(folder);
  }

  @Test
  void noPostgresOutlivesAFirstStartThatIsToldToStop() throws Exception {
    stoppedWhen("it unpacks PostgreSQL", () -> said("Unpacking PostgreSQL"));
    stoppedWhen("initdb runs", this::isInInitdb);
    stoppedWhen("initdb runs for another command", "migrate", this::isInInitdb);
    stoppedWhen("the server starts", () -> Files.exists(postgres.resolve("pgdata/postmaster.pid")));
    stoppedWhen("it migrates", this::hasBegunToMigrate);
    stoppedWhen("the roles start", () -> said("Database schema is current"));
    stoppedWhen("it is up", () -> said("IMAS is up"));
  }

  private void stoppedWhen(String moment, Callable<Boolean> reached) throws Exception {
    stoppedWhen(moment, "run", reached);
  }

  private void stoppedWhen(String moment, String command, Callable<Boolean> reached)
      throws Exception {
    Process imas = start(command);
    try {
      Await.until(
          moment,
          REACHED_WITHIN,
          () -> {
            if (!imas.isAlive()) {
              throw new AssertionError("it ended by itself: " + Files.readString(output));
            }
            return reached.call();
          },
          now -> now);
      List<ProcessHandle> children = imas.descendants().toList();

      imas.destroy();

      assertThat(imas.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS))
          .as("ends when %s", moment)
          .isTrue();
      // The server's logger ends after the others, and nobody may wait for it. What has just been
      // forked still has the command line of the server.
      Await.until(
          "no process to be left when " + moment,
          () ->
              Stream.concat(children.stream().filter(StoppedStartIT::runs), ofThisFolder().stream())
                  .map(StoppedStartIT::inWords)
                  .toList(),
          List::isEmpty);
      assertThat(imas.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
      assertThat(Files.readString(output)).doesNotContain("bug in IMAS", "cannot be");
    } finally {
      imas.destroyForcibly().waitFor();
    }
  }

  private Process start(String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.imas.core.launch.Imas",
            command);
    builder.environment().keySet().removeIf(name -> name.startsWith("IMAS_"));
    for (String role : new String[] {"GATEWAY", "CORE", "NOTIFIER"}) {
      builder.environment().put("IMAS_" + role + "_PORT", Integer.toString(FreePort.next()));
    }
    builder.environment().put("IMAS_DATA_DIR", folder.resolve("data").toString());
    builder.environment().put("IMAS_DATABASE_EMBEDDED_WAL", "64MiB");
    builder.environment().put("IMAS_LOG_LEVEL", "INFO");
    Files.deleteIfExists(output);
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  private boolean said(String message) throws IOException {
    return Files.readString(output).contains(message);
  }

  private boolean hasBegunToMigrate() {
    Optional<ConnectionSettings> server = EmbeddedPostgres.running(folder.resolve("data"));
    if (server.isEmpty()) {
      return false;
    }
    ConnectionSettings to = server.get();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(to.host(), to.port(), to.database()),
                to.user(),
                to.password());
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("SELECT count(*) FROM imas.schema_history")) {
      return row.next() && row.getInt(1) > 1;
    } catch (SQLException notYet) {
      return false;
    }
  }

  private List<ProcessHandle> ofThisFolder() {
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains(folder.toString()))
        .toList();
  }

  private boolean isInInitdb() {
    return ofThisFolder().stream().anyMatch(process -> commandLine(process).contains("initdb-"));
  }

  /** Not one that has ended, and whose parent has not asked how. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && !commandLine(process).isEmpty();
  }

  private static String inWords(ProcessHandle process) {
    return process.pid() + " " + commandLine(process);
  }

  /** Empty for one that has ended. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }
}
