package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** How the files of imas apply are read, and those of imas export written. */
class YamlTest {

  @TempDir Path folder;

  /** Texts that a reader of YAML may take for something else. */
  private static final List<String> AWKWARD =
      List.of(
          "+33612345678",
          "007",
          "1",
          "1.5",
          "true",
          "null",
          "on",
          "~",
          "",
          " a",
          "09:00",
          "a: b",
          "a #b",
          "env=\"prod\"",
          "namespace=~\"shop-.*\"",
          "- x",
          "two\nlines\n",
          "*a",
          "é\u00a0x",
          "'",
          "2026-01-05T09:00",
          "0x1F",
          "1_000",
          ".5",
          "-",
          "{a}",
          "@x",
          "`x",
          "%x",
          "---",
          "18:00",
          "-1:30",
          "190:20:30",
          "1:00.5",
          "2026-12-25",
          "2026-12-25 08:00:00",
          "0b101",
          "0o17",
          "0x_1f",
          "+.inf",
          "-.INF",
          ".NaN",
          "1e3",
          "1_0.5",
          "+1",
          "yes",
          "Off",
          "Y",
          "n",
          "NULL",
          "<<",
          "=",
          "!x",
          "&a",
          "? x",
          "| x",
          "> x",
          "[a",
          "#x",
          "a\tb",
          "x ");

  private final List<String> faults = new ArrayList<>();

  private List<YamlDocument> read(String text) {
    return YamlReader.read("a.yaml", text, faults);
  }

  private YamlFiles files(Map<String, String> environment) throws IOException {
    return YamlFiles.read(List.of(folder.toString()), environment::get);
  }

  @Test
  void eachDocumentAndEachPartOfItHasALine() {
    List<YamlDocument> documents =
        read("---\nkind: team\nkey: a\n---\n# none\n---\nkind: user\nrules:\n  - x: 1\n");

    assertThat(faults).isEmpty();
    assertThat(documents).hasSize(2);
    assertThat(documents.get(0).place("/key")).isEqualTo("a.yaml:3");
    assertThat(documents.get(1).place("")).isEqualTo("a.yaml:7");
    assertThat(documents.get(1).place("/rules/0/x")).isEqualTo("a.yaml:9");
    assertThat(documents.get(1).place("/rules/0/missing")).isEqualTo("a.yaml:9");
  }

  @Test
  void textsStayTextsAndNumbersNumbers() {
    JsonNode read =
        read("phone: +33612345678\ncode: 007\nstart: 09:00\nday: 2026-01-05\nlevel: 2\nyes: on\n")
            .getFirst()
            .content();

    assertThat(read.get("phone").textValue()).isEqualTo("+33612345678");
    assertThat(read.get("code").textValue()).isEqualTo("007");
    assertThat(read.get("start").textValue()).isEqualTo("09:00");
    assertThat(read.get("day").textValue()).isEqualTo("2026-01-05");
    assertThat(read.get("level").intValue()).isEqualTo(2);
    assertThat(read.get("yes").textValue()).isEqualTo("on");
  }

  @Test
  void aliasesKeysThatComeTwiceAndOtherThingsAreRefusedWithTheirLine() {
    read("a: &x {b: 1}\nc: *x\n");
    read("a: 1\na: 2\n");
    read("- a\n");
    read("a: [\n");

    assertThat(faults).hasSize(4);
    assertThat(faults.get(0)).startsWith("a.yaml:2: is an alias");
    assertThat(faults.get(1)).startsWith("a.yaml:2: is not YAML: Duplicate field 'a'");
    assertThat(faults.get(2)).startsWith("a.yaml:1: is no document");
    assertThat(faults.get(3)).contains("is not YAML");
  }

  @Test
  void secretsComeFromTheEnvironmentAndFromFilesBesideTheDocument() throws IOException {
    Files.createDirectories(folder.resolve("deep"));
    Files.writeString(folder.resolve("secret"), "of a file\n");
    Files.writeString(
        folder.resolve("deep/a.yml"),
        "a: {from_env: NAME}\nb: {from_file: ../secret}\nc: {from_env: x, other: y}\n");
    Files.writeString(folder.resolve("notes.txt"), "no document");

    JsonNode read = files(Map.of("NAME", "of the environment")).resolved().get(0);

    assertThat(read.at("/a/$secret").asText()).isEqualTo("of the environment");
    assertThat(read.at("/b/$secret").asText()).isEqualTo("of a file");
    assertThat(read.at("/c/from_env").asText()).isEqualTo("x");
  }

