package dev.imas.core.launch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Settings;
import dev.imas.core.tenant.Bootstrap;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

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
        .contains(
            "run", "migrate", "ledger", "tenant", "demo", "storm", "version", "rotate", "timer",
            "check", "admin");
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
  void settingsAreCheckedWithoutAStart() throws IOException {
    Path wrong = config("gateway.port=http", "log.format=xml");

    assertThat(commandLine.execute("check", "config", "--config", wrong.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("gateway.port (IMAS_GATEWAY_PORT) is 'http'")
        .contains("log.format");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void settingsThatCanBeUsedAreShown() throws IOException {
    Path right = config("core.port=9999", "data-dir=" + folder.resolve("data"));

    assertThat(commandLine.execute("check", "config", "--show", "--config", right.toString()))
        .as("%s", out)
        .isZero();
    assertThat(out.toString())
        .contains("core.port=9999")
        .endsWith("The configuration can be used." + System.lineSeparator());
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void settingsThatAreNotThereCannotBeChecked() {
    assertThat(
            commandLine.execute(
                "check", "config", "--config", folder.resolve("none.properties").toString()))
        .isEqualTo(2);
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

  /** Each variable that IMAS writes or reads may be in the environment of each command. */
  @Test
  void noVariableOfOursBreaksACommand() throws IOException {
    Path sources = root().resolve("core/launch/src/main/java");
    Set<String> ours = new TreeSet<>();
    try (var files = Files.walk(sources)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Pattern.compile("\"(IMAS_[A-Z_]*[A-Z])=?\"")
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> ours.add(found.group(1)));
      }
    }
    assertThat(ours).contains("IMAS_FIRST_ADMIN_CODE", "IMAS_TOKEN", "IMAS_BOOTSTRAP_SOURCE_KEY");
    Map<String, String> environment = new HashMap<>();
    ours.forEach(name -> environment.put(name, "12345678"));

    Settings settings = LaunchConfig.settings(new Settings(environment, new Properties()));

    assertThat(settings.faults()).isEmpty();
  }

  /** As "set -a; . first-credentials" does it. */
  @Test
  void commandsFindTheImasThatRunsWithTheirEnvironment() throws IOException {
    Properties file = new Properties();
    file.setProperty("gateway.port", "18080");
    Map<String, String> environment =
        Map.of(
            "IMAS_CORE_PORT", "18090",
            "IMAS_BOOTSTRAP_ADMIN_TOKEN", "imas_adm_first",
            "IMAS_BOOTSTRAP_SOURCE_KEY", "imas_src_first",
            "IMAS_TOKEN", "imas_adm_mine");
    CommandLine chosen =
        Imas.commandLine()
            .setDefaultValueProvider(
                new OptionDefaults(environment, new Settings(environment, file)));
    CommandLine usual =
        Imas.commandLine()
            .setDefaultValueProvider(
                new OptionDefaults(Map.of(), new Settings(Map.of(), new Properties())));

    for (String command : List.of("apply", "export", "demo", "storm")) {
      assertThat(value(chosen, command, "--core")).as(command).isEqualTo("http://localhost:18090");
      assertThat(value(chosen, command, "--token")).as(command).isEqualTo("imas_adm_mine");
      assertThat(value(usual, command, "--core")).as(command).isEqualTo("http://localhost:8090");
      assertThat(value(usual, command, "--token")).as(command).isNull();
    }
    for (String command : List.of("demo", "storm")) {
      assertThat(value(chosen, command, "--gateway")).isEqualTo("http://localhost:18080");
      assertThat(value(chosen, command, "--key")).isEqualTo("imas_src_first");
      assertThat(value(usual, command, "--gateway")).isEqualTo("http://localhost:8080");
    }
    Path named = config("core.port=28090");
    assertThat(
            OptionDefaults.of(List.of("apply", "--config", named.toString()))
                .defaultValue(option(usual, "apply", "--core")))
        .isEqualTo("http://localhost:28090");
  }

  @Test
  void commandsUseHttpsWhereTheSettingsTurnTlsOnAndTrustItsCertificate() throws IOException {
    Properties file = new Properties();
    file.setProperty("core.tls.certificate", "/etc/imas/core.crt");
    Map<String, String> environment = Map.of("IMAS_CA_CERTIFICATE", "/etc/imas/ca.pem");
    CommandLine chosen =
        Imas.commandLine()
            .setDefaultValueProvider(
                new OptionDefaults(environment, new Settings(environment, file)));

    assertThat(value(chosen, "apply", "--core")).isEqualTo("https://localhost:8090");
    for (String command : List.of("demo", "storm")) {
      assertThat(value(chosen, command, "--core")).isEqualTo("https://localhost:8090");
      assertThat(value(chosen, command, "--gateway")).isEqualTo("http://localhost:8080");
      assertThat(value(chosen, command, "--ca-certificate")).isEqualTo("/etc/imas/ca.pem");
      assertThat(value(chosen, command, "--own-certificates")).isEqualTo("/etc/imas/core.crt");
    }
  }

  /** With the line that the file itself tells, from anywhere. */
  @Test
  void aShellThatTookTheFirstCredentialsRunsCommands() throws Exception {
    Path file =
        requireNonNull(
            FirstCredentials.keep(
                new Bootstrap.Result(
                    new UUID(0, 1),
                    Optional.of(new Secret("imas_src_first")),
                    Optional.of(new Secret("imas_adm_first")),
                    Optional.of(new Secret("imas_inv_first"))),
                folder.resolve("it's my data"),
                code -> "http://localhost:1/welcome#" + code.reveal()));
    String take =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("# A shell takes them with: "))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElseThrow();
    Path imas = folder.resolve("imas");
    CommandScript.write(imas);
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    HttpServer core = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    core.createContext(
        "/",
        exchange -> {
          asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    core.start();
    try {
      ProcessBuilder sh =
          new ProcessBuilder("sh", "-ec", take + "; exec \"$1\" export", "sh", imas.toString());
      sh.environment().keySet().removeIf(name -> name.startsWith("IMAS_"));
      sh.environment().put("IMAS_CORE_PORT", Integer.toString(core.getAddress().getPort()));
      Process process = sh.directory(folder.toFile()).redirectErrorStream(true).start();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();

      assertThat(asked).as(told).contains("Bearer imas_adm_first");
      assertThat(told).contains("401").doesNotContain("IMAS_FIRST_ADMIN_CODE");
    } finally {
      core.stop(0);
    }
  }

  private static @Nullable String value(CommandLine line, String command, String option)
      throws IOException {
    try {
      return line.getDefaultValueProvider().defaultValue(option(line, command, option));
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static OptionSpec option(CommandLine line, String command, String option) {
    CommandLine of = requireNonNull(line.getSubcommands().get(command));
    return requireNonNull(of.getCommandSpec().findOption(option));
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("docs")) ? here : requireNonNull(here.getParent());
  }

  @Test
  void theCommandOfACheckoutRunsWhatWasCompiled() throws Exception {
    Path script = folder.resolve("a folder/imas");
    CommandScript.write(script);

    Process process =
        new ProcessBuilder(script.toString(), "--version").redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(told).isZero();
    assertThat(told).contains("imas ");
    assertThat(CommandScript.text("/a'b/java", List.of("-Xmx1g", "-Dx=y"), "/c d.jar"))
        .contains("exec '/a'\\''b/java' '-Xmx1g' -cp '/c d.jar' dev.imas.core.launch.Imas");
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
    assertThat(err.toString()).contains("No server answers at " + url).contains("--url");
  }

  @Test
  void aStormThatCannotBeIsAUsageFaultThatNamesEachOption() {
    assertThat(commandLine.execute("storm", "--floor", "--rate=fast", "--connections=0"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--rate").contains("--connections");
  }

  @Test
  void everyCommandHasHelp() {
    List<List<String>> commands = new ArrayList<>();
    collect(commandLine, List.of(), commands);
    assertThat(commands).hasSizeGreaterThan(10);

    for (List<String> words : commands) {
      out.getBuffer().setLength(0);
      List<String> asked = new ArrayList<>(words);
      asked.add("--help");

      assertThat(commandLine.execute(asked.toArray(String[]::new))).as("%s", asked).isZero();
      assertThat(out.toString()).as("%s", asked).startsWith("Usage:").contains("--help");
    }
    assertThat(err.toString()).isEmpty();
  }

  private static void collect(CommandLine at, List<String> words, List<List<String>> commands) {
    commands.add(words);
    at.getSubcommands()
        .forEach(
            (name, command) -> {
              List<String> deeper = new ArrayList<>(words);
              deeper.add(name);
              collect(command, deeper, commands);
            });
  }

  @Test
  void aSlipInACommandOrAnOptionIsAnsweredWithWhatWasMeant() {
    assertThat(commandLine.execute("rnu")).isEqualTo(2);
    assertThat(commandLine.execute("run", "--rolse=core")).isEqualTo(2);
    assertThat(commandLine.execute("tenant", "wieght", "a", "2")).isEqualTo(2);
    assertThat(commandLine.execute("storm", "--durration", "2s")).isEqualTo(2);

    assertThat(err.toString())
        .contains("Did you mean run?")
        .contains("Did you mean --roles?")
        .contains("Did you mean weight?")
        .contains("Did you mean --duration?")
        .contains("What there is: imas storm --help");
    assertThat(err.toString().lines()).hasSizeLessThan(16);
  }

  @Test
  void aShellCanCompleteIt() throws Exception {
    assertThat(commandLine.execute("generate-completion")).isZero();
    assertThat(out.toString())
        .contains("complete -F _complete_imas")
        .contains("ledger")
        .contains("--roles");

    Path script = Files.writeString(folder.resolve("imas.bash"), out.toString());
    Process bash = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();
    assertThat(bash.waitFor()).isZero();
  }

  @Test
  void keysThatNobodyReadsAreFaultsOfEveryCommandWithWhatWasMeant() throws IOException {
    Path file = config("gateway.prot=1", "smpt.host=mail.example", "log.level=loud");

    for (String command : new String[] {"run", "migrate"}) {
      err.getBuffer().setLength(0);
      assertThat(commandLine.execute(command, "--config", file.toString())).isEqualTo(2);
      assertThat(err.toString())
          .contains("'gateway.prot' in the configuration file is not a setting; did you mean")
          .contains("did you mean smtp.host?");
    }
    assertThat(commandLine.execute("run", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("log.level (IMAS_LOG_LEVEL) is 'loud'; expected one of [trace, debug, info");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void settingsOfARoleThatIsNotStartedAreKnownAndNotJudged() throws IOException {
    // The port is taken, so that the start ends there and not later.
    Path file = config("gateway.port=70000", "notifier.poll=never", "smtp.host=mail.example");

    assertThat(commandLine.execute("run", "--roles=gateway", "--config", file.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("gateway.port").doesNotContain("notifier", "smtp");
  }

  @Test
  void everySettingOfTheDocumentsIsKnownWhicheverRolesRun() throws IOException {
    Path docs = Path.of("").toAbsolutePath().resolveSibling("docs");
    String pages =
        Files.readString(docs.resolve("configuration.md"))
            + Files.readString(docs.resolve("tuning.md"));
    List<String> documented =
        Pattern.compile("^\\| `([a-z][a-z0-9.-]*)` \\| `IMAS_[A-Z0-9_]+` \\|", Pattern.MULTILINE)
            .matcher(pages)
            .results()
            .map(row -> row.group(1))
            .toList();

    assertThat(LaunchConfig.settings(config()).known())
        .containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void aDataFolderThatTakesNoFilesIsOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("a-file"), "");
    Path config =
        Files.writeString(
            folder.resolve("imas.properties"), "data-dir=" + file.resolve("data") + "\n");

    assertThat(commandLine.execute("migrate", "--config", config.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("data-dir (IMAS_DATA_DIR) is " + file)
        .contains("no files can be created")
        .doesNotContain("\tat ");
    assertThat(err.toString().lines()).hasSize(2);
  }

  @Test
  void theStormsOfTheDocumentsCanBeAndBeginWithTheFirstFigures() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    List<String> storms = new ArrayList<>();
    for (String document : new String[] {"README.md", "docs/benchmarks/README.md"}) {
      Pattern.compile(
              "-Dimas\\.args=\"(storm [^\"]+)\"|^(?:bin/)?imas (storm .*)$", Pattern.MULTILINE)
          .matcher(Files.readString(root.resolve(document)).replace("\\\n", " "))
          .results()
          .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
          .forEach(storms::add);
    }

    assertThat(storms)
        .startsWith(
            "storm --recoveries 0 --warmup 15s",
            "storm --recoveries 0 --warmup 15s --alerts-per-request 100 --connections 32")
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy(
            storm -> {
              List<String> words = new ArrayList<>(List.of(storm.strip().split("\\s+")));
              words.addAll(List.of("--key=k", "--token=t"));
              assertThat(commandLine.parseArgs(words.toArray(String[]::new)).errors()).isEmpty();
            });
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsALineForEveryCommand() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("localhost", 0));
      free = socket.getLocalPort();
    }
    Path file =
        config(
            "database.url=postgresql://imas:secret-of-it@127.0.0.1:" + free + "/imas",
            "gateway.port=0",
            "core.port=0",
            "notifier.port=0");

    for (String command :
        new String[] {"run", "migrate", "ledger verify", "tenant list", "token create"}) {
      err.getBuffer().setLength(0);
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      words.addAll(List.of("--config", file.toString()));

      assertThat(commandLine.execute(words.toArray(String[]::new))).as(command).isEqualTo(3);
      assertThat(err.toString().lines()).as(command).hasSize(1);
      assertThat(err.toString())
          .contains("127.0.0.1:" + free)
          .doesNotContain("\tat ", "Exception", "secret-of-it");
    }
  }

  private Path config(String... lines) throws IOException {
    return Files.writeString(
        folder.resolve("imas.properties"),
        "data-dir=" + folder.resolve("data") + "\n" + String.join("\n", lines) + "\n");
  }
}
