package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.DocumentSchema;
import dev.imas.core.document.Kind;
import dev.imas.core.platform.Json;
import dev.imas.core.user.OwnPassword;

/**
 * The JSON schema of documents, for editors and pipelines. It is made of what the API's description
 * says of the bodies of requests.
 */
final class ConfigurationSchema {

  private static final String OF_API = "#/components/schemas/";
  private static final String HERE = "#/$defs/";

  private final DocumentKinds kinds;
  private final JsonNode schemas;
  private final ObjectNode root = Json.MAPPER.createObjectNode();
  private final ObjectNode definitions = Json.MAPPER.createObjectNode();

  private ConfigurationSchema(DocumentKinds kinds, JsonNode schemas) {
    this.kinds = kinds;
    this.schemas = schemas;
  }

  /**
   * @param schemas of the API's description, by their names
   */
  static ObjectNode of(DocumentKinds kinds, JsonNode schemas) {
    return new ConfigurationSchema(kinds, schemas).made();
  }

  private ObjectNode made() {
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "A document of IMAS");
    root.put(
        "description",
        "What one thing of a tenant is to be. A file may hold several, and imas apply reads them.");
    root.put("type", "object");
    ObjectNode kind = root.putObject("properties").putObject("kind");
    kind.put("description", "What the document is about");
    ArrayNode words = kind.putArray("enum");
    root.putArray("required").add("kind");
    ArrayNode each = root.putArray("allOf");
    definitions.set("Secret", secret());
    for (Kind one : kinds.all()) {
      words.add(one.wireName());
      ObjectNode rule = each.addObject();
      rule.putObject("if").putObject("properties").putObject("kind").put("const", one.wireName());
      rule.putObject("then").put("$ref", HERE + one.wireName());
      definitions.set(one.wireName(), document(one));
    }
    root.set("$defs", definitions);
    return root;
  }

  private ObjectNode document(Kind kind) {
    String writing = kind.writing();
    ObjectNode of = writing == null ? Json.MAPPER.createObjectNode() : copied(schemas.get(writing));
    of.remove("examples");
    ObjectNode properties = Json.MAPPER.createObjectNode();
    properties.putObject("kind").put("const", kind.wireName());
    properties.set("key", key(kind));
    if (of.path("properties") instanceof ObjectNode written) {
      properties.setAll(written);
    }
    ArrayNode required = Json.MAPPER.createArrayNode().add("kind");
    if (!kind.isSingle() && !kind.isNamedByKey()) {
      required.add("key");
    }
    of.path("required").forEach(required::add);
    properties.remove("version");
    kinds.of(kind).describe(new DocumentSchema(this::ofApi, properties, required));
    of.put("type", "object");
    of.set("properties", properties);
    of.set("required", required);
    of.put("additionalProperties", false);
    return of;
  }

  private static ObjectNode key(Kind kind) {
    ObjectNode key = Json.MAPPER.createObjectNode();
    key.put("type", "string");
    key.put("pattern", "^[a-z0-9][a-z0-9._@-]{0,99}$");
    key.put(
        "description",
        kind.isSingle()
            ? "Not needed: a tenant has just one"
            : "By which its set knows it; it stays when the name changes");
    return key;
  }

  private ObjectNode ofApi(String name) {
    ObjectNode schema = copied(schemas.get(name));
    // No document has the password of who applies it.
    ((ObjectNode) schema.get("properties")).remove(OwnPassword.MEMBER);
    return schema;
  }

  private static ObjectNode secret() {
    ObjectNode secret = Json.MAPPER.createObjectNode();
    secret.put(
        "description",
        "Where a secret is, never the secret itself. stored keeps the one that IMAS has");
    ArrayNode ways = secret.putArray("oneOf");
    for (String way : new String[] {"from_env", "from_file"}) {
      ObjectNode one = ways.addObject();
      one.put("type", "object");
      one.putObject("properties").putObject(way).put("type", "string").put("minLength", 1);
      one.putArray("required").add(way);
      one.put("additionalProperties", false);
    }
    ObjectNode stored = ways.addObject();
    stored.put("type", "object");
    stored.putObject("properties").putObject("stored").put("const", true);
    stored.putArray("required").add("stored");
    stored.put("additionalProperties", false);
    ways.addObject().put("type", "null");
    return secret;
  }

  /** With its references, whose definitions are copied, too. */
  private ObjectNode copied(JsonNode schema) {
    ObjectNode copy = schema.deepCopy();
    redirect(copy);
    return copy;
  }

  private void redirect(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("$ref").isTextual()) {
      String to = object.get("$ref").textValue();
      if (to.startsWith(OF_API)) {
        String name = to.substring(OF_API.length());
        object.put("$ref", HERE + name);
        if (!definitions.has(name)) {
          definitions.putObject(name);
          definitions.set(name, copied(schemas.get(name)));
        }
      }
    }
    node.forEach(this::redirect);
  }
}
