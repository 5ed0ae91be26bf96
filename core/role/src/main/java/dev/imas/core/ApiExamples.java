package dev.imas.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives each body of the OpenAPI document an example. Where a feature's file has none, the example
 * is made of those of the schemas that the body consists of, so that nobody has to write the same
 * incident under each operation that answers with one.
 */
final class ApiExamples {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String EXAMPLE = "example";

  /** Schemas that contain themselves end there. */
  private static final int DEEPEST = 8;

  private static final Map<String, String> OF_FORMATS =
      Map.of(
          "uuid", "01900000-0000-7000-8000-000000000001",
          "date-time", "2026-01-02T03:04:05Z",
          "date", "2026-01-02",
          "time", "03:04",
          "email", "ada@example.org",
          "uri", "https://example.org/");

  private final JsonNode document;

  private ApiExamples(JsonNode document) {
    this.document = document;
  }

  /** Adds what is missing to the request and the answers of each operation. */
  static void complete(ObjectNode document) {
    ApiExamples examples = new ApiExamples(document);
    document
        .path("paths")
        .forEach(
            path ->
                path.forEach(
                    operation -> {
                      examples.add(operation.at("/requestBody/content"));
                      operation
                          .path("responses")
                          .forEach(answer -> examples.add(answer.path("content")));
                    }));
    document.at("/components/responses").forEach(answer -> examples.add(answer.path("content")));
  }

  private void add(JsonNode content) {
    for (Map.Entry<String, JsonNode> media : content.properties()) {
      if (media.getKey().endsWith("json") && !media.getValue().has(EXAMPLE)) {
        JsonNode made = of(media.getValue().path("schema"), 0);
        if (made != null) {
          ((ObjectNode) media.getValue()).set(EXAMPLE, made);
        }
      }
    }
  }

  /** Null where nothing is known that would fit. */
  private @Nullable JsonNode of(JsonNode schema, int depth) {
    JsonNode given = schema.path("examples").path(0);
    if (!given.isMissingNode()) {
      return given;
    }
    for (String said : List.of(EXAMPLE, "const", "default")) {
      if (schema.has(said)) {
        return schema.get(said);
      }
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(0);
    }
    if (depth > DEEPEST) {
      return null;
    }
    if (schema.has("$ref")) {
      return of(document.at(schema.get("$ref").asText().substring(1)), depth + 1);
    }
    for (String choice : List.of("anyOf", "oneOf")) {
      if (schema.has(choice)) {
        return of(schema.get(choice).get(0), depth + 1);
      }
    }
    if (schema.has("allOf")) {
      return together(schema.get("allOf"), depth);
    }
    return ofType(schema, depth);
  }

  private @Nullable JsonNode together(JsonNode parts, int depth) {
    ObjectNode all = NODES.objectNode();
    for (JsonNode part : parts) {
      if (of(part, depth + 1) instanceof ObjectNode some) {
        all.setAll(some);
      }
    }
    return all.isEmpty() ? null : all;
  }

  private @Nullable JsonNode ofType(JsonNode schema, int depth) {
    JsonNode type = schema.path("type");
    return switch ((type.isArray() ? type.path(0) : type).asText()) {
      case "object" -> object(schema, depth);
      case "array" -> list(schema, depth);
      case "string" -> text(schema);
      case "integer" -> NODES.numberNode(Math.max(1, schema.path("minimum").asInt(1)));
      case "number" -> NODES.numberNode(Math.max(1.0, schema.path("minimum").asDouble(1)));
      case "boolean" -> NODES.booleanNode(true);
      case "null" -> NODES.nullNode();
      default -> null;
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      JsonNode value =
          member.getKey().equals("next") ? NODES.nullNode() : of(member.getValue(), depth + 1);
      if (value != null) {
        object.set(member.getKey(), value);
      }
    }
    return object;
  }

  private ArrayNode list(JsonNode schema, int depth) {
    ArrayNode list = NODES.arrayNode();
    JsonNode item = of(schema.path("items"), depth + 1);
    if (item != null) {
      list.add(item);
    }
    return list;
  }

  private static @Nullable JsonNode text(JsonNode schema) {
    String format = schema.path("format").asText();
    if (OF_FORMATS.containsKey(format)) {
      return NODES.textNode(OF_FORMATS.get(format));
    }
    return schema.has("pattern") ? null : NODES.textNode("…");
  }
}
