package dev.imas.gateway.sender.custom;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.CustomMapping;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.LabelSetAlerts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON of the sender's own: one object, a list of objects, an object with the list {@code alerts},
 * or newline-delimited objects (one on each line). Fields are found by name, or where the source's
 * {@link CustomMapping} says.
 */
public final class CustomDecoder implements AlertDecoder {

  @Override
  public String dialect() {
    return "custom";
  }

  @Override
  public Decoding decode(byte[] body, int length, DecodeContext context) {
    return BodyParser.read(body, length, in -> new Body(in, context).read());
  }

  @Override
  public List<String> unmatched(byte[] body, int length, DecodeContext context) {
    CustomMapping mapping = context.source().options().mapping();
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(body, 0, length);
    } catch (IOException notJson) {
      return List.of();
    }
    String listAt = mapping.alertsPointer();
    JsonNode list = root.isArray() ? root : root.at(listAt == null ? "/alerts" : listAt);
    List<JsonNode> alerts = new ArrayList<>();
    if (list.isArray()) {
      list.forEach(alerts::add);
    } else {
      alerts.add(root);
    }
    return mapping.pointers().stream()
        .filter(
            pointer ->
                pointer.equals(listAt)
                    ? root.at(pointer).isMissingNode()
                    : alerts.stream().allMatch(alert -> alert.at(pointer).isMissingNode()))
        .toList();
  }

  /**
   * One body that is being read. Its elements are collected as fields and become alerts at its end.
   */
  private static final class Body {
    private final BodyCursor in;
    private final JsonParser parser;
    private final DecodeContext context;
    private final CustomMapping mapping;
    private final CustomFields.Reader reader;
    private final List<CustomFields> elements = new ArrayList<>();

    Body(BodyCursor in, DecodeContext context) {
      this.in = in;
      this.parser = in.parser;
      this.context = context;
      this.mapping = context.source().options().mapping();
      this.reader = new CustomFields.Reader(mapping);
    }

    Decoding read() throws IOException, BodyRefused {
      if (parser.currentToken() == JsonToken.START_ARRAY) {
        list(elements);
        in.expectEnd();
        return decoding("", elements);
      }
      CustomListAt list = new CustomListAt(mapping.alerts());
      CustomFields whole = reader.object(in, list);
      int next = in.nextText();
      if (list.elements != null) {
        in.expectEnd();
        return decoding(list.pointer(), list.elements);
      }
      if (list.fault != null) {
        whole.broken(list.pointer(), list.fault);
      }
      elements.add(whole);
      if (next < 0) {
        return decoding(null, elements);
      }
      lines(whole.bodyStart, next);
      return decoding("", elements);
    }

    private void list(List<CustomFields> into) throws IOException, BodyRefused {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        into.add(reader.element(in));
      }
    }

    /**
     * The first line was read. All others must be lines too; otherwise these are two documents in
     * one body.
     */
    private void lines(int first, int next) throws IOException, BodyRefused {
      int start = first;
      int end = in.end();
      while (next >= 0) {
        if (in.breaksLine(start, end) || !in.breaksLine(end, next)) {
          throw BodyParser.notJson("something follows the end of the JSON document", next);
        }
        parser.nextToken();
        start = next;
        elements.add(line());
        end = in.end();
        next = in.nextText();
      }
      if (in.breaksLine(start, end)) {
        throw BodyParser.notJson("newline-delimited JSON has one object on each line", start);
      }
    }

    private CustomFields line() throws IOException, BodyRefused {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        return reader.element(in);
      }
      in.countElement();
      CustomListAt list = new CustomListAt(mapping.alerts());
      CustomFields line = reader.object(in, list);
      if (list.elements != null || list.fault != null) {
        line.broken(list.pointer(), "a line holds one alert, not a list");
      }
      return line;
    }

    /**
     * @param list pointer to the list, null when the body is one alert
     */
    private Decoding decoding(@Nullable String list, List<CustomFields> fields)
        throws IOException, BodyRefused {
      AlertDraft draft = new AlertDraft(context, in.oddText());
      List<Element> alerts = new ArrayList<>(fields.size());
      int broken = 0;
      for (int i = 0; i < fields.size(); i++) {
        Element element =
            CustomAlert.read(fields.get(i), list == null ? "" : list + "/" + i, draft, in);
        broken += element instanceof BrokenElement ? 1 : 0;
        alerts.add(element);
      }
      LabelSetAlerts.refuseIfAllBroken(alerts, broken);
      return new Decoding.Read(alerts, 0);
    }
  }
}
