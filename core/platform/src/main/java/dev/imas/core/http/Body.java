package dev.imas.core.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.model.Severity;
import dev.imas.core.model.ShownText;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request's JSON object. Faults are gathered, each with a pointer to what is wrong. {@link
 * #throwIfFaulty} reports all of them at once, so read everything first.
 */
public final class Body {

  private static final ObjectReader READER =
      Json.MAPPER.reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private static final int LONGEST_REFERENCE = 200;

  private final ObjectNode root;
  private final Map<String, List<String>> faults = new LinkedHashMap<>();

  private Body(ObjectNode root) {
    this.root = root;
  }

  /** The same of an object that is part of a request. */
  public static Body of(ObjectNode object) {
    return new Body(object);
  }

  /** An empty body is an empty object. */
  static Body parse(byte[] bytes) {
    if (bytes.length == 0) {
      return new Body(Json.MAPPER.createObjectNode());
    }
    try (JsonParser parser = READER.createParser(bytes)) {
      JsonNode node = parser.readValueAsTree();
      if (parser.nextToken() != null) {
        throw Fault.badRequest(
            "the body has more data after the JSON object; remove it from byte "
                + parser.currentTokenLocation().getByteOffset());
      }
      if (node instanceof ObjectNode object) {
        return new Body(object);
      }
      throw Fault.badRequest("the body is not a JSON object; send one, such as {}");
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw Fault.badRequest(
          "the body is not JSON: "
              + e.getOriginalMessage()
              + (at == null ? "" : " (at byte " + at.getByteOffset() + ")"));
    } catch (IOException e) {
      throw Fault.badRequest("the body is not JSON");
    }
  }

  /** Adds a fault for each member that is not named. */
  public Body only(String... names) {
    Set<String> unknown = new TreeSet<>();
    root.fieldNames().forEachRemaining(unknown::add);
    List.of(names).forEach(unknown::remove);
    unknown.forEach(
        n ->
            fault(
                "/" + n,
                "is not known here; the known members " + "are " + String.join(", ", names)));
    return this;
  }

  public boolean has(String name) {
    return root.has(name);
  }

  /** A text as people read it ({@link ShownText}). Null when absent or null. */
  public @Nullable String text(String name, int longest) {
    JsonNode node = present(name);
    if (node == null) {
      return null;
    }
    if (!node.isTextual()) {
      fault("/" + name, "must be a string");
      return null;
    }
    String text = isSecret(name) ? node.textValue() : ShownText.of(node.textValue());
    if (text.length() > longest) {
      fault(
          "/" + name,
          "has " + text.length() + " characters; at most " + longest + " are " + "allowed");
    }
    if (node.textValue().indexOf('\0') >= 0) {
      fault("/" + name, "holds the character U+0000; remove it");
    }
    return text;
  }

  /** What is compared or passed on as it is, and shown to nobody. */
  private static boolean isSecret(String name) {
    return name.endsWith("password")
        || name.endsWith("secret")
        || name.endsWith("token")
        || name.endsWith("code")
        || name.equals("body");
  }

  public String text(String name, int longest, String otherwise) {
    String text = text(name, longest);
    return text == null ? otherwise : text;
  }

  /** Adds a fault when absent or blank, and returns an empty text so that reading can go on. */
  public String requiredText(String name, int longest) {
    String text = text(name, longest);
    if (text == null || text.isBlank()) {
      if (!faults.containsKey("/" + name)) {
        fault("/" + name, "is missing; send a text of 1 to " + longest + " characters");
      }
      return "";
    }
    return text.strip();
  }

  /**
   * A duration of whole seconds as ISO 8601 writes it, such as PT15M. Null when absent, null or
   * faulty.
   *
   * @param expected what it must be, as the rest of a sentence
   */
  public @Nullable Duration duration(
      String name, Duration shortest, Duration longest, String expected) {
    String text = text(name, 40);
    if (text == null) {
      return null;
    }
    try {
      Duration read = Duration.parse(text.strip());
      if (read.compareTo(shortest) >= 0 && read.compareTo(longest) <= 0 && read.getNano() == 0) {
        return read;
      }
    } catch (DateTimeParseException e) {
      // told below
    }
    fault("/" + name, expected);
    return null;
  }

