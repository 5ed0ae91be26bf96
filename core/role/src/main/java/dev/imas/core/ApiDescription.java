package dev.imas.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.http.Deprecation;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds the OpenAPI document. {@code openapi/openapi.json} has what all operations share. Each
 * feature has a file for each of its tags, with the tag's description, paths and schemas.
 *
 * <p>The files leave out what can be derived: an operation's tag and id, its permission, which is
 * that of the mounted route, and the responses that every operation may give.
 */
final class ApiDescription {

  private static final String SOURCE_TYPES = "/components/schemas/SourceType/enum";
  private static final String CHANNELS = "/components/schemas/Channel/enum";
  private static final String PROVIDER_TYPES = "/components/schemas/ProviderType/enum";
  private static final String IDEMPOTENCY_KEY = "#/components/parameters/idempotency-key";
  private static final String EVERY_OPERATION = "x-every-operation";
  private static final Pattern WORD = Pattern.compile("([/{-]+)(\\w)");

  private ApiDescription() {}

  /**
   * The document as it is served, including what only a running installation knows.
   *
   * @param routes as they are mounted
   */
  static ObjectNode of(
      Installed installed, Collection<? extends Feature> features, List<Api.Mounted> routes) {
    Map<String, Api.Mounted> mounted = new HashMap<>();
    routes.forEach(route -> mounted.put(route.method() + " " + route.path(), route));
    ObjectNode root = shared();
    JsonNode every = root.remove(EVERY_OPERATION);
    ArrayNode tags = root.putArray("tags");
    ObjectNode paths = root.putObject("paths");
    for (Map.Entry<String, ObjectNode> tag : parts(features).entrySet()) {
      String name = tag.getKey();
      ObjectNode part = tag.getValue();
      tags.addObject().put("name", name).set("description", part.get("description"));
      add(root.withObject("/components/schemas"), part.at("/components/schemas"));
      add(paths, part.path("paths"));
      part.path("paths")
          .properties()
          .forEach(
              path ->
                  path.getValue()
                      .properties()
                      .forEach(
                          operation ->
                              complete(
                                  (ObjectNode) operation.getValue(),
                                  operation.getKey(),
                                  path.getKey(),
                                  name,
                                  mounted,
                                  every)));
    }
    complete(root, installed);
    ApiHeaders.complete(root);
    ApiExamples.complete(root);
    return root;
  }

  /** The schemas of the document, by their names. */
  static ObjectNode schemas(Installed installed, Collection<? extends Feature> features) {
    ObjectNode root = shared();
    ObjectNode schemas = root.withObject("/components/schemas");
    parts(features).values().forEach(part -> add(schemas, part.at("/components/schemas")));
    complete(root, installed);
    return schemas;
  }

  /** What only a running installation knows. */
  private static void complete(JsonNode root, Installed installed) {
    list(root, SOURCE_TYPES, installed.sourceTypes());
    list(root, CHANNELS, installed.channels().types());
    list(
        root,
        PROVIDER_TYPES,
        installed.channels().providers().stream().map(p -> p.provider().type()).toList());
  }

  private static void list(JsonNode root, String pointer, List<String> values) {
    ArrayNode list = (ArrayNode) root.at(pointer);
    list.removeAll();
    values.forEach(list::add);
  }

  private static void add(ObjectNode all, JsonNode some) {
    for (var one : some.properties()) {
      if (all.has(one.getKey())) {
        throw new IllegalStateException("openapi: " + one.getKey() + " is in two files");
      }
      all.set(one.getKey(), one.getValue());
    }
  }

  private static void complete(
      ObjectNode operation,
      String method,
      String path,
      String tag,
      Map<String, Api.Mounted> mounted,
      JsonNode every) {
    String name = method.toUpperCase(Locale.ROOT) + " " + path;
    Api.Mounted route = mounted.get(name);
    if (route == null) {
      throw new IllegalStateException("openapi: there is no route " + name);
    }
    String permission = route.permission().wireName();
    operation.put("x-permission", permission);
    Deprecation deprecation = route.deprecation();
    if (deprecation != null) {
      operation.put("deprecated", true);
      operation.put("x-deprecated-since", deprecation.since().toString());
      operation.put("x-sunset", deprecation.sunset().toString());
    }
    operation.putArray("tags").add(tag);
    operation.put("operationId", operationId(method, path));
    ArrayNode security = operation.putArray("security");
    if (!route.permission().isForAnybody()) {
      if (method.equals("post") && operation.path("responses").has("201")) {
        takeKey(operation);
      }
      security.addObject().putArray("token").add(permission);
      ObjectNode ofBrowser = security.addObject();
      ofBrowser.putArray("session").add(permission);
      ofBrowser.putArray("csrf");
    }
    ObjectNode responses = operation.withObject("/responses");
    every
        .path("responses")
        .properties()
        .forEach(
            answer -> {
              // Some operations say more of a refusal than all do.
              if (!responses.has(answer.getKey())) {
                responses.set(answer.getKey(), answer.getValue());
              }
            });
  }

  /** What creates something can be sent again with its key. */
  private static void takeKey(ObjectNode operation) {
    ArrayNode parameters = operation.withArray("parameters");
    for (JsonNode parameter : parameters) {
      if (parameter.path("$ref").asText().equals(IDEMPOTENCY_KEY)) {
        return;
      }
    }
    parameters.addObject().put("$ref", IDEMPOTENCY_KEY);
  }

  /** {@code get /teams/{team}/contacts}: {@code getTeamsByTeamContacts}. */
  private static String operationId(String method, String path) {
    Matcher word = WORD.matcher(path.replace("}", ""));
    return method
        + word.replaceAll(
            m -> (m.group(1).endsWith("{") ? "By" : "") + m.group(2).toUpperCase(Locale.ROOT));
  }

  private static ObjectNode shared() {
    return read(ApiDescription.class, "/openapi/openapi.json");
  }

  /** What features say of their tags, by the tags' names. */
  private static SortedMap<String, ObjectNode> parts(Collection<? extends Feature> features) {
    SortedMap<String, ObjectNode> parts = new TreeMap<>();
    for (Feature feature : features) {
      for (String tag : feature.apiTags()) {
        String file = tag.replace(' ', '-') + ".openapi.json";
        if (parts.put(tag, read(feature.getClass(), file)) != null) {
          throw new IllegalStateException("openapi: two features have the tag " + tag);
        }
      }
    }
    return parts;
  }

  private static ObjectNode read(Class<?> of, String file) {
    try (InputStream in = of.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " of " + of.getName() + " is not in this build");
      }
      return (ObjectNode) Json.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " of " + of.getName() + " cannot be read", e);
    }
  }
}
