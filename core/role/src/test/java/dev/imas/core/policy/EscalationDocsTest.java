package dev.imas.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The ladder in the documents is the one that new tenants start with (ONC-10). */
class EscalationDocsTest {

  @Test
  void theDocumentedLadderIsTheSeededOne() throws IOException {
    String page = Files.readString(Path.of("../../docs/escalation.md"));
    String json = page.substring(page.indexOf("```json") + 7);
    JsonNode definition = Json.MAPPER.readTree(json.substring(0, json.indexOf("```")));
    UUID id = new UUID(0, 1);

    EscalationPolicy documented = DefinitionReader.stored(definition, id, 1);

    assertThat(documented).isEqualTo(ReferenceLadder.policy(id, 1));
  }
}
