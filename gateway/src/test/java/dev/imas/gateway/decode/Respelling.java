package dev.imas.gateway.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The same JSON document in another spelling: another order of fields, other white space, other
 * escapes. Equal names keep their order, since the last one counts. Numbers keep their digits, as
 * they do in a decoder.
 */
final class Respelling {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(BodyParser.MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private static final String[] SPACE = {"", "", "", " ", "\n", "\r\n", "\t  "};

  private sealed interface Value {
    record Text(String text) implements Value {}

    record Literal(String text) implements Value {}

    record Items(List<Value> items) implements Value {}

    record Fields(List<Field> fields) implements Value {}
  }

  private record Field(String name, Value value) {}

  private final Value root;

  private Respelling(Value root) {
    this.root = root;
  }

  /** Null when the body is not one JSON document in UTF-8 that a decoder would read. */
  static @Nullable Respelling of(byte[] body) {
    if (BodyScan.of(body, 0, body.length).invalidAt() >= 0) {
      return null;
    }
    try (JsonParser parser = JSON.createParser(new String(body, StandardCharsets.UTF_8))) {
      JsonToken first = parser.nextToken();
      if (first == null || !first.isStructStart()) {
        return null;
      }
      Value root = value(parser);
      return parser.nextToken() == null ? new Respelling(root) : null;
    } catch (IOException notJson) {
      return null;
    }
  }

  private static Value value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        List<Field> fields = new ArrayList<>();
        String name;
        while ((name = parser.nextFieldName()) != null) {
          parser.nextToken();
          fields.add(new Field(name, value(parser)));
        }
        yield new Value.Fields(fields);
      }
      case START_ARRAY -> {
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield new Value.Items(items);
      }
      case VALUE_STRING -> new Value.Text(parser.getText());
      default -> new Value.Literal(parser.getText());
    };
  }

  byte[] write(Random random) {
    StringBuilder out = new StringBuilder();
    write(root, out, random);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Value value, StringBuilder out, Random random) {
    out.append(space(random));
    switch (value) {
      case Value.Text text -> quote(text.text(), out, random);
      case Value.Literal literal -> out.append(literal.text());
      case Value.Items list -> {
        out.append('[');
        for (int i = 0; i < list.items().size(); i++) {
          out.append(i == 0 ? "" : ",");
          write(list.items().get(i), out, random);
        }
        out.append(space(random)).append(']');
      }
      case Value.Fields object -> {
        out.append('{');
        List<Field> fields = shuffled(object.fields(), random);
        for (int i = 0; i < fields.size(); i++) {
          out.append(i == 0 ? "" : ",").append(space(random));
          quote(fields.get(i).name(), out, random);
          out.append(space(random)).append(':');
          write(fields.get(i).value(), out, random);
        }
        out.append(space(random)).append('}');
      }
    }
    out.append(space(random));
  }

  private static List<Field> shuffled(List<Field> fields, Random random) {
    List<Field> places = new ArrayList<>(fields);
    Collections.shuffle(places, random);
    Map<String, Deque<Field>> byName = new HashMap<>();
    // In a name, all lone surrogates are equal.
    fields.forEach(
        f ->
            byName
                .computeIfAbsent(StoredText.replaceOdd(f.name()), n -> new ArrayDeque<>())
                .add(f));
    return places.stream()
        .map(f -> Objects.requireNonNull(byName.get(StoredText.replaceOdd(f.name()))).remove())
        .toList();
  }

  private static String space(Random random) {
    return SPACE[random.nextInt(SPACE.length)];
  }

  private static void quote(String text, StringBuilder out, Random random) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair && random.nextBoolean()) {
        out.append(c).append(text.charAt(++i));
      } else if (pair) {
        unicode(c, out, random);
        unicode(text.charAt(++i), out, random);
      } else if (c < ' ' || Character.isSurrogate(c) || random.nextInt(8) == 0) {
        unicode(c, out, random);
      } else {
        out.append(c == '"' || c == '\\' ? "\\" : "").append(c == '/' ? escapedSlash(random) : c);
      }
    }
    out.append('"');
  }

  private static String escapedSlash(Random random) {
    return random.nextBoolean() ? "/" : "\\/";
  }

  private static void unicode(char c, StringBuilder out, Random random) {
    String hex = String.format("%04x", (int) c);
    out.append("\\u").append(random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT));
  }
}
