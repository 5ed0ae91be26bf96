package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The OpenAPI document, against which real answers are checked. */
final class ApiDocument {

  final JsonNode root;
  private final JsonSchemaFactory schemas =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  ApiDocument() {
    this(Installed.onClassPath());
  }

  ApiDocument(Installed installed) {
    root = ApiDescription.of(installed, MountedRoutes.FEATURES, MountedRoutes.ALL);
  }

  /** Method and path of each operation, with its permission. */
  List<String> operations() {
    List<String> operations = new ArrayList<>();
    for (var path : root.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        operations.add(
            operation.getKey().toUpperCase(Locale.ROOT)
                + " "
                + path.getKey()
                + " "
                + operation.getValue().get("x-permission").asText());
      }
    }
    return operations;
  }

  /**
   * Fails unless the document describes this answer of this operation, and the answer matches it.
   */
  Reply check(String method, String path, Reply reply) {
    JsonNode operation = root.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
    assertThat(operation.isObject()).as("%s %s is documented", method, path).isTrue();
    JsonNode answer = operation.path("responses").path(Integer.toString(reply.status()));
    if (answer.isMissingNode() && reply.status() >= 400) {
      answer = operation.path("responses").path("default");
    }
    assertThat(answer.isObject())
        .as("%s %s answers %s: %s", method, path, reply.status(), reply.json())
        .isTrue();
    if (answer.has("$ref")) {
      answer = root.at(answer.get("$ref").asText().substring(1));
    }
    if (!answer.has("content")) {
      assertThat(reply.http().body()).isEmpty();
      return reply;
    }
    var content = answer.get("content").properties().iterator().next();
    assertThat(reply.header("content-type")).isEqualTo(content.getKey());
    assertThat(schema(content.getValue().get("schema")).validate(reply.json()))
        .as("%s %s %s: %s", method, path, reply.status(), reply.json())
        .isEmpty();
    return reply;
  }

  /** Whether an answer of this operation may have that type, such as a file's. */
  boolean describes(String method, String path, int status, String type) {
    JsonNode content =
        root.path("paths")
            .path(path)
            .path(method.toLowerCase(Locale.ROOT))
            .path("responses")
            .path(Integer.toString(status))
            .path("content");
    return content.properties().stream().anyMatch(media -> type.startsWith(media.getKey()));
  }

  /**
   * The pointer and fault of each example body that its own schema refuses, and how many are valid.
   */
  Examples examples() {
    List<String> faults = new ArrayList<>();
    int fitting = 0;
    for (JsonNode content : root.findValues("content")) {
      for (var media : content.properties()) {
        JsonNode example = media.getValue().get("example");
        if (example != null) {
          var wrong = schema(media.getValue().get("schema")).validate(example);
          wrong.forEach(w -> faults.add(example + ": " + w.getMessage()));
          fitting += wrong.isEmpty() ? 1 : 0;
        }
      }
    }
    return new Examples(fitting, faults);
  }

  record Examples(int fitting, List<String> faults) {}

  /** What in the value does not match the schema. */
  List<String> faults(JsonNode schema, JsonNode value) {
    return schema(schema).validate(value).stream().map(ValidationMessage::getMessage).toList();
  }

  private JsonSchema schema(JsonNode schema) {
    // A separate schema that includes the components, so that its references resolve.
    ObjectNode own = Json.MAPPER.createObjectNode();
    own.putArray("allOf").add(schema);
    own.set("components", root.get("components"));
    return schemas.getSchema(own);
  }
}
