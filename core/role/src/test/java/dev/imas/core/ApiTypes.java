package dev.imas.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Writes the API in TypeScript: the operations that the dashboard calls, and every schema that they
 * reach. Others may change without a change here.
 */
final class ApiTypes {

  private static final String SCHEMAS = "#/components/schemas/";

  private final JsonNode root;
  private final TreeSet<String> wanted = new TreeSet<>();

  ApiTypes(JsonNode root) {
    this.root = root;
  }

  /**
   * @param operations such as {@code GET /incidents/{id}}
   */
  String of(List<String> operations) {
    StringBuilder api = new StringBuilder("export interface Api {\n");
    for (String operation : operations) {
      api.append("  \"").append(operation).append("\": {\n");
      api.append("    answer: ").append(answer(operation, described(operation))).append(";\n");
      api.append("  };\n");
    }
    api.append("}\n");
    wanted.add("Problem");
    TreeSet<String> written = new TreeSet<>();
    List<String> types = new ArrayList<>();
    while (!written.containsAll(wanted)) {
      for (String name : new TreeSet<>(wanted)) {
        if (written.add(name)) {
          types.add(
              "export type "
                  + name
                  + " = "
                  + type(root.at("/components/schemas/" + name), "")
                  + ";\n");
        }
      }
    }
    types.sort(null);
    return "// Made from the API's description by ApiTypesTest: do not edit.\n\n"
        + api
        + "\n"
        + String.join("\n", types);
  }

  private JsonNode described(String operation) {
    String[] parts = operation.split(" ", 2);
    JsonNode found = root.path("paths").path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
    if (found.isMissingNode()) {
      throw new AssertionError(operation + " is none of the API's operations");
    }
    return found;
  }

  private String answer(String operation, JsonNode described) {
    TreeSet<String> answers = new TreeSet<>();
    for (var response : described.get("responses").properties()) {
      if (response.getKey().startsWith("2")) {
        JsonNode content = response.getValue().path("content");
        answers.add(
            content.isEmpty()
                ? "undefined"
                : type(content.properties().iterator().next().getValue().get("schema"), "    "));
      }
    }
    if (answers.isEmpty()) {
      throw new AssertionError(operation + " describes no answer");
    }
    return String.join(" | ", answers);
  }

  private String type(JsonNode schema, String indent) {
    if (schema.has("$ref")) {
      String name = schema.get("$ref").asText().substring(SCHEMAS.length());
      wanted.add(name);
      return name;
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.has(choice)) {
        List<String> types = new ArrayList<>();
        schema.get(choice).forEach(one -> types.add(type(one, indent)));
        return String.join(" | ", types);
      }
    }
    if (schema.has("allOf")) {
      List<String> types = new ArrayList<>();
      schema.get("allOf").forEach(one -> types.add(type(one, indent)));
      return String.join(" & ", types);
    }
    if (schema.has("const")) {
      return schema.get("const").toString();
    }
    // What this distribution was built with is not all that there may be.
    if (schema.has("enum") && !schema.path("x-open").asBoolean()) {
      List<String> values = new ArrayList<>();
      schema.get("enum").forEach(value -> values.add(value.toString()));
      return String.join(" | ", values);
    }
    JsonNode kind = schema.path("type");
    if (kind.isArray()) {
      List<String> types = new ArrayList<>();
      kind.forEach(one -> types.add(plain(schema, one.asText(), indent)));
      return String.join(" | ", types);
    }
    return plain(schema, kind.asText(), indent);
  }

  private String plain(JsonNode schema, String kind, String indent) {
    return switch (kind) {
      case "string" -> "string";
      case "integer", "number" -> "number";
      case "boolean" -> "boolean";
      case "null" -> "null";
      case "array" -> "Array<" + type(schema.path("items"), indent) + ">";
      case "object" -> object(schema, indent);
      default -> "unknown";
    };
  }

  private String object(JsonNode schema, String indent) {
    if (!schema.has("properties")) {
      JsonNode values = schema.path("additionalProperties");
      return "Record<string, " + (values.isObject() ? type(values, indent) : "unknown") + ">";
    }
    TreeSet<String> required = new TreeSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    StringBuilder text = new StringBuilder("{\n");
    for (var property : schema.get("properties").properties()) {
      text.append(indent)
          .append("  ")
          .append(property.getKey())
          .append(required.contains(property.getKey()) ? ": " : "?: ")
          .append(type(property.getValue(), indent + "  "))
          .append(";\n");
    }
    return text.append(indent).append("}").toString();
  }
}
