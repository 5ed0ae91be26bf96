package dev.imas.core.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.model.ShownText;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object inside another one. Its faults are given to whoever reads the whole, each with a
 * pointer to its place.
 */
public final class Part {

  private final ObjectNode node;
  private final String at;
  private final BiConsumer<String, String> faults;

  private Part(ObjectNode node, String at, BiConsumer<String, String> faults) {
    this.node = node;
    this.at = at;
    this.faults = faults;
  }

  /**
   * Adds a fault and returns null if it is no object.
   *
   * @param at its pointer; empty for the whole document
   * @param faults gets a pointer, and what is wrong there
   */
  public static @Nullable Part of(JsonNode node, String at, BiConsumer<String, String> faults) {
    if (node instanceof ObjectNode object) {
      return new Part(object, at, faults);
    }
    faults.accept(at, "must be an object");
    return null;
  }

  public String at() {
    return at;
  }

  /** Adds a fault to a member. */
  public void fault(String member, String detail) {
    faults.accept(at + "/" + member, detail);
  }

  /** Adds a fault for each member that is not named. */
  public Part only(String... names) {
    List<String> known = List.of(names);
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                fault(name, "is not known here; the known members are " + String.join(", ", known));
              }
            });
    return this;
  }

  /** Whether the member is there and not null. */
  public boolean has(String member) {
    return node.hasNonNull(member);
  }

  /**
   * A text as people read it ({@link ShownText}). Null when absent, null or malformed, which is a
   * fault.
   */
  public @Nullable String text(String member, int longest) {
    JsonNode value = node.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    String given = value.textValue();
    String text = given == null ? null : ShownText.of(given);
    if (text == null || text.isBlank() || text.length() > longest || given.indexOf('\0') >= 0) {
      fault(member, "must be a text of 1 to " + longest + " characters");
      return null;
    }
    return text.strip();
  }

  /**
   * Null when absent or null, or when it does not fit, which is a fault.
   *
   * @param expected what it must be
   */
  public <T> @Nullable T value(String member, String expected, Function<String, T> parse) {
    JsonNode value = node.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (value.isTextual()) {
      try {
        return parse.apply(value.textValue());
      } catch (IllegalArgumentException | DateTimeException e) {
        // Told below.
      }
    }
    fault(member, "must be " + expected);
    return null;
  }

  public int whole(String member, int least, int most, int otherwise) {
    JsonNode value = node.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) {
      fault(member, "must be a whole number from " + least + " to " + most);
      return otherwise;
    }
    return value.intValue();
  }

  public boolean flag(String member, boolean otherwise) {
    JsonNode value = node.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      fault(member, "must be true or false");
    }
    return value.booleanValue();
  }

  /**
   * The elements of a list, empty when absent or null.
   *
   * @param what its elements are, in plural
   */
  public List<JsonNode> list(String member, int least, int most, String what) {
    JsonNode value = node.path(member);
    boolean isAbsent = value.isMissingNode() || value.isNull();
    if (isAbsent && least == 0) {
      return List.of();
    }
    if (!value.isArray() || value.size() < least || value.size() > most) {
      fault(
          member,
          "must be a list of " + (least == 0 ? "at most " : least + " to ") + most + " " + what);
      return List.of();
    }
    List<JsonNode> elements = new ArrayList<>();
    value.forEach(elements::add);
    return elements;
  }

  /** The same of elements that are texts; those that do not fit are faults. */
  public <T> List<T> values(
      String member, int most, String what, String expected, Function<String, T> parse) {
    List<T> values = new ArrayList<>();
    List<JsonNode> elements = list(member, 0, most, what);
    for (int i = 0; i < elements.size(); i++) {
      String text = elements.get(i).textValue();
      try {
        if (text == null) {
          throw new IllegalArgumentException("no text");
        }
        values.add(parse.apply(text));
      } catch (IllegalArgumentException | DateTimeException e) {
        fault(member + "/" + i, "must be " + expected);
      }
    }
    return values;
  }

  /** An object; null when absent, null or something else, which is a fault. */
  public @Nullable Part part(String member) {
    return has(member) ? of(node.path(member), at + "/" + member, faults) : null;
  }

  /** The elements of a list that are objects; others are faults. */
  public List<Part> parts(String member, int least, int most, String what) {
    List<Part> parts = new ArrayList<>();
    List<JsonNode> elements = list(member, least, most, what);
    for (int i = 0; i < elements.size(); i++) {
      Part part = of(elements.get(i), at + "/" + member + "/" + i, faults);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts;
  }
}