  /** A whole number between two, both included. Null when absent, null or faulty. */
  public @Nullable Integer whole(String name, int least, int most) {
    JsonNode node = present(name);
    if (node == null) {
      return null;
    }
    if (!node.isInt() || node.intValue() < least || node.intValue() > most) {
      fault("/" + name, "must be a whole number from " + least + " to " + most);
      return null;
    }
    return node.intValue();
  }

  /** The same; otherwise when absent, null or faulty. */
  public int whole(String name, int least, int most, int otherwise) {
    Integer read = whole(name, least, most);
    return read == null ? otherwise : read;
  }

  public @Nullable Severity severity(String name) {
    String text = text(name, 40);
    if (text == null) {
      return null;
    }
    Severity severity = Severity.parse(text).orElse(null);
    if (severity == null) {
      fault("/" + name, "'" + text + "' is not a severity; use SEV1 to SEV4 or P1 to P4");
    }
    return severity;
  }

  public @Nullable UUID uuid(String name) {
    String text = text(name, 100);
    if (text == null) {
      return null;
    }
    try {
      return Query.strictUuid(text);
    } catch (IllegalArgumentException e) {
      fault("/" + name, "is not a UUID such as 0190b2a4-7c1e-7d3a-9f00-1c2d3e4f5a6b");
      return null;
    }
  }

  /** What a text names; null if it is left out or blank. */
  public @Nullable Reference reference(String name) {
    String text = text(name, LONGEST_REFERENCE, "").strip();
    return text.isEmpty() ? null : Reference.of(text);
  }

  /** Adds a fault when absent, and returns a reference to nothing so that reading can go on. */
  public Reference requiredReference(String name) {
    return Reference.of(requiredText(name, LONGEST_REFERENCE));
  }

  public @Nullable Instant time(String name) {
    String text = text(name, 60);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      fault("/" + name, "is not a time such as 2026-01-02T03:04:05Z");
      return null;
    }
  }

  public boolean flag(String name, boolean otherwise) {
    JsonNode node = present(name);
    if (node != null && !node.isBoolean()) {
      fault("/" + name, "must be true or false");
    }
    return node == null ? otherwise : node.booleanValue();
  }

  public List<String> texts(String name, int most, int longest) {
    return texts(name, most, longest, ShownText::of);
  }

  /** The same for what is compared and not only shown: each character counts. */
  public List<String> exactTexts(String name, int most, int longest) {
    return texts(name, most, longest, UnaryOperator.identity());
  }

  private List<String> texts(String name, int most, int longest, UnaryOperator<String> as) {
    JsonNode node = present(name);
    List<String> texts = new ArrayList<>();
    if (node == null) {
      return texts;
    }
    if (!node.isArray() || node.size() > most) {
      fault("/" + name, "must be a list of at most " + most + " strings");
      return texts;
    }
    for (int i = 0; i < node.size(); i++) {
      JsonNode item = node.get(i);
      String given = item.textValue();
      String text = given == null ? null : as.apply(given);
      if (text == null || text.isBlank() || text.length() > longest || given.indexOf('\0') >= 0) {
        fault(
            "/" + name + "/" + i,
            "must be a string of 1 to "
                + longest
                + " characters, not "
                + "blank and without U+0000");
      } else {
        texts.add(text);
      }
    }
    return texts;
  }

  /** The JSON value of a member; null when absent or null. */
  public @Nullable JsonNode present(String name) {
    JsonNode node = root.get(name);
    return node == null || node.isNull() ? null : node;
  }

  public void fault(String pointer, String detail) {
    faults.computeIfAbsent(pointer, p -> new ArrayList<>()).add(pointer + " " + detail);
  }

  /**
   * @throws Fault INVALID with all faults, if there are any
   */
  public void throwIfFaulty() {
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
  }
}
