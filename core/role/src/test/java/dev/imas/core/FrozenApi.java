package dev.imas.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What clients may rely on of the OpenAPI document, in lines: an operation or a schema, and what
 * belongs to it. A word that begins with {@code !} is demanded of the client, so there may be fewer
 * of these; of all others there may be more.
 */
final class FrozenApi {

  private static final String SUNSET = "sunset=";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final SortedMap<String, SortedSet<String>> lines = new TreeMap<>();

  private FrozenApi() {}

  static FrozenApi of(JsonNode document) {
    FrozenApi api = new FrozenApi();
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          String name = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
          api.lines.put(name, words(document, operation.getValue()));
        }
      }
    }
    Set<String> sent = sent(document);
    for (var schema : document.at("/components/schemas").properties()) {
      SortedSet<String> words = new TreeSet<>();
      describe(schema.getValue(), "", words, sent.contains(schema.getKey()));
      api.lines.put("schema " + schema.getKey(), words);
    }
    return api;
  }

  /** The schemas of what clients send. What is required of an answer demands nothing of them. */
  private static Set<String> sent(JsonNode document) {
    Set<String> sent = new TreeSet<>();
    document
        .path("paths")
        .forEach(
            path ->
                path.forEach(operation -> addNamed(document, operation.path("requestBody"), sent)));
    return sent;
  }

  private static void addNamed(JsonNode document, JsonNode within, Set<String> names) {
    for (JsonNode found : within.findValues("$ref")) {
      String name = found.asText().substring(found.asText().lastIndexOf('/') + 1);
      if (names.add(name)) {
        addNamed(document, document.at("/components/schemas/" + name), names);
      }
    }
  }

  static FrozenApi read(List<String> text) {
    FrozenApi api = new FrozenApi();
    for (String line : text) {
      int at = line.indexOf('\t');
      SortedSet<String> words = new TreeSet<>();
      if (at < line.length() - 1) {
        words.addAll(List.of(line.substring(at + 1).split("\t")));
      }
      api.lines.put(line.substring(0, at), words);
    }
    return api;
  }

  List<String> text() {
    return lines.entrySet().stream()
        .map(line -> line.getKey() + "\t" + String.join("\t", line.getValue()))
        .toList();
  }

  /**
   * What of this a client relies on and would miss in another.
   *
   * @param today an operation whose sunset has passed may be gone, with the schemas that only it
   *     had
   */
  List<String> missingIn(FrozenApi now, LocalDate today) {
    List<String> missing = new ArrayList<>();
    boolean isSomethingOver = false;
    for (Map.Entry<String, SortedSet<String>> line : lines.entrySet()) {
      SortedSet<String> there = now.lines.get(line.getKey());
      if (there == null) {
        LocalDate sunset = sunset(line.getValue());
        boolean isOver = sunset != null && !today.isBefore(sunset);
        isSomethingOver |= isOver;
        if (!isOver && !(isSomethingOver && line.getKey().startsWith("schema "))) {
          missing.add(line.getKey());
        }
        continue;
      }
      for (String word : line.getValue()) {
        if (!word.startsWith("!") && !word.startsWith(SUNSET) && !there.contains(word)) {
          missing.add(line.getKey() + " " + word);
        }
      }
      for (String word : there) {
        if (word.startsWith("!") && !line.getValue().contains(word)) {
          missing.add(line.getKey() + " demands " + word.substring(1));
        }
      }
    }
    return missing;
  }

  private static @Nullable LocalDate sunset(Set<String> words) {
    return words.stream()
        .filter(word -> word.startsWith(SUNSET))
        .map(word -> LocalDate.parse(word.substring(SUNSET.length())))
        .findFirst()
        .orElse(null);
  }

  private static SortedSet<String> words(JsonNode document, JsonNode operation) {
    SortedSet<String> words = new TreeSet<>();
    if (operation.path("deprecated").asBoolean()) {
      words.add(SUNSET + operation.path("x-sunset").asText());
    }
    for (JsonNode either : operation.path("parameters")) {
      JsonNode parameter =
          either.has("$ref") ? document.at(either.get("$ref").asText().substring(1)) : either;
      String place = parameter.path("in").asText();
      if (!place.equals("path")) {
        String name = (place.equals("query") ? "?" : place + ":") + parameter.path("name").asText();
        words.add(name);
        if (parameter.path("required").asBoolean()) {
          words.add("!" + name);
        }
        parameter.at("/schema/enum").forEach(value -> words.add(name + "=" + value.asText()));
      }
    }
    for (var media : operation.at("/requestBody/content").properties()) {
      describe(media.getValue().path("schema"), "body", words, true);
    }
    for (var answer : operation.path("responses").properties()) {
      if (answer.getKey().startsWith("2")) {
        words.add(answer.getKey());
        for (var media : answer.getValue().path("content").properties()) {
          words.add(answer.getKey() + ":" + media.getKey());
          describe(media.getValue().path("schema"), answer.getKey(), words, false);
        }
      }
    }
    return words;
  }

  /**
   * @param demands whether the client sends it: then what is required is demanded of the client
   */
  private static void describe(JsonNode schema, String at, Set<String> words, boolean demands) {
    if (schema.has("$ref")) {
      String ref = schema.get("$ref").asText();
      words.add(at + ":" + ref.substring(ref.lastIndexOf('/') + 1));
    }
    JsonNode type = schema.path("type");
    (type.isArray() ? type : List.of(type))
        .forEach(
            one -> {
              if (!one.asText().isEmpty()) {
                words.add(at + ":" + one.asText());
              }
            });
    schema.path("enum").forEach(value -> words.add(at + "=" + value.asText()));
    for (var member : schema.path("properties").properties()) {
      describe(member.getValue(), at + "." + member.getKey(), words, demands);
    }
    if (demands) {
      schema.path("required").forEach(name -> words.add("!" + at + "." + name.asText()));
    }
    if (schema.has("items")) {
      describe(schema.get("items"), at + "[]", words, demands);
    }
    for (String kind : List.of("anyOf", "oneOf", "allOf")) {
      schema.path(kind).forEach(part -> describe(part, at, words, demands));
    }
    if (schema.path("additionalProperties").isObject()) {
      describe(schema.get("additionalProperties"), at + "{}", words, demands);
    }
  }
}
