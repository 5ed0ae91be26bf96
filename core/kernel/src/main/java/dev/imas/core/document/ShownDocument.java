package dev.imas.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.platform.Json;
import java.util.Set;

/** What documents say, from canonical forms: with keys, and without secrets. Pure. */
public final class ShownDocument {

  private static final String MASK = "(from a secret)";

  private final Names names;
  private final ChannelKinds channels;
  private final Set<String> secrets;

  /**
   * @param secrets texts that are not shown, wherever they are
   */
  public ShownDocument(Names names, ChannelKinds channels, Set<String> secrets) {
    this.names = names;
    this.channels = channels;
    this.secrets = Set.copyOf(secrets);
  }

  public ObjectNode of(Fields shape, ObjectNode canonical) {
    ObjectNode shown = Json.MAPPER.createObjectNode();
    shape
        .members()
        .forEach(
            (name, field) -> {
              if (canonical.has(name)) {
                shown.set(name, node(field.shape(), canonical.get(name), canonical));
              }
            });
    for (var one : canonical.properties()) {
      if (!shape.members().containsKey(one.getKey())) {
        shown.set(one.getKey(), masked(one.getValue()));
      }
    }
    return shown;
  }

  /**
   * @param holder the object that it is a member of, or its list is
   */
  public JsonNode node(Shape shape, JsonNode canonical, JsonNode holder) {
    return switch (shape) {
      case Shape.Naming s -> text(names.shown(canonical.asText()));
      case Shape.NamingContact s -> text(names.shownContact(canonical.asText()));
      case Shape.Confidential s -> stored();
      case Shape.Address s ->
          address(canonical, s.channel() == null ? holder.path("channel").asText() : s.channel());
      case Shape.Listed s -> list(s.item(), canonical, holder);
      case Shape.Unordered s -> list(s.item(), canonical, holder);
      case Shape.Keyed s -> list(s.item(), canonical, holder);
      case Fields s -> canonical instanceof ObjectNode object ? of(s, object) : masked(canonical);
      case Shape.Any s -> masked(canonical);
      case Shape.Ignored s -> masked(canonical);
      case Shape.Spelled s -> masked(canonical);
      case Shape.Formed s -> masked(canonical);
    };
  }

  /** An address of which a part may be a password is not written into files. */
  private JsonNode address(JsonNode address, String channel) {
    return channels.of(channel).isPresent()
            && !channels.shown(channel, address.asText()).equals(address.asText())
        ? stored()
        : masked(address);
  }

  private JsonNode list(Shape item, JsonNode canonical, JsonNode holder) {
    if (!canonical.isArray()) {
      return masked(canonical);
    }
    ArrayNode list = Json.MAPPER.createArrayNode();
    canonical.forEach(one -> list.add(node(item, one, holder)));
    return list;
  }

  private JsonNode masked(JsonNode value) {
    if (value.isTextual() && secrets.contains(value.textValue())) {
      return text(MASK);
    }
    if (secrets.isEmpty() || !value.isContainerNode()) {
      return value;
    }
    if (value.isArray()) {
      ArrayNode list = Json.MAPPER.createArrayNode();
      value.forEach(one -> list.add(masked(one)));
      return list;
    }
    ObjectNode object = Json.MAPPER.createObjectNode();
    value.properties().forEach(one -> object.set(one.getKey(), masked(one.getValue())));
    return object;
  }

  private static ObjectNode stored() {
    return Json.MAPPER.createObjectNode().put(Canonical.STORED, true);
  }

  private static JsonNode text(String text) {
    return Json.MAPPER.getNodeFactory().textNode(text);
  }
}
