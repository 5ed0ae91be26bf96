package dev.imas.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.core.option.SourceConfig;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Settings;
import dev.imas.fixtures.SourceTree;
import dev.imas.gateway.Senders;
import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.Sender;
import dev.imas.notifier.InstalledChannels;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.InstalledProvider;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the documents with the product. */
class DocsTest {

  private static final Path ROOT = root();
  private static final Pattern KEY_READ =
      Pattern.compile(
          "\\b(?:in|settings)\\s*\\.(?:text|secret|count|port|ratio|flag|duration|bytes|path|choice)"
              + "\\(\\s*\"([a-z][a-z0-9.-]*)\"");
  private static final Pattern METER =
      Pattern.compile(
          "\\b(Counter|FunctionCounter|Timer|Gauge|DistributionSummary)\\s*\\.builder\\(\\s*\"(imas[^\"]+)\"");
  private static final Pattern SHORT_METER =
      Pattern.compile("\\.(counter|timer|summary|gauge)\\(\\s*\"(imas[^\"]+)\"");
  private static final Pattern SHELL_BLOCK =
      Pattern.compile("^```sh\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** Records which keys are read. The environment is empty, so those are all keys. */
  private static final class AskedFor extends Properties {
    private static final long serialVersionUID = 1L;

    private final TreeSet<String> keys = new TreeSet<>();

    @Override
    public String getProperty(String key) {
      keys.add(key);
      return super.getProperty(key);
    }
  }

  /** Whoever looks their sender's word up finds what becomes of it, and no word is left out. */
  @Test
  void everyWordOfASeverityIsInTheTableAndMeansItsRow() {
    Map<String, Severity> listed = new TreeMap<>();
    matches(
            Pattern.compile("^ *\\| (SEV\\d_[A-Z]+) \\| (.+) \\|$", Pattern.MULTILINE),
            text("docs/senders/README.md"))
        .forEach(
            row -> {
              listed.put(bare(row.group(1)), Severity.valueOf(row.group(1)));
              for (String word : row.group(2).split(", ")) {
                listed.put(bare(word), Severity.valueOf(row.group(1)));
                assertThat(Severity.parse(word)).as(word).contains(Severity.valueOf(row.group(1)));
              }
            });
    String words = text("core/model/src/main/java/dev/imas/core/model/Severity.java");
    Set<String> read =
        matches(
                Pattern.compile("\"([a-z0-9_]+)\""),
                words.substring(
                    words.indexOf("known(String word) {"), words.indexOf("default -> null")))
            .map(word -> bare(word.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(read).isNotEmpty().isEqualTo(listed.keySet());
  }

  private static String bare(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** One page has what people set for a purpose, the other what is left alone until it hurts. */
  @Test
  void everySettingIsOnOneOfTheTwoPagesAndEveryRowIsASetting() {
    AskedFor keys = new AskedFor();
    Settings settings = new Settings(Map.of(), keys);
    ServiceLoader.load(Role.class).forEach(role -> role.configure(settings));
    TreeSet<String> read = new TreeSet<>(keys.keys);
    sources().flatMap(source -> matches(KEY_READ, source)).forEach(m -> read.add(m.group(1)));

    TreeSet<String> documented = new TreeSet<>();
    matches(
            Pattern.compile(
                "^\\| `([a-z][a-z0-9.-]*)` \\| `(IMAS_[A-Z0-9_]+)` \\|", Pattern.MULTILINE),
            settingsPages())
        .forEach(
            row -> {
              assertThat(documented.add(row.group(1))).as("%s has two rows", row.group(1)).isTrue();
              assertThat(row.group(2)).isEqualTo(Settings.environmentName(row.group(1)));
            });

    assertSame("docs/configuration.md or docs/tuning.md", documented, read);
  }

  @Test
  void everySettingOfTuningSaysWhenToChangeIt() {
    List<String> without =
        text("docs/tuning.md")
            .lines()
            .filter(line -> line.startsWith("| `"))
            .filter(line -> !line.matches("\\| `[^|]+` \\| `[^|]+` (\\| [^| ][^|]* ){3}\\|"))
            .toList();

    assertThat(without).isEmpty();
  }

  /** Setting a key to the default of the table changes nothing. */
  @Test
  void theDefaultsInTheTableAreTheDefaults() {
    Properties asDocumented = new Properties();
    matches(
            Pattern.compile(
                "^\\| `([a-z][a-z0-9.-]*)` \\| `IMAS_\\w+` \\| `?(\\d+(?:"
                    + " ?[A-Za-z]+)?|true|false)`? \\|",
                Pattern.MULTILINE),
            settingsPages())
        .forEach(row -> asDocumented.setProperty(row.group(1), row.group(2)));
    Settings documented = new Settings(Map.of(), asDocumented);
    Settings defaults = new Settings(Map.of(), new Properties());
    for (Role role : ServiceLoader.load(Role.class)) {
      role.configure(documented);
      role.configure(defaults);
    }

    assertThat(asDocumented).hasSizeGreaterThan(40);
    assertThat(documented.faults()).isEmpty();
    assertThat(documented.effective()).containsAllEntriesOf(defaults.effective());
  }

  @Test
  void everyMetricIsInTheTableAndEveryRowIsAMetric() {
    TreeSet<String> registered = new TreeSet<>();
    sources()
        .flatMap(source -> Stream.concat(matches(METER, source), matches(SHORT_METER, source)))
        .forEach(m -> registered.add(exposed(m.group(2), type(m.group(1)))));

    TreeSet<String> documented = new TreeSet<>();
    matches(
            Pattern.compile("^\\| `(imas_[a-z0-9_]+)` \\|", Pattern.MULTILINE),
            text("docs/metrics.md"))
        .forEach(row -> documented.add(row.group(1)));

    assertSame("docs/metrics.md", documented, registered);
  }

  @Test
  void theFirstTwoShellBlocksOfTheReadmeAreTheTwoCommands() {
    List<String> blocks =
        matches(SHELL_BLOCK, text("README.md")).map(block -> block.group(1)).toList();

    assertThat(blocks).hasSizeGreaterThanOrEqualTo(2);
    assertThat(blocks.get(0)).isEqualTo("mvn -q -Prun\n");
    assertThat(blocks.get(1).lines()).hasSize(1);
    // All tests run there, and what fails is judged afterwards.
    String command = blocks.get(1).strip() + " -Dmaven.test.failure.ignore";
    assertThat(text(".ci/run").lines()).anyMatch(line -> line.startsWith(command));
  }

  @Test
  void theTableOfSendersIsTheListOfSenders() throws IOException {
    StringBuilder table = new StringBuilder();
    for (Sender sender : new Senders().all()) {
      table.append(row(sender)).append('\n');
      assertThat(ROOT.resolve("docs/senders").resolve(sender.page())).exists();
    }

    String head =
        "| sender | type of its source | path on the gateway (port 8080) | identified by |"
            + " key in | guide |\n|---|---|---|---|---|---|\n";
    if (Boolean.getBoolean("imas.docs.write")) {
      String page = text("docs/senders/README.md");
      int from = page.indexOf(head) + head.length();
      Files.writeString(
          ROOT.resolve("docs/senders/README.md"),
          page.substring(0, from) + table + page.substring(page.indexOf("\n\n", from) + 1));
    }
    assertThat(text("docs/senders/README.md")).contains(head + table + "\n");
  }

  @Test
  void theTableOfChannelsIsTheListOfChannels() {
    StringBuilder table = new StringBuilder();
    for (InstalledKind kind : new InstalledChannels().kinds()) {
      String secret = kind.secret();
      table.append(
          "| `%s` | %s | %s | %s | [%s](%s) |\n"
              .formatted(
                  kind.type(),
                  kind.address(),
                  secret == null ? "not used" : secret,
                  messages(kind),
                  kind.page(),
                  kind.page()));
      assertThat(ROOT.resolve("docs/channels").resolve(kind.page())).exists();
    }

    assertThat(text("docs/channels/README.md"))
        .contains(
            "| channel | address of a contact | secret of a contact | messages of an incident |"
                + " guide |\n"
                + "|---|---|---|---|---|\n"
                + table
                + "\n");
  }

  @Test
  void theTableOfASourcesOptionsIsWhatIsRead() {
    String page = text("docs/senders/README.md");
    String options = page.substring(page.indexOf("## Settings of a source"));

    assertThat(
            matches(Pattern.compile("^\\| `([a-z_]+)` \\|", Pattern.MULTILINE), options)
                .map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(SourceConfig.MEMBERS);
  }

  /** Whoever looks for a decision finds it under its subject, and learns where it went. */
  @Test
  void theIndexOfDecisionsHasEachOnceWithItsTitleAndStatus() throws IOException {
    List<String> rows =
        text("docs/adr/README.md").lines().filter(line -> line.startsWith("| [")).toList();
    Map<String, String> indexed = new TreeMap<>();
    for (String row : rows) {
      String[] cells = row.split(" *\\| *");
      assertThat(indexed.put(cells[1] + " " + cells[2], cells[3])).as(row).isNull();
    }

    Map<String, String> written = new TreeMap<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/adr"))) {
      for (Path file : files.filter(f -> f.getFileName().toString().matches("\\d.*")).toList()) {
        String decision = Files.readString(file);
        String[] title = decision.lines().findFirst().orElseThrow().substring(2).split("\\. ", 2);
        String key = "[" + title[0] + "](" + file.getFileName() + ") " + title[1];
        String status = decision.lines().skip(2).findFirst().orElseThrow();
        assertThat(status).as("%s", file).startsWith("**Status**: ");
        written.put(key, status.substring("**Status**: ".length()));
      }
    }

    assertThat(indexed.keySet()).isEqualTo(written.keySet());
    assertThat(written)
        .allSatisfy(
            (decision, status) -> {
              if (!status.startsWith("accepted")) {
                assertThat(indexed.get(decision))
                    .as(decision)
                    .startsWith(status.replaceFirst(" \\[.*", ""));
              }
            });
  }

  private static String messages(InstalledKind kind) {
    List<String> growing =
        kind.providers().stream()
            .filter(InstalledProvider::hasCards)
            .map(provider -> '`' + provider.type() + '`')
            .toList();
    return growing.isEmpty()
        ? "one for each change"
        : growing.size() == kind.providers().size()
            ? "one that grows"
            : "one that grows, with " + String.join(", ", growing);
  }

  private static String row(Sender sender) {
    Format first = sender.formats().getFirst();
    String end = first.isWebhook() ? "/" : "";
    StringBuilder paths = new StringBuilder("`POST " + first.path() + end + "`");
    first.otherPaths().forEach(path -> paths.append(", also `").append(path + end).append('`'));
    String keys =
        sender.keys().stream()
            .sorted()
            .map(key -> key.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .collect(Collectors.joining(", "));
    return String.join(
        " | ",
        "| " + sender.title(),
        "`" + sender.type() + "`",
        paths,
        first.identity(),
        keys,
        "[" + sender.page() + "](" + sender.page() + ") |");
  }

  private static String settingsPages() {
    return text("docs/configuration.md") + text("docs/tuning.md");
  }

  private static void assertSame(String pages, Set<String> documented, Set<String> inCode) {
    Set<String> missing = new TreeSet<>(inCode);
    missing.removeAll(documented);
    assertThat(missing).as("not in %s", pages).isEmpty();
    Set<String> obsolete = new TreeSet<>(documented);
    obsolete.removeAll(inCode);
    assertThat(obsolete).as("in %s, and nowhere else", pages).isEmpty();
  }

  /**
   * The name in /metrics: the naming convention leaves the suffix of counters to the exposition.
   */
  private static String exposed(String name, Meter.Type type) {
    String base = new PrometheusNamingConvention().name(name, type, null);
    return type == Meter.Type.COUNTER ? base + "_total" : base;
  }

  private static Meter.Type type(String builder) {
    return switch (builder) {
      case "Counter", "FunctionCounter", "counter" -> Meter.Type.COUNTER;
      case "Timer", "timer" -> Meter.Type.TIMER;
      case "Gauge", "gauge" -> Meter.Type.GAUGE;
      case "DistributionSummary", "summary" -> Meter.Type.DISTRIBUTION_SUMMARY;
      default -> throw new IllegalArgumentException(builder.toLowerCase(Locale.ROOT));
    };
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static Stream<String> sources() {
    List<String> sources = new ArrayList<>();
    for (String folder : new String[] {"core", "gateway", "notifier"}) {
      SourceTree.files(ROOT.resolve(folder)).stream()
          .filter(f -> f.toString().endsWith(".java") && f.toString().contains("/src/main/java/"))
          .filter(f -> !f.toString().contains("fixtures/"))
          .forEach(f -> sources.add(text(ROOT.relativize(f).toString())));
    }
    return sources.stream();
  }

  private static String text(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tests run in their module's folder. */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("docs")) ? here : here.getParent();
  }
}
