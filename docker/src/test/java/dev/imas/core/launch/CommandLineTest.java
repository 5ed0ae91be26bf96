package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line with every role on the class path, as it is shipped. */
class CommandLineTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private CommandLine commandLine = Imas.commandLine();

  @BeforeEach
  void capture() {
    commandLine =
        Imas.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
  }

  @Test
  void versionTellsOursAndJavas() {
    assertThat(commandLine.execute("version")).isZero();
    assertThat(out.toString()).matches("imas \\d+\\.\\d+\\.\\d+\\S*, Java 25\\S*\\s*");
  }

  @Test
  void theVersionOptionTellsOurs() {
    assertThat(commandLine.execute("--version")).isZero();
    assertThat(out.toString()).startsWith("imas ");
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(commandLine.execute("--help")).isZero();
    assertThat(out.toString())
        .contains("run", "migrate", "ledger", "tenant", "demo", "storm", "version");
  }

  @Test
  void aCommandThatIsNotKnownIsAUsageFault() {
    assertThat(commandLine.execute("walk")).isEqualTo(2);
    assertThat(err.toString()).contains("walk");
  }

  @Test
  void everyFaultOfTheConfigurationIsListedAtOnceWithoutStarting() throws IOException {
    Path file =
        config("gateway.port=http", "gateway.max-batch=0", "notifier.poll=never", "log.format=xml");

    assertThat(commandLine.execute("run", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("gateway.port (IMAS_GATEWAY_PORT) is 'http'")
        .contains("gateway.max-batch")
        .contains("notifier.poll")
        .contains("log.format");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void aRoleThatIsNotKnownIsListedAmongTheFaults() throws IOException {
    Path file = config("gateway.max-batch=0");

    assertThat(commandLine.execute("run", "--roles=gateway,kitchen", "--config", file.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("'kitchen'").contains("gateway.max-batch");
  }

  @Test
  void portsThatAreTakenAreListedWithTheVariableThatChangesThem() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(0));
      int port = taken.getLocalPort();
      Path file = config("gateway.port=" + port, "notifier.port=" + port);

      assertThat(
              commandLine.execute("run", "--roles=gateway,notifier", "--config", file.toString()))
          .isEqualTo(2);
      assertThat(err.toString()).contains("IMAS_GATEWAY_PORT").contains("IMAS_NOTIFIER_PORT");
      assertThat(folder.resolve("data")).doesNotExist();
    }
  }

  @Test
  void aDatabaseUrlWithoutAPasswordIsAFaultThatDoesNotShowTheUrl() throws IOException {
    Path file = config("database.url=postgresql://imas@db.example/imas");

    assertThat(commandLine.execute("migrate", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("IMAS_DATABASE_URL").doesNotContain("db.example");
  }

  @Test
  void aConfigurationFileThatIsNotThereIsAFault() {
    assertThat(commandLine.execute("migrate", "--config", folder.resolve("no").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("cannot be read");
  }

  @Test
  void theDemoSaysWhatToDoWhenNobodyAnswers() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("localhost", 0));
      free = socket.getLocalPort();
    }
    String url = "http://localhost:" + free;

    assertThat(commandLine.execute("demo", "--core=" + url, "--key=k", "--token=t")).isEqualTo(5);
    assertThat(err.toString()).contains("does not answer at " + url).contains("mvn -q -Prun");
  }

  @Test
  void theDemoIsBounded() {
    assertThat(commandLine.execute("demo", "--key=k", "--token=t", "--alerts=1000000"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("20 to 5000");
  }

  @Test
  void theStormSaysWhatToDoWhenNobodyAnswers() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("localhost", 0));
      free = socket.getLocalPort();
    }
    String url = "http://localhost:" + free;

    assertThat(commandLine.execute("storm", "--url=" + url, "--key=k", "--token=t")).isEqualTo(5);
    assertThat(err.toString()).contains("Nobody answers at " + url).contains("--url");
  }

  @Test
  void aStormThatCannotBeIsAUsageFaultThatNamesEachOption() {
    assertThat(commandLine.execute("storm", "--floor", "--rate=fast", "--connections=0"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--rate").contains("--connections");
  }

  private Path config(String... lines) throws IOException {
    return Files.writeString(
        folder.resolve("imas.properties"),
        "data-dir=" + folder.resolve("data") + "\n" + String.join("\n", lines) + "\n");
  }
}
