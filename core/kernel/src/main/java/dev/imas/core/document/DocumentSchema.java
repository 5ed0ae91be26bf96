package dev.imas.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The schema of the documents of one kind, while it is made. */
public final class DocumentSchema {

  private final Function<String, ObjectNode> ofApi;
  private final ObjectNode properties;
  private final ArrayNode required;

  /**
   * @param ofApi has what the API's description says of a body, by its name
   */
  public DocumentSchema(
      Function<String, ObjectNode> ofApi, ObjectNode properties, ArrayNode required) {
    this.ofApi = ofApi;
    this.properties = properties;
    this.required = required;
  }

  /** What the API's description says of a body. */
  public ObjectNode ofApi(String name) {
    ObjectNode schema = ofApi.apply(name);
    schema.remove("examples");
    return schema;
  }

  public ObjectNode property(String name) {
    return (ObjectNode) properties.get(name);
  }

  public void set(String name, JsonNode schema) {
    properties.set(name, schema);
  }

  public void require(String name) {
    required.add(name);
  }

  public void remove(String name) {
    properties.remove(name);
  }

  /** The contacts of a person or a team. */
  public ObjectNode contacts(String body) {
    ObjectNode contact = ofApi(body);
    ObjectNode members = (ObjectNode) contact.get("properties");
    members.set("secret", secret());
    members.set("address", textOrSecret());
    return list(contact, "Left out, they stay as they are");
  }

  public static ObjectNode secret() {
    return Json.MAPPER.createObjectNode().put("$ref", "#/$defs/Secret");
  }

  public static ObjectNode textOrSecret() {
    ObjectNode either = Json.MAPPER.createObjectNode();
    ArrayNode ways = either.putArray("anyOf");
    ways.addObject().put("type", "string");
    ways.add(secret());
    return either;
  }

  public static ObjectNode text(String about) {
    return Json.MAPPER.createObjectNode().put("type", "string").put("description", about);
  }

  public static ObjectNode oneOf(List<String> words) {
    ObjectNode text = Json.MAPPER.createObjectNode().put("type", "string");
    ArrayNode all = text.putArray("enum");
    words.forEach(all::add);
    return text;
  }

  public static ObjectNode list(JsonNode item, @Nullable String about) {
    ObjectNode list = Json.MAPPER.createObjectNode();
    list.put("type", "array");
    list.set("items", item);
    if (about != null) {
      list.put("description", about);
    }
    return list;
  }
}
