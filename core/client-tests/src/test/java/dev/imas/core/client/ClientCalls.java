package dev.imas.core.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The calls that each client makes: the requests that the description shows, in their order. */
final class ClientCalls {

  /** In a path: the incident that was opened before. */
  static final String INCIDENT = "$incident";

  /**
   * @param path parameters of the path, by their names
   * @param body null for none
   */
  record ClientCall(
      String method,
      String template,
      String operationId,
      Map<String, String> path,
      boolean ifMatch,
      @Nullable JsonNode body) {

    String name() {
      return method + " " + template;
    }
  }

  /**
   * What a client made of an answer.
   *
   * @param members of the answer that are not null, sorted
   */
  record Outcome(String call, int status, List<String> members) {

    static Outcome of(ClientCall call, int status, JsonNode answer) {
      TreeSet<String> members = new TreeSet<>();
      answer
          .properties()
          .forEach(
              member -> {
                if (!member.getValue().isNull()) {
                  members.add(member.getKey());
                }
              });
      return new Outcome(call.name(), status, List.copyOf(members));
    }
  }

  private ClientCalls() {}

  static List<ClientCall> of(JsonNode document) throws IOException {
    List<ClientCall> calls = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(ClientCalls.class.getResourceAsStream("calls.json"))) {
      for (JsonNode call : Json.MAPPER.readTree(in)) {
        String[] name = call.get("call").asText().split(" ");
        JsonNode operation =
            document.path("paths").path(name[1]).path(name[0].toLowerCase(Locale.ROOT));
        Map<String, String> path = new TreeMap<>();
        call.path("path").properties().forEach(p -> path.put(p.getKey(), p.getValue().asText()));
        JsonNode body = operation.at("/requestBody/content/application~1json/example");
        calls.add(
            new ClientCall(
                name[0],
                name[1],
                operation.path("operationId").asText(),
                path,
                operation.path("parameters").findValuesAsText("$ref").stream()
                    .anyMatch(ref -> ref.endsWith("/if-match")),
                body.isMissingNode() ? null : body));
      }
    }
    return calls;
  }
}
