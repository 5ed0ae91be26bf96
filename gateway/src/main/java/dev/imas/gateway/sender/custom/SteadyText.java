package dev.imas.gateway.sender.custom;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.imas.gateway.decode.CustomMapping;
import dev.imas.gateway.decode.SecretFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The part of an object that stays the same in all posts of one alert, in a form that does not
 * depend on the order of its fields. It is the identity where there is nothing better. Left out are
 * the fields that {@link ChangingFields} recognises, those that a mapping reads as a state or a
 * time, and secrets, which are rotated.
 *
 * <p>It goes as deep as the object does; the parser bounds the depth.
 */
final class SteadyText {

  /** A member's text; empty where it does not stay. */
  private record Member(String name, int start, int end) {}

  private final JsonParser parser;
  private final boolean states;
  private final InnerTitle title = new InnerTitle();
  private final StringBuilder out = new StringBuilder();
  private boolean words;

  private SteadyText(JsonParser parser, boolean states) {
    this.parser = parser;
    this.states = states;
  }

  /**
   * Reads the object at which the parser stands.
   *
   * @param mapping what a source's mapping takes from it
   * @param states whether a word for a state stays, in a field that is not about states
   * @return null where there is no word in it
   */
  static @Nullable SteadyText of(JsonParser parser, CustomMapping.Node mapping, boolean states)
      throws IOException {
    SteadyText text = new SteadyText(parser, states);
    text.object(mapping);
    return text.words ? text : null;
  }

  String text() {
    return out.toString();
  }

  /** The name of an object within it; empty where there is none. */
  String title() {
    return title.best();
  }

  static boolean hasLetter(String text) {
    return text.codePoints().anyMatch(Character::isLetter);
  }

  /**
   * The parser is left at the value's last token. Nothing is written where nothing of the value
   * stays.
   */
  private void value(JsonToken token, CustomMapping.@Nullable Node node) throws IOException {
    switch (token) {
      case START_OBJECT -> object(node);
      case START_ARRAY -> list(node);
      case VALUE_STRING -> {
        String text = parser.getText();
        boolean stays = states || !ChangingFields.isState(text);
        title.offer(text);
        if (stays && !text.isBlank() && !ChangingFields.isReading(text)) {
          words = words || hasLetter(text);
          write(text);
        }
      }
      case VALUE_NUMBER_INT -> write(parser.getText());
      // True, false and null are states, and a number with a fraction is a measurement.
      default -> {}
    }
  }

  private void list(CustomMapping.@Nullable Node node) throws IOException {
    int start = out.length();
    out.append('[');
    JsonToken token;
    for (int i = 0; (token = parser.nextToken()) != JsonToken.END_ARRAY; i++) {
      CustomMapping.Node child = node == null ? null : node.child(Integer.toString(i));
      if (isTaken(child)) {
        parser.skipChildren();
      } else {
        title.enter("");
        value(token, child);
        title.leave();
      }
    }
    close(start, ']');
  }

  private void object(CustomMapping.@Nullable Node node) throws IOException {
    int start = out.length();
    out.append('{');
    List<Member> members = new ArrayList<>();
    boolean inOrder = true;
    String name;
    while ((name = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      CustomMapping.Node child = node == null ? null : node.child(name);
      if (isTaken(child) || ChangingFields.isNamed(name) || SecretFields.isSecret(name)) {
        parser.skipChildren();
        continue;
      }
      inOrder &= members.isEmpty() || members.getLast().name().compareTo(name) < 0;
      int from = out.length();
      write(name);
      int afterName = out.length();
      title.enter(name);
      value(token, child);
      title.leave();
      if (out.length() == afterName) {
        out.setLength(from);
      }
      members.add(new Member(name, from, out.length()));
    }
    if (!inOrder) {
      order(members, start + 1);
    }
    close(start, '}');
  }

  /** The last of equal names counts, even where nothing of it stays. */
  private void order(List<Member> members, int start) {
    Map<String, String> sorted = new TreeMap<>();
    members.forEach(m -> sorted.put(m.name(), out.substring(m.start(), m.end())));
    out.setLength(start);
    sorted.values().forEach(out::append);
  }

  private void close(int start, char end) {
    if (out.length() == start + 1) {
      out.setLength(start);
    } else {
      out.append(end);
    }
  }

  /** The length comes first, so that no two contents give one text. A number is its digits. */
  private void write(String text) {
    out.append(text.length()).append(':').append(text);
  }

  private static boolean isTaken(CustomMapping.@Nullable Node node) {
    return node != null && node.targets().stream().anyMatch(ChangingFields::isNamed);
  }
}
