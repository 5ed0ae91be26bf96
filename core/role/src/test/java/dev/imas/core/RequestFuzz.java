package dev.imas.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.RouteRequests.Filled;
import dev.imas.core.platform.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of the OpenAPI document: what it allows, with here and there a value that it does
 * not. The same seed makes the same requests.
 */
final class RequestFuzz {

  /**
   * @param target path and query
   * @param body null for none
   */
  record Shot(
      String method, String template, String target, List<String> headers, @Nullable String body) {}

  private record Operation(String method, String template, JsonNode described) {}

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 6;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "mine",
          "null",
          "0",
          "-1",
          "Payments",
          "\u0000",
          "\u202eabc\u200b",
          "💥".repeat(40),
          "x".repeat(300),
          "x".repeat(20_000),
          "' OR 1=1 --",
          "%",
          "{}",
          "../../etc/passwd",
          "2026-01-02T03:04:05Z",
          "9999-12-31T23:59:59Z",
          "0000-00-00",
          "P1D",
          "PT99999999999999H",
          "01900000-0000-7000-8000-000000000001",
          "SEV1",
          "a=b",
          "^(a+)+$",
          "http://127.0.0.1:1/",
          "ada@example.org");

  private static final List<JsonNode> ODD =
      List.of(
          NODES.nullNode(),
          NODES.booleanNode(true),
          NODES.numberNode(-1),
          NODES.numberNode(Long.MAX_VALUE),
          NODES.numberNode(1e308),
          NODES.textNode(""),
          NODES.arrayNode(),
          NODES.objectNode(),
          NODES.arrayNode().add(NODES.arrayNode().add(NODES.nullNode())),
          NODES.objectNode().put("\u0000", 1));

  private final JsonNode document;
  private final Random random;
  private final Function<String, List<Filled>> known;
  private final List<Operation> operations = new ArrayList<>();

  /**
   * @param left operations that are left out, by method and path
   * @param known requests of an operation, by the same, that refer to what there is
   */
  RequestFuzz(
      JsonNode document, long seed, List<String> left, Function<String, List<Filled>> known) {
    this.document = document;
    this.random = new Random(seed);
    this.known = known;
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        String method = operation.getKey().toUpperCase(Locale.ROOT);
        if (!left.contains(method + " " + path.getKey())) {
          operations.add(new Operation(method, path.getKey(), operation.getValue()));
        }
      }
    }
  }

  int operations() {
    return operations.size();
  }

  /** A request of the operation whose turn it is. */
  Shot shot(int number) {
    Operation operation = operations.get(number % operations.size());
    String path = operation.template;
    StringBuilder query = new StringBuilder();
    List<String> headers = new ArrayList<>();
    for (JsonNode either : operation.described.path("parameters")) {
      JsonNode parameter = resolved(either);
      String name = parameter.path("name").asText();
      switch (parameter.path("in").asText()) {
        case "query" -> {
          if (parameter.path("required").asBoolean() || chance(4)) {
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(encoded(name))
                .append('=')
                .append(encoded(text(parameter.path("schema"))));
          }
        }
        case "header" -> {
          if (parameter.path("required").asBoolean() || chance(6)) {
            headers.addAll(List.of(name, header(name)));
          }
        }
        default -> {}
      }
    }
    if (chance(25)) {
      query.append(query.isEmpty() ? '?' : '&').append("nonsense=1");
    }
    Filled real = pick(known.apply(operation.method + " " + operation.template));
    // What is deleted is not there for the others.
    if (chance(operation.method.equals("DELETE") ? 2 : 5)) {
      for (String name : names(path)) {
        String value = pick(TEXTS);
        path = path.replace("{" + name + "}", value.isEmpty() ? "%20" : encoded(value));
      }
    } else {
      path = real.target().replaceAll("\\?.*", "");
    }
    return new Shot(
        operation.method,
        operation.template,
        path + query,
        headers,
        body(operation.described, real));
  }

  private static List<String> names(String template) {
    List<String> names = new ArrayList<>();
    for (int at = template.indexOf('{'); at >= 0; at = template.indexOf('{', at + 1)) {
      names.add(template.substring(at + 1, template.indexOf('}', at)));
    }
    return names;
  }

  private String header(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "if-match" -> chance(5) ? "nonsense" : "\"" + random.nextInt(3) + "\"";
      case "idempotency-key" -> "key " + random.nextInt(50);
      default -> "en";
    };
  }

  private @Nullable String body(JsonNode operation, Filled real) {
    JsonNode content = operation.at("/requestBody/content/application~1json");
    if (content.isMissingNode()) {
      return null;
    }
    if (chance(40)) {
      return pick(List.of("", "{", "[]", "null", "\"x\"", "{\"a\":1,\"a\":2}", "\u0000"));
    }
    if (real.body() != null && chance(4)) {
      return real.body();
    }
    if (chance(2)) {
      JsonNode given =
          real.body() != null && chance(2) ? read(real.body()) : content.path("example");
      return bent(given.deepCopy()).toString();
    }
    JsonNode made = value(content.path("schema"), 0);
    return made.toString();
  }

  private static JsonNode read(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** One place of it is another. */
  private JsonNode bent(JsonNode body) {
    if (body instanceof ObjectNode object && !object.isEmpty()) {
      List<Map.Entry<String, JsonNode>> members = List.copyOf(object.properties());
      Map.Entry<String, JsonNode> member = members.get(random.nextInt(members.size()));
      if (member.getValue().isContainerNode() && !chance(3)) {
        object.set(member.getKey(), bent(member.getValue()));
      } else if (chance(4)) {
        object.remove(member.getKey());
      } else if (chance(4)) {
        object.put("nonsense", 1);
      } else {
        object.set(member.getKey(), odd());
      }
    } else if (body instanceof ArrayNode list) {
      if (list.isEmpty() || chance(3)) {
        list.add(odd());
      } else {
        list.set(0, bent(list.get(0)));
      }
    }
    return body;
  }

  private JsonNode odd() {
    return chance(2) ? pick(ODD) : NODES.textNode(pick(TEXTS));
  }

  private JsonNode value(JsonNode schema, int depth) {
    if (chance(30) || depth > DEEPEST) {
      return odd();
    }
    JsonNode own = resolved(schema);
    for (String kind : List.of("anyOf", "oneOf", "allOf")) {
      if (own.has(kind)) {
        return value(own.get(kind).get(random.nextInt(own.get(kind).size())), depth + 1);
      }
    }
    if (own.has("enum")) {
      return own.get("enum").get(random.nextInt(own.get("enum").size()));
    }
    JsonNode type = own.path("type");
    return switch (type.isArray()
        ? type.get(random.nextInt(type.size())).asText()
        : type.asText()) {
      case "object" -> object(own, depth);
      case "array" -> list(own, depth);
      case "integer" -> NODES.numberNode(number(own));
      case "number" -> NODES.numberNode(number(own) + 0.5);
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      case "null" -> NODES.nullNode();
      default -> NODES.textNode(text(own));
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (var member : schema.path("properties").properties()) {
      if (required.contains(member.getKey()) || chance(2)) {
        object.set(member.getKey(), value(member.getValue(), depth + 1));
      }
    }
    if (schema.path("additionalProperties").isObject()) {
      object.set(pick(TEXTS), value(schema.get("additionalProperties"), depth + 1));
    }
    return object;
  }

  private ArrayNode list(JsonNode schema, int depth) {
    ArrayNode list = NODES.arrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(value(schema.path("items"), depth + 1));
    }
    return list;
  }

  private long number(JsonNode schema) {
    long least = schema.path("minimum").asLong(0);
    long most = schema.path("maximum").asLong(1_000);
    return switch (random.nextInt(6)) {
      case 0 -> least - 1;
      case 1 -> most + 1;
      case 2 -> least;
      case 3 -> most;
      default -> least + random.nextInt(20);
    };
  }

  private String text(JsonNode schema) {
    JsonNode own = resolved(schema);
    if (own.has("enum") && !chance(5)) {
      return own.get("enum").get(random.nextInt(own.get("enum").size())).asText();
    }
    return switch (own.path("type").asText()) {
      case "integer", "number" -> Long.toString(number(own));
      case "boolean" -> Boolean.toString(random.nextBoolean());
      default -> pick(TEXTS);
    };
  }

  private JsonNode resolved(JsonNode one) {
    return one.has("$ref") ? document.at(one.get("$ref").asText().substring(1)) : one;
  }

  private boolean chance(int in) {
    return random.nextInt(in) == 0;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** An address that is longer than any is not read at all. */
  private static String encoded(String text) {
    String cut = text.length() > 1_000 ? text.substring(0, 1_000) : text;
    return URLEncoder.encode(cut, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
