package dev.imas.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Says of each answer in the OpenAPI document which header fields every answer has. */
final class ApiHeaders {

  private static final List<String> EVERYWHERE =
      List.of(
          "RateLimit",
          "RateLimit-Policy",
          "X-RateLimit-Limit",
          "X-RateLimit-Remaining",
          "X-RateLimit-Reset");

  private static final List<String> CREATED = List.of("Idempotent-Replayed");
  private static final List<String> DEPRECATED = List.of("Deprecation", "Sunset");

  private ApiHeaders() {}

  static void complete(ObjectNode document) {
    document.at("/components/responses").forEach(answer -> add(answer, EVERYWHERE));
    document
        .path("paths")
        .forEach(
            path ->
                path.forEach(
                    operation -> {
                      operation.path("responses").forEach(answer -> add(answer, EVERYWHERE));
                      add(operation.at("/responses/201"), CREATED);
                      if (operation.path("deprecated").asBoolean()) {
                        operation.path("responses").forEach(answer -> add(answer, DEPRECATED));
                      }
                    }));
  }

  private static void add(JsonNode answer, List<String> names) {
    if (answer instanceof ObjectNode described && !described.has("$ref")) {
      ObjectNode headers = described.withObject("/headers");
      names.forEach(name -> headers.putObject(name).put("$ref", "#/components/headers/" + name));
    }
  }
}