  @Test
  void whatCannotBeFoundIsToldWithAllElse() throws IOException {
    Files.writeString(
        folder.resolve("a.yaml"), "a: {from_env: NONE}\nb:\n  c: {from_file: none}\n");

    assertThatThrownBy(() -> files(Map.of()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("a.yaml:1: the environment has no NONE")
        .hasMessageContaining("a.yaml:3: the file none cannot be read");
    assertThatThrownBy(() -> YamlFiles.read(List.of(folder.resolve("no").toString()), n -> null))
        .hasMessageContaining("there is no file or folder");
  }

  @Test
  void whatIsWrittenIsReadAsItWas() {
    for (String text : AWKWARD) {
      JsonNode document = Json.MAPPER.createObjectNode().put("kind", "team").put("text", text);

      List<YamlDocument> read = read(YamlText.of(document));

      assertThat(faults).as(text).isEmpty();
      assertThat(read).as(text).hasSize(1);
      assertThat((JsonNode) read.getFirst().content()).as(text).isEqualTo(document);
    }
  }

  @Test
  void whatIsWrittenMeansTheSameToReadersOfYaml11() {
    for (String text : AWKWARD) {
      JsonNode document =
          Json.MAPPER.createObjectNode().put("kind", "team").put("text", text).put(text, "key");

      assertThat(new Yaml().<Map<Object, Object>>load(YamlText.of(document)))
          .as(text)
          .containsEntry("text", text)
          .containsEntry(text, "key");
    }
  }

  @Test
  void eachSecretOfAnExportMayBeAVariable() {
    JsonNode document =
        Json.read(
            """
            {"kind":"team","key":"shop-1","contacts":[
              {"name":"a","secret":{"stored":true}},{"name":"b","config":{"token":{"stored":true}}}],
             "probe":{"stored":true,"other":1}}\
            """,
            JsonNode.class);
    SecretVariables variables = new SecretVariables();

    variables.replaceIn(document);

    assertThat(document.at("/contacts/0/secret/from_env").textValue())
        .isEqualTo("IMAS_X_TEAM_SHOP_1_CONTACTS_1_SECRET");
    assertThat(document.at("/contacts/1/config/token/from_env").textValue())
        .isEqualTo("IMAS_X_TEAM_SHOP_1_CONTACTS_2_CONFIG_TOKEN");
    assertThat(document.at("/probe/stored").booleanValue()).isTrue();
    assertThat(variables.lines())
        .containsExactly(
            "  the variable IMAS_X_TEAM_SHOP_1_CONTACTS_1_SECRET: team shop-1 contacts 1 secret",
            "  the variable IMAS_X_TEAM_SHOP_1_CONTACTS_2_CONFIG_TOKEN: team shop-1 contacts 2"
                + " config token");
  }

  @Test
  void changesAreShownPartByPart() {
    JsonNode applied =
        Json.read(
            """
            {"set":"default","dry_run":true,"counts":{"create":0,"update":1,"delete":1,"take_over":1,"unchanged":4},
             "changes":[
              {"action":"update","kind":"source","key":"g","name":"Grafana","why":"it differs","parts":[
               {"path":"default_severity","before":"SEV3","after":"SEV2"},
               {"path":"signing_secret","before":{"stored":true},"after":{"stored":true}},
               {"path":"config/a","before":null,"after":["x"]}],
               "warnings":["/config/a is not heard"]},
              {"action":"take_over","kind":"team","key":"t","name":"t","why":"it was there"},
              {"action":"delete","kind":"escalation_policy","key":"p","name":"P","why":"no document"}],
             "left":[{"kind":"user","key":"u"}]}\
            """,
            JsonNode.class);

    assertThat(ChangeText.lines(applied))
        .containsExactly(
            "~ source g (Grafana): it differs",
            "    default_severity: SEV3 -> SEV2",
            "    signing_secret: (secret) -> (secret)",
            "    config/a: (none) -> [\"x\"]",
            "  ! /config/a is not heard",
            "= team t: it was there",
            "- escalation policy p (P): no document",
            "  user u: has no document any more; --prune would delete it",
            "Set default, would be: 0 created, 1 changed, 1 deleted, 1 taken over, 4 unchanged."
                + " Nothing was written.");
  }
}
