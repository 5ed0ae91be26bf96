package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Names;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.platform.Json;

/** What requests of the API write, from canonical forms. Pure. */
final class Written {

  private final Names names;

  Written(Names names) {
    this.names = names;
  }

  /** With what is left out written out, since the API would keep some of it. Parts are replaced. */
  ObjectNode of(Fields shape, ObjectNode canonical) {
    ObjectNode body = members(shape, canonical);
    shape
        .members()
        .forEach(
            (name, field) -> {
              if (field.otherwise() != null && !body.has(name)) {
                body.set(name, field.otherwise().deepCopy());
              }
            });
    return body;
  }

  private ObjectNode members(Fields shape, ObjectNode canonical) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    shape
        .members()
        .forEach(
            (name, field) -> {
              if (canonical.has(name)) {
                body.set(name, node(field.shape(), canonical.get(name)));
              } else if (field.shape() instanceof Shape.Confidential) {
                body.putNull(name);
              }
            });
    for (var one : canonical.properties()) {
      if (!shape.members().containsKey(one.getKey())) {
        body.set(one.getKey(), one.getValue());
      }
    }
    return body;
  }

  private JsonNode node(Shape shape, JsonNode canonical) {
    return switch (shape) {
      case Shape.NamingContact s ->
          canonical.isTextual()
              ? Json.MAPPER.getNodeFactory().textNode(names.writtenContact(canonical.textValue()))
              : canonical;
      case Shape.Listed s -> list(s.item(), canonical);
      case Shape.Unordered s -> list(s.item(), canonical);
      case Shape.Keyed s -> list(s.item(), canonical);
      case Fields s -> canonical instanceof ObjectNode object ? members(s, object) : canonical;
      case Shape.Any s -> canonical;
      case Shape.Ignored s -> canonical;
      case Shape.Spelled s -> canonical;
      case Shape.Formed s -> canonical;
      case Shape.Naming s -> canonical;
      case Shape.Confidential s -> canonical;
      case Shape.Address s -> canonical;
    };
  }

  private JsonNode list(Shape item, JsonNode canonical) {
    if (!canonical.isArray()) {
      return canonical;
    }
    ArrayNode list = Json.MAPPER.createArrayNode();
    canonical.forEach(one -> list.add(node(item, one)));
    return list;
  }
}
