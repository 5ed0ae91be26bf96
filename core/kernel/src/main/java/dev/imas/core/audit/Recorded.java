package dev.imas.core.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.imas.core.platform.Json;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the audit keeps of a value: its JSON without secrets, and within bounds. Pure. */
final class Recorded {

  /** A rule set or a long description must not fill the audit. */
  static final int LONGEST = 32_768;

  private static final TextNode REDACTED = TextNode.valueOf("(redacted)");

  /** Names of members that hold secrets. Flags such as has_secret are no texts and stay. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(.*_)?(secret|password|passphrase|token|credential|credentials|authorization|cookie"
              + "|api_key|auth_key|access_key|routing_key|integration_key|private_key|user_key)");

  private Recorded() {}

  /** Null for no value. */
  static @Nullable String of(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    String json = redacted(tree(value)).toString();
    return json.length() <= LONGEST
        ? json
        : Json.MAPPER.createObjectNode().put("omitted", json.length() + " characters").toString();
  }

  /** Writes and reads it, since members may be raw JSON. */
  private static JsonNode tree(Object value) {
    try {
      return Json.MAPPER.readTree(Json.write(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(value.getClass() + " is not written as JSON", e);
    }
  }

  private static JsonNode redacted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (var member : object.properties()) {
        JsonNode value = member.getValue();
        boolean hidden = SECRET.matcher(member.getKey()).matches() && !value.isBoolean();
        member.setValue(hidden && !value.isNull() ? REDACTED : redacted(value));
      }
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, redacted(list.get(i)));
      }
    }
    return node;
  }
}
