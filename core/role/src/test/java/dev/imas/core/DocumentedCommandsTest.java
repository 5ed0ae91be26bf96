package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.DocumentedCommands.Command;
import dev.imas.core.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the documents ask of the API is what it offers, and what they show is what it answers. */
class DocumentedCommandsTest {

  private static final String CONTENT = "/content/application~1json";

  private final ApiDocument document = new ApiDocument();

  @Test
  void eachCommandIsARequestThatTheApiKnows() {
    List<String> faults = new ArrayList<>();
    List<Command> commands = DocumentedCommands.all();
    for (Command command : commands) {
      operation(command)
          .ifPresentOrElse(
              operation -> faults.addAll(faults(command, operation)),
              () -> faults.add(command.where() + ": no operation " + command.path()));
    }
    assertThat(faults).isEmpty();
    assertThat(commands).hasSizeGreaterThan(50);
  }

  @Test
  void eachAnswerThatIsShownAfterItsCommandHasItsForm() {
    List<String> faults = new ArrayList<>();
    int shown = 0;
    for (Command command : DocumentedCommands.all()) {
      String answer = command.answer();
      if (answer != null) {
        shown++;
        JsonNode json = json(answer);
        if (answers(operation(command).orElseThrow()).stream()
            .noneMatch(schema -> fits(schema, json, answer.contains(",…")))) {
          faults.add(command.where() + ": " + answer);
        }
      }
    }
    assertThat(faults).isEmpty();
    assertThat(shown).isPositive();
  }

  private List<String> faults(Command command, JsonNode operation) {
    List<String> faults = new ArrayList<>();
    TreeSet<String> known = new TreeSet<>();
    for (JsonNode parameter : operation.path("parameters")) {
      JsonNode its = resolved(parameter);
      if (its.path("in").asText().equals("query")) {
        known.add(its.get("name").asText());
      }
    }
    command.query().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> faults.add(command.where() + ": no parameter " + name));
    String body = command.body();
    if (body != null) {
      JsonNode content = resolved(operation.path("requestBody")).at(CONTENT);
      if (content.isMissingNode()) {
        faults.add(command.where() + ": takes no body");
      } else {
        JsonNode json = json(body);
        document
            .faults(content.get("schema"), json)
            .forEach(fault -> faults.add(command.where() + ": " + fault));
        if (!members(content.get("schema")).containsAll(names(json))) {
          faults.add(command.where() + ": a member of " + names(json) + " is not known");
        }
      }
    }
    return faults;
  }

  /** The operation that a path names; one that names it word by word comes first. */
  private Optional<JsonNode> operation(Command command) {
    String[] asked = command.path().split("/");
    JsonNode found = null;
    int most = -1;
    for (var path : document.root.get("paths").properties()) {
      JsonNode operation = path.getValue().path(command.method().toLowerCase(Locale.ROOT));
      int alike = alike(path.getKey().split("/"), asked);
      if (operation.isObject() && alike > most) {
        most = alike;
        found = operation;
      }
    }
    return Optional.ofNullable(found);
  }

  /** How many segments are the same word; -1 if the path is another. */
  private static int alike(String[] template, String[] asked) {
    if (template.length != asked.length) {
      return -1;
    }
    int alike = 0;
    for (int i = 0; i < template.length; i++) {
      if (template[i].equals(asked[i])) {
        alike++;
      } else if (!template[i].startsWith("{")) {
        return -1;
      }
    }
    return alike;
  }

  private List<JsonNode> answers(JsonNode operation) {
    List<JsonNode> schemas = new ArrayList<>();
    for (var answer : operation.get("responses").properties()) {
      resolved(answer.getValue())
          .path("content")
          .forEach(media -> schemas.add(media.get("schema")));
    }
    return schemas;
  }

  private boolean fits(JsonNode schema, JsonNode json, boolean isPart) {
    return members(schema).containsAll(names(json))
        && (isPart || document.faults(schema, json).isEmpty());
  }

  private static TreeSet<String> names(JsonNode json) {
    TreeSet<String> names = new TreeSet<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private TreeSet<String> members(JsonNode schema) {
    JsonNode its = resolved(schema);
    TreeSet<String> members = names(its.path("properties"));
    for (String combined : List.of("allOf", "oneOf", "anyOf")) {
      its.path(combined).forEach(part -> members.addAll(members(part)));
    }
    return members;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.root.at(node.get("$ref").asText().substring(1)) : node;
  }

  /** Dots stand for what is left out. */
  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text.replace(",…", ""));
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
