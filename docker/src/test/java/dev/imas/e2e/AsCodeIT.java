package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.imas.fixtures.database.RunningCore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the files and commands of docs/as-code.md, by the commands as they are shipped. */
class AsCodeIT {

  private static final Path PAGE = Path.of("../docs/as-code.md");
  private static final Path SCHEMA = Path.of("../docs/as-code.schema.json");
  private static final Pattern FILE =
      Pattern.compile("`(imas/\\w+\\.yaml)`\n\n```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMANDS = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
  private static final Pattern OUTPUT = Pattern.compile("```\n(~ .*?)```", Pattern.DOTALL);
  private static final Pattern OF_PIPELINE = Pattern.compile("- (imas apply .*)");

  private final RunningCore core = RunningCore.start();

  @TempDir Path folder;

  private String page = "";

  private record Said(int code, String text) {}

  @BeforeEach
  void writeFiles() throws IOException {
    page = Files.readString(PAGE);
    Matcher file = FILE.matcher(page);
    while (file.find()) {
      Path written = folder.resolve(file.group(1));
      Files.createDirectories(written.getParent());
      Files.writeString(written, file.group(2));
    }
    Files.createDirectories(folder.resolve("secrets"));
    Files.writeString(folder.resolve("secrets/grafana"), "signed by grafana\n");
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private static List<String> all(Pattern pattern, String in) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(in);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private Said run(String commands) throws IOException, InterruptedException {
    ProcessBuilder bash = new ProcessBuilder("bash", "-es").redirectErrorStream(true);
    bash.directory(folder.toFile());
    bash.environment().put("CLASSES", System.getProperty("java.class.path"));
    bash.environment().put("JAVA", System.getProperty("java.home") + "/bin/java");
    bash.environment().put("IMAS_BOOTSTRAP_ADMIN_TOKEN", core.token);
    bash.environment().put("NTFY_TOKEN", "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2");
    bash.environment().put("STATUS_PAGE_URL", "https://status.example.org/hooks/imas?key=5f1c");
    bash.environment().put("STATUS_PAGE_SECRET", "signs what is posted");
    Process process = bash.start();
    String imas =
        "imas() { $JAVA -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \"$CLASSES\""
            + " dev.imas.core.launch.Imas \"$@\"; }\n";
    String access =
        all(COMMANDS, page)
            .getFirst()
            .replace("http://localhost:8090", "http://127.0.0.1:" + core.port());
    try (var in = process.getOutputStream()) {
      in.write((imas + access + commands).getBytes(StandardCharsets.UTF_8));
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  private String done(String commands) throws IOException, InterruptedException {
    Said said = run(commands);
    assertThat(said.code).as(said.text).isZero();
    return said.text;
  }

  @Test
  void everyFileAndCommandOfThePageDoesWhatItSays() throws Exception {
    List<String> blocks = all(COMMANDS, page);
    assertThat(blocks).hasSize(5);

    assertThat(done(blocks.get(1)))
        .contains(
            "+ service checkout (Checkout): it is not there yet",
            "    owner_team: payments",
            "    signing_secret: (secret)",
            "Nothing was written.",
            "Set default: 15 created, 8 changed, 0 deleted, 0 taken over, 0 unchanged.")
        .doesNotContain("tk_AgQ", "signed by grafana", "signs what is posted", "5f1c");
    for (String command : all(OF_PIPELINE, page)) {
      assertThat(done(command)).contains("0 created, 0 changed, 0 deleted, 0 taken over, 23");
    }
    assertThat(done(blocks.get(3)))
        .contains("exported/team.yaml", " 0 created, 0 changed, 0 deleted");
    assertThat(Files.readString(folder.resolve("exported/source.yaml")))
        .contains("stored: true")
        .doesNotContain("signed by grafana");
    assertThat(done(blocks.get(4)))
        .contains(
            "the variable IMAS_X_SOURCE_GRAFANA_SIGNING_SECRET: source grafana signing_secret");
    assertThat(Files.readString(folder.resolve("exported/source.yaml")))
        .contains("from_env: IMAS_X_SOURCE_GRAFANA_SIGNING_SECRET")
        .doesNotContain("stored: true");
    assertThat(core.get("/api/v1/services/Checkout").json().at("/owner_team/name").asText())
        .isEqualTo("Payments");
  }

  @Test
  void theOutputOnThePageIsThatOfAnApplyThatChangesOneThing() throws Exception {
    Path payments = folder.resolve("imas/payments.yaml");
    String onThePage = Files.readString(payments);
    Files.writeString(payments, onThePage.replace("tier: TIER_1_CRITICAL\n", ""));
    done("imas apply -f imas");
    Files.writeString(payments, onThePage);

    assertThat(done("imas apply -f imas")).contains(all(OUTPUT, page).getFirst().lines().toList());
  }

  @Test
  void whoLeavesHandsOverWhatOthersMadeByHand() throws Exception {
    List<String> blocks = all(COMMANDS, page);
    done(blocks.get(1));
    core.post(
        "/api/v1/schedules",
        "{\"name\":\"By"
            + " hand\",\"team\":\"Payments\",\"time_zone\":\"UTC\",\"layers\":[{\"name\":\"x\","
            + "\"start\":\"2026-01-05T09:00\",\"every\":\"P1D\",\"slots\":[[\"ada\"]]}]}");
    Path people = folder.resolve("imas/people.yaml");
    String text = Files.readString(people);
    Files.writeString(people, text.substring(text.indexOf("---\n") + 4));
    Path payments = folder.resolve("imas/payments.yaml");
    String files = Files.readString(payments);
    Files.writeString(payments, files.replace("  - {user: ada}\n", ""));

    Said named = run("imas apply -f imas --prune");
    assertThat(named.code).isEqualTo(2);
    assertThat(named.text)
        .contains("imas/payments.yaml:", "names 'ada', which has no document any more");

    Files.writeString(
        payments, Files.readString(payments).replace("slots: [ada, bob]", "slots: [bob]"));
    Said refused = run("imas apply -f imas --prune");
    assertThat(refused.code).isEqualTo(1);
    assertThat(refused.text).contains("schedule By hand");
    assertThat(run("imas apply -f imas --prune --reassign ada").text)
        .contains("write --reassign eve=bob");

    assertThat(done(blocks.get(2)))
        .contains("- user ada: ", "    schedule By hand: ada -> bob", "1 deleted");
    assertThat(core.get("/api/v1/schedules/By%20hand").json().at("/layers/0/slots/0/0").asText())
        .isEqualTo("bob");
  }

  @Test
  void faultsNameFileLineFieldAndMend() throws Exception {
    Path payments = folder.resolve("imas/payments.yaml");
    String text = Files.readString(payments);
    Files.writeString(payments, text.replace("owner_team: payments", "owner_team: payment"));
    int line = text.substring(0, text.indexOf("owner_team")).split("\n", -1).length;

    Said unknown = run("imas apply -f imas");
    assertThat(unknown.code).isEqualTo(2);
    assertThat(unknown.text)
        .contains(
            "imas/payments.yaml:" + line + ": service checkout: /owner_team names 'payment'",
            "Nothing was written.");

    Said noVariable = run("unset NTFY_TOKEN\nimas apply -f imas");
    assertThat(noVariable.code).isEqualTo(2);
    assertThat(noVariable.text).contains("imas/people.yaml:24: the environment has no NTFY_TOKEN");

    Files.writeString(payments, text + "---\nkind: team\n  key: x\n");
    Said noYaml = run("imas apply -f imas");
    assertThat(noYaml.code).isEqualTo(2);
    assertThat(noYaml.text).contains("imas/payments.yaml:", "is not YAML");
    assertThat(core.database.count("SELECT count(*) FROM managed_object")).isZero();
  }

  @Test
  void withoutATokenOrAnAnswerTheCommandSaysSo() throws Exception {
    assertThat(run("unset IMAS_TOKEN IMAS_BOOTSTRAP_ADMIN_TOKEN\nimas export"))
        .satisfies(said -> assertThat(said.code).isEqualTo(2))
        .satisfies(said -> assertThat(said.text).contains("set IMAS_TOKEN"));
    assertThat(run("imas export --url http://127.0.0.1:1"))
        .satisfies(said -> assertThat(said.code).isEqualTo(1))
        .satisfies(said -> assertThat(said.text).contains("IMAS does not answer at"));
  }

  /** With {@code -Dimas.docs.write=true} it writes the page's schema. */
  @Test
  void theSchemaOfThePageIsTheOneThatIsServedAndFitsTheFilesAndTheExport() throws Exception {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    JsonNode served = core.get("/api/v1/configuration/schema").json();
    if (Boolean.getBoolean("imas.docs.write")) {
      Files.writeString(SCHEMA, json.writeValueAsString(served) + "\n");
    }
    assertThat(json.readTree(Files.readString(SCHEMA)))
        .as("write it again with -Dimas.docs.write=true")
        .isEqualTo(served);

    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(served);
    done(all(COMMANDS, page).get(1) + "\nimas export -o exported");
    var yaml = new com.fasterxml.jackson.dataformat.yaml.YAMLMapper().readerFor(JsonNode.class);
    int count = 0;
    for (String in : List.of("imas", "exported")) {
      try (var files = Files.list(folder.resolve(in))) {
        for (Path file : files.toList()) {
          try (var documents = yaml.<JsonNode>readValues(file.toFile())) {
            while (documents.hasNext()) {
              JsonNode document = documents.next();
              assertThat(schema.validate(document)).as("%s: %s", file, document).isEmpty();
              count++;
            }
          }
        }
      }
    }
    assertThat(count).isGreaterThan(20);
    assertThat(schema.validate(json.readTree("{\"kind\":\"team\",\"name\":\"no key\"}")))
        .isNotEmpty();
    assertThat(
            schema.validate(
                json.readTree(
                    "{\"kind\":\"source\",\"key\":\"s\",\"name\":\"s\",\"type\":\"GRAFANA\","
                        + "\"signing_secret\":\"open\"}")))
        .isNotEmpty();
  }
}
