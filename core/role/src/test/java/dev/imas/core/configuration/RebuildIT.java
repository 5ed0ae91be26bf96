package dev.imas.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An export and its secrets make an empty installation what the exported one is. */
class RebuildIT {

  private static Reply apply(RunningCore core, JsonNode documents) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.set("documents", documents);
    Reply applied = core.post("/api/v1/configuration", body.toString());
    assertThat(applied.status()).as(applied.json().toPrettyString()).isEqualTo(200);
    return applied;
  }

  private static ArrayNode exported(RunningCore core) {
    return (ArrayNode) core.get("/api/v1/configuration").json().get("documents");
  }

  /** As {@code imas apply} reads a reference to a secret. */
  private static void giveSecrets(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        if (member.getValue().path("stored").asBoolean()) {
          member.setValue(
              Json.MAPPER.createObjectNode().put("$secret", "https://secret.example.org/5f1c7a9b"));
        }
      }
    }
    node.forEach(RebuildIT::giveSecrets);
  }

  @Test
  void anEmptyInstallationBecomesTheExportedOne() {
    try (RunningCore first = RunningCore.start();
        RunningCore second = RunningCore.start()) {
      apply(first, Json.read(ConfigurationIT.EVERYTHING.replace('\'', '"'), JsonNode.class));
      ArrayNode before = exported(first);
      ArrayNode carried = before.deepCopy();
      giveSecrets(carried);

      apply(second, carried);

      ArrayNode after = exported(second);
      assertThat(after.size()).isEqualTo(before.size());
      for (int i = 0; i < before.size(); i++) {
        assertThat((JsonNode) after.get(i)).isEqualTo(before.get(i));
      }
    }
  }
}
