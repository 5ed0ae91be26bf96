package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import org.jspecify.annotations.Nullable;

/**
 * The JSON schema of documents, for editors and pipelines. It is made of what the API's description
 * says of the bodies of requests.
 */
public final class ConfigurationSchema {

  private static final String OF_API = "#/components/schemas/";
  private static final String HERE = "#/$defs/";

  private final JsonNode schemas;
  private final ObjectNode root = Json.MAPPER.createObjectNode();
  private final ObjectNode definitions = Json.MAPPER.createObjectNode();

  private ConfigurationSchema(JsonNode schemas) {
    this.schemas = schemas;
  }

  /**
   * @param schemas of the API's description, by their names
   */
  public static ObjectNode of(JsonNode schemas) {
    return new ConfigurationSchema(schemas).made();
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
    ArrayNode kinds = kind.putArray("enum");
    root.putArray("required").add("kind");
    ArrayNode each = root.putArray("allOf");
    definitions.set("Secret", secret());
    for (Kind one : Kind.values()) {
      kinds.add(one.wireName());
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
    if (!kind.isSingle()) {
      required.add("key");
    }
    of.path("required").forEach(required::add);
    properties.remove("version");
    addParts(kind, properties, required);
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

  private void addParts(Kind kind, ObjectNode properties, ArrayNode required) {
    switch (kind) {
      case PROVIDER ->
          ((ObjectNode) properties.get("config"))
              .put(
                  "description",
                  "As GET /api/v1/providers/types has it for the type. A secret is from_env,"
                      + " from_file or stored");
      case SOURCE -> properties.set("signing_secret", reference("Secret"));
      case USER -> {
        properties.set("contacts", contacts("UserContactWriting"));
        JsonNode rules = copied(schemas.get("NotificationRulesWriting")).get("properties");
        properties.set("notification_rules", rules.get("rules"));
        properties.set("quiet_hours", rules.get("quiet_hours"));
      }
      case TEAM -> {
        properties.set("members", members());
        properties.set("contacts", contacts("ContactWriting"));
        properties.set("stand_ins", standIns());
      }
      case FALLBACK -> {
        ObjectNode contacts = list(text("team/contact"), null);
        contacts.put("maxItems", 20);
        contacts.put("description", "Who is told when a page reached nobody of its team");
        properties.set("contacts", contacts);
        required.add("contacts");
      }
      case DEFAULT_ON_CALL ->
          properties.set(
              "user", text("Who is told when nobody else is on call; left out, nobody is"));
      case SCHEDULE, ESCALATION_POLICY, SERVICE, RULE_SET, NOTIFICATION_MATRIX -> {}
    }
  }

  private ObjectNode contacts(String writing) {
    ObjectNode contact = copied(schemas.get(writing));
    contact.remove("examples");
    ObjectNode properties = (ObjectNode) contact.get("properties");
    properties.set("secret", reference("Secret"));
    ObjectNode address = Json.MAPPER.createObjectNode();
    ArrayNode either = address.putArray("anyOf");
    either.addObject().put("type", "string");
    either.add(reference("Secret"));
    properties.set("address", address);
    if (writing.equals("UserContactWriting")) {
      ObjectNode verified = properties.putObject("verified");
      verified.put("type", "boolean");
      verified.put("readOnly", true);
      verified.put("description", "Shown, and ignored when written: only the person can prove it");
    }
    return list(contact, "Left out, they stay as they are");
  }

  private static ObjectNode members() {
    ObjectNode member = Json.MAPPER.createObjectNode();
    member.put("type", "object");
    ObjectNode properties = member.putObject("properties");
    properties.set("user", text("Key, username or id of a user"));
    ObjectNode role = properties.putObject("role");
    role.put("type", "string");
    role.putArray("enum").add("member").add("lead");
    role.put("default", "member");
    member.putArray("required").add("user");
    member.put("additionalProperties", false);
    return list(member, "Left out, they stay as they are");
  }

  private static ObjectNode standIns() {
    ObjectNode standIns = Json.MAPPER.createObjectNode();
    standIns.put("type", "object");
    standIns.put(
        "description", "Who stands in when nobody is on call. Left out, they stay as they are");
    ObjectNode properties = standIns.putObject("properties");
    properties.set("current_on_call", text("Key, username or id of a user"));
    properties.set("manager", text("Key, username or id of a user"));
    standIns.put("additionalProperties", false);
    return standIns;
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

  private static ObjectNode text(String about) {
    return Json.MAPPER.createObjectNode().put("type", "string").put("description", about);
  }

  private static ObjectNode list(JsonNode item, @Nullable String about) {
    ObjectNode list = Json.MAPPER.createObjectNode();
    list.put("type", "array");
    list.set("items", item);
    if (about != null) {
      list.put("description", about);
    }
    return list;
  }

  private static ObjectNode reference(String name) {
    return Json.MAPPER.createObjectNode().put("$ref", HERE + name);
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
