package dev.imas.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Shape.Field;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.model.Destination;
import dev.imas.core.platform.Json;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is there and what is wanted into one form, in which equal things are equal:
 * references are ids, what says nothing new is left out, and what is kept is copied. Pure.
 */
public final class Canonical {

  private static final JsonNode MISSING = Json.MAPPER.missingNode();

  /** Stands for what is stored, in place of a secret. */
  public static final String STORED = "stored";

  private final Names names;
  private final Set<String> secrets;
  private final BiConsumer<String, String> faults;

  /**
   * @param secrets the texts that came by reference
   * @param faults takes a pointer, and what is wrong there
   */
  public Canonical(Names names, Set<String> secrets, BiConsumer<String, String> faults) {
    this.names = names;
    this.secrets = secrets;
    this.faults = faults;
  }

  /**
   * @param there the canonical form of what is there
   */
  public ObjectNode of(Fields shape, JsonNode given, @Nullable ObjectNode there) {
    return fields(shape, (ObjectNode) given, there == null ? MISSING : there, "");
  }

  private ObjectNode fields(Fields shape, ObjectNode given, JsonNode there, String at) {
    ObjectNode made = Json.MAPPER.createObjectNode();
    shape.members().forEach((name, field) -> member(made, name, field, given, there, at));
    for (var one : given.properties()) {
      if (!shape.members().containsKey(one.getKey()) && !saysNothing(one.getValue())) {
        made.set(one.getKey(), one.getValue()); // what reads it says if it is unknown
      }
    }
    return made;
  }

