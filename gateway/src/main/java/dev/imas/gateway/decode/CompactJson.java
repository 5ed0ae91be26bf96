package dev.imas.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the object or list at which a parser stands as JSON without white space. Fields of objects
 * come in the order of their names and each once (the last one counts). Numbers stay as their
 * sender wrote them, since a generator would make infinity of 1e400. Such a text can be part of an
 * identity, which must not depend on the order of fields in a sender's map.
 *
 * <p>It goes as deep as the value does; the parser bounds the depth.
 */
public final class CompactJson {

  private record Field(String name, int start) {}

  private final JsonParser parser;
  private final boolean withholding;
  private final StringBuilder out = new StringBuilder();
  private boolean withheld;

  private CompactJson(JsonParser parser, boolean withholding) {
    this.parser = parser;
    this.withholding = withholding;
  }

  /** The parser is left at the closing token. */
  public static String read(JsonParser parser) throws IOException {
    CompactJson json = new CompactJson(parser, false);
    json.value(parser.currentToken());
    return json.out.toString();
  }

  /** With secrets ({@link SecretFields}) replaced by stars; null where there are none. */
  static @Nullable String readWithholding(JsonParser parser) throws IOException {
    CompactJson json = new CompactJson(parser, true);
    json.value(parser.currentToken());
    return json.withheld ? json.out.toString() : null;
  }

  private void value(JsonToken token) throws IOException {
    switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> list();
      case VALUE_STRING -> quote(parser.getText());
      default -> out.append(parser.getText());
    }
  }

  private void list() throws IOException {
    out.append('[');
    boolean more = false;
    JsonToken token;
    while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
      if (more) {
        out.append(',');
      }
      more = true;
      value(token);
    }
    out.append(']');
  }

  private void object() throws IOException {
    out.append('{');
    int start = out.length();
    List<Field> fields = new ArrayList<>();
    boolean inOrder = true;
    String name;
    while ((name = parser.nextFieldName()) != null) {
      if (!fields.isEmpty()) {
        inOrder &= fields.getLast().name().compareTo(name) < 0;
        out.append(',');
      }
      fields.add(new Field(name, out.length()));
      quote(name);
      out.append(':');
      member(name, parser.nextToken());
    }
    if (!inOrder) {
      order(fields, start);
    }
    out.append('}');
  }

  private void member(String name, JsonToken token) throws IOException {
    if (withholding && token != JsonToken.VALUE_NULL && SecretFields.isSecret(name)) {
      parser.skipChildren();
      quote(SecretFields.STARS);
      withheld = true;
    } else {
      value(token);
    }
  }

  private void order(List<Field> fields, int start) {
    TreeMap<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < fields.size(); i++) {
      int end = i + 1 < fields.size() ? fields.get(i + 1).start() - 1 : out.length();
      sorted.put(fields.get(i).name(), out.substring(fields.get(i).start(), end));
    }
    out.setLength(start);
    out.append(String.join(",", sorted.values()));
  }

  private void quote(String text) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    out.append('"');
  }
}
