package dev.imas.core.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a file became, for tests. */
record Translated(ImportResult.Imported result) {

  static Translated of(String yaml) {
    ImportResult result = AlertmanagerImport.of(yaml, path -> "/etc/am/" + path);
    assertThat(result).isInstanceOf(ImportResult.Imported.class);
    return new Translated((ImportResult.Imported) result);
  }

  /** A file of this receiver alone. */
  static Translated receiver(String integrations) {
    return of("route: {receiver: ops}\nreceivers:\n- name: ops\n" + integrations.indent(2));
  }

  static List<ImportFault> faults(String yaml) {
    ImportResult result = AlertmanagerImport.of(yaml, path -> path);
    assertThat(result).isInstanceOf(ImportResult.Refused.class);
    return ((ImportResult.Refused) result).faults();
  }

  List<ObjectNode> documents(String kind) {
    return result.documents().stream()
        .filter(document -> document.path("kind").asText().equals(kind))
        .toList();
  }

  ObjectNode document(String kind) {
    assertThat(documents(kind)).hasSize(1);
    return documents(kind).getFirst();
  }

  JsonNode rules() {
    return document("rule_set").get("rules");
  }

  JsonNode contacts() {
    return document("team").get("contacts");
  }

  /** How much of a part the documents hold, and what it is told; a line for each. */
  List<String> findings(String path) {
    return result.report().stream()
        .filter(finding -> finding.path().equals(path))
        .map(finding -> finding.kind().wireName() + ": " + finding.says())
        .toList();
  }

  List<String> secrets() {
    return result.secrets().stream()
        .map(secret -> secret.reference() + " " + secret.name() + " " + secret.path())
        .toList();
  }
}