  private static boolean saysNothing(JsonNode value) {
    return value.isNull()
        || (value.isContainerNode() && value.isEmpty())
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isBoolean() && !value.booleanValue());
  }

  private void member(
      ObjectNode made, String name, Field field, ObjectNode given, JsonNode there, String at) {
    JsonNode value = given.path(name);
    boolean isSecret = field.shape() instanceof Shape.Confidential;
    boolean isKept = field.isKept() || isSecret;
    boolean isStored = isStored(value) || (value.isMissingNode() && isSecret);
    if (isStored && there.hasNonNull(name) && moves(given, there)) {
      faults.accept(at + "/" + name, Destination.ASKED_AGAIN);
    }
    if (value.isMissingNode() && isKept && there.hasNonNull(name)) {
      made.set(name, there.get(name));
    } else if (!value.isMissingNode()
        && !value.isNull()
        && !(field.shape() instanceof Shape.Ignored)) {
      JsonNode of = node(field.shape(), value, there.path(name), at + "/" + name);
      if (!of.isMissingNode() && !of.equals(field.otherwise())) {
        made.set(name, of);
      }
    }
  }

  /** Whether what stands beside a secret says another host than so far. */
  private static boolean moves(ObjectNode given, JsonNode there) {
    for (var one : there.properties()) {
      if (Destination.isMember(one.getKey())) {
        JsonNode now = given.path(one.getKey());
        if (!isStored(now) && !Destination.isSame(one.getValue().asText(), now.asText())) {
          return true;
        }
      }
    }
    for (var one : given.properties()) {
      if (Destination.isMember(one.getKey()) && !there.has(one.getKey())) {
        return true;
      }
    }
    return false;
  }

  private JsonNode node(Shape shape, JsonNode given, JsonNode there, String at) {
    return switch (shape) {
      case Shape.Any s -> given;
      case Shape.Ignored s -> MISSING;
      case Shape.Spelled s -> spelled(s, given);
      case Shape.Formed s -> s.form().apply(given);
      case Shape.Naming s -> named(given, at, s.kind());
      case Shape.NamingContact s -> contact(given, at);
      case Shape.Confidential s -> secret(given, there, at);
      case Shape.Address s -> isStored(given) ? stored(there, at) : given;
      case Shape.Listed s -> listed(s.item(), given, there, at);
      case Shape.Unordered s -> sorted(listed(s.item(), given, MISSING, at), JsonNode::asText);
      case Shape.Keyed s -> keyed(s, given, there, at);
      case Fields s -> given instanceof ObjectNode object ? fields(s, object, there, at) : given;
    };
  }

  public static JsonNode spelled(Shape.Spelled shape, JsonNode given) {
    if (!given.isTextual()) {
      return given;
    }
    try {
      return text(shape.form().apply(given.textValue()));
    } catch (DateTimeException | IllegalArgumentException | NoSuchElementException e) {
      return given; // what reads it says what is wrong
    }
  }

  private JsonNode named(JsonNode given, String at, Kind kind) {
    if (!given.isTextual()) {
      return given;
    }
    Optional<String> id = names.find(kind, given.textValue());
    if (id.isEmpty()) {
      faults.accept(
          at,
          names.isLeaving(kind, given.textValue())
              ? "names '"
                  + given.textValue()
                  + "', which has no document any more and is deleted; name another, or keep its"
                  + " document"
              : "names '"
                  + given.textValue()
                  + "', but there is no "
                  + kind.inWords()
                  + " with this key or name; add a document for it, or name another");
    }
    return text(id.orElse(given.textValue()));
  }

  private JsonNode contact(JsonNode given, String at) {
    if (!given.isTextual()) {
      return given;
    }
    Optional<String> id = names.contact(given.textValue());
    if (id.isEmpty()) {
      faults.accept(
          at,
          "names '"
              + given.textValue()
              + "', but there is no such contact of a team, or several; write team/contact");
    }
    return text(id.orElse(given.textValue()));
  }

  private JsonNode secret(JsonNode given, JsonNode there, String at) {
    if (isStored(given)) {
      return stored(there, at);
    }
    if (given.isTextual() && !secrets.contains(given.textValue())) {
      faults.accept(
          at,
          "is a secret; write from_env: VARIABLE or from_file: PATH, and not the secret itself");
    }
    return given;
  }

  private JsonNode stored(JsonNode there, String at) {
    if (there.isMissingNode()) {
      faults.accept(
          at, "is said to be stored, but nothing is; write from_env: VARIABLE or from_file: PATH");
    }
    return there;
  }

  private static boolean isStored(JsonNode given) {
    return given.isObject() && given.size() == 1 && given.path(STORED).asBoolean();
  }

  private JsonNode listed(Shape item, JsonNode given, JsonNode there, String at) {
    if (!given.isArray()) {
      return given;
    }
    ArrayNode list = Json.MAPPER.createArrayNode();
    for (int i = 0; i < given.size(); i++) {
      list.add(node(item, given.get(i), there.path(i), at + "/" + i));
    }
    return list;
  }

  private JsonNode keyed(Shape.Keyed shape, JsonNode given, JsonNode there, String at) {
    if (!given.isArray()) {
      return given;
    }
    ArrayNode list = Json.MAPPER.createArrayNode();
    List<String> known = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      JsonNode one = given.get(i);
      JsonNode key = one.path(shape.by());
      Field by = shape.item().members().get(shape.by());
      if (by != null && key.isTextual()) {
        key = node(by.shape(), key, MISSING, at + "/" + i + "/" + shape.by());
      }
      String word = key(key);
      if (known.contains(word)) {
        faults.accept(at + "/" + i + "/" + shape.by(), "is there already; give each one its own");
      }
      known.add(word);
      list.add(node(shape.item(), one, byKey(there, shape.by(), word), at + "/" + i));
    }
    return list;
  }

  /** The element of a list with that key; missing if there is none. */
  public static JsonNode byKey(JsonNode list, String by, String key) {
    for (JsonNode one : list) {
      if (key(one.path(by)).equals(key)) {
        return one;
      }
    }
    return MISSING;
  }

  /** What tells elements of a list apart, whatever the case. */
  public static String key(JsonNode value) {
    return value.asText().strip().toLowerCase(Locale.ROOT);
  }

  public static JsonNode sorted(JsonNode list, Function<JsonNode, String> by) {
    if (!list.isArray()) {
      return list;
    }
    List<JsonNode> all = new ArrayList<>();
    list.forEach(all::add);
    all.sort(Comparator.comparing(by));
    ArrayNode sorted = Json.MAPPER.createArrayNode();
    all.forEach(sorted::add);
    return sorted;
  }

  private static JsonNode text(String text) {
    return Json.MAPPER.getNodeFactory().textNode(text);
  }
}
