package dev.imas.gateway.sender.datadog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Datadog's webhooks: one alert per body, whose fields come from the user's template. Every field
 * name of the usual templates is known. Fields with other names are kept as annotations.
 */
public final class DatadogDecoder implements AlertDecoder {

  @Override
  public String dialect() {
    return "datadog";
  }

  @Override
  public Decoding decode(byte[] body, int length, DecodeContext context) {
    return BodyParser.read(
        body,
        length,
        in -> {
          if (in.parser.currentToken() != JsonToken.START_OBJECT) {
            in.parser.skipChildren();
            in.expectEnd();
            throw BodyRefused.shape("", "the body must be an object: one alert per post", 0);
          }
          int start = in.start();
          Map<String, String> fields = fields(in);
          int end = in.end();
          in.expectEnd();
          DatadogEvent event = new DatadogEvent(fields);
          if (!event.isGiven()) {
            throw BodyRefused.shape(
                "/alert_id",
                "neither alert_id, monitor_id nor a title is given; add one of them to the "
                    + "webhook's payload",
                start);
          }
          AlertDraft draft = new AlertDraft(context, in.oddText());
          return new Decoding.Read(List.of(event.read(draft, start, end)), 0);
        });
  }

  private static Map<String, String> fields(BodyCursor in) throws IOException {
    JsonParser parser = in.parser;
    Map<String, String> fields = new TreeMap<>();
    Map<String, String> org = new TreeMap<>();
    Map<String, String> objects = new TreeMap<>();
    String name;
    while ((name = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      if (name.equalsIgnoreCase("org")) {
        org.clear();
        if (token == JsonToken.START_OBJECT) {
          fields.remove(name);
          org(in, org);
          continue;
        }
      }
      String text = token == JsonToken.START_ARRAY ? list(in) : in.text();
      if (token == JsonToken.START_OBJECT && DatadogNames.isWrapper(name)) {
        objects.put(name, Objects.requireNonNull(text));
      } else {
        objects.remove(name);
      }
      if (text == null || text.isBlank()) {
        // The field is there and empty: the template has it, and this event has no value for it.
        text = "";
      }
      fields.put(name, text);
    }
    // The order in the body does not matter: a field's own name is more explicit.
    org.forEach(fields::putIfAbsent);
    DatadogNames.adopt(fields);
    for (Map.Entry<String, String> object : objects.entrySet()) {
      DatadogNames.unwrap(object.getKey(), object.getValue(), in).forEach(fields::putIfAbsent);
    }
    return fields;
  }

  private static void org(BodyCursor in, Map<String, String> fields) throws IOException {
    String name;
    while ((name = in.parser.nextFieldName()) != null) {
      in.parser.nextToken();
      String text = in.text();
      fields.put("org_" + name, text == null ? "" : text);
    }
  }

  /** Turns a list of tags into the comma list that it is elsewhere. */
  static String list(BodyCursor in) throws IOException {
    StringJoiner joined = new StringJoiner(",");
    while (in.parser.nextToken() != JsonToken.END_ARRAY) {
      String text = in.text();
      if (text != null) {
        joined.add(text);
      }
    }
    return joined.toString();
  }
}
