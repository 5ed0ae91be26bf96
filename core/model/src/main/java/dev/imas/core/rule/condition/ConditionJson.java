package dev.imas.core.rule.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The condition of a rule as JSON. */
public final class ConditionJson {

  private ConditionJson() {}

  /**
   * A copy in which equal numbers are written alike, as the database gives them back: 2 for 2.0.
   *
   * @return null for null, in Java or in JSON
   */
  public static @Nullable JsonNode canonical(@Nullable JsonNode when) {
    return when == null || when.isNull() ? null : copy(when);
  }

  private static JsonNode copy(JsonNode node) {
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      node.properties().forEach(member -> object.set(member.getKey(), copy(member.getValue())));
      return object;
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> array.add(copy(element)));
      return array;
    }
    if (node.isFloatingPointNumber() && node.doubleValue() == (int) node.doubleValue()) {
      return IntNode.valueOf((int) node.doubleValue());
    }
    return node;
  }
}
