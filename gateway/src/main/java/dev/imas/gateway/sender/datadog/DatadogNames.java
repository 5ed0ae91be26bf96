package dev.imas.gateway.sender.datadog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.CompactJson;
import dev.imas.gateway.decode.FoldedName;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The names of the fields that are read from a Datadog event. Users write their webhook's JSON by
 * hand, so other spellings are accepted. So are fields within an object {@code alert}, {@code
 * event} …, such as {@code type} for {@code alert_type}.
 */
final class DatadogNames {

  /** All others become annotations. */
  static final Set<String> KNOWN =
      Set.of(
          "id",
          "title",
          "alert_title",
          "alert_status",
          "alert_transition",
          "alert_type",
          "alert_priority",
          "priority",
          "severity",
          "tags",
          "scope",
          "scopes",
          "alert_scope",
          "host",
          "hostname",
          "body",
          "date",
          "last_updated",
          "url",
          "link",
          "monitor_id",
          "alert_id",
          "alert_cycle_key",
          "aggreg_key",
          "event_type",
          "org_id",
          "org_name");

  private static final Map<String, String> OURS = FoldedName.toOurs(KNOWN);

  private static final Set<String> WRAPPERS =
      Set.of("alert", "event", "monitor", "data", "payload", "attributes");

  private DatadogNames() {}

  static boolean isWrapper(String name) {
    return WRAPPERS.contains(FoldedName.of(name));
  }

  static void adopt(Map<String, String> fields) {
    FoldedName.adopt(fields, OURS, name -> !KNOWN.contains(name));
  }

  /**
   * Our fields within an object.
   *
   * @param json as {@link CompactJson} writes it
   */
  static Map<String, String> unwrap(String wrapper, String json, BodyCursor in) throws IOException {
    Map<String, String> held = new TreeMap<>();
    try (JsonParser parser = BodyParser.again(json)) {
      BodyCursor inside = in.over(parser);
      parser.nextToken();
      String name;
      while ((name = parser.nextFieldName()) != null) {
        String folded = FoldedName.of(name);
        String our = OURS.get(FoldedName.of(wrapper) + folded);
        our = our == null ? OURS.get(folded) : our;
        JsonToken token = parser.nextToken();
        if (our == null || token == JsonToken.START_OBJECT) {
          parser.skipChildren();
          continue;
        }
        String text = token == JsonToken.START_ARRAY ? DatadogDecoder.list(inside) : inside.text();
        if (text != null && !text.isBlank()) {
          held.putIfAbsent(our, text);
        }
      }
    }
    return held;
  }
}
