package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Canonical;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Field;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.document.ShownDocument;
import dev.imas.core.platform.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What differs between two canonical forms, part by part, as people can read it. Pure. */
final class Difference {

  private static final JsonNode MISSING = Json.MAPPER.missingNode();

  /**
   * One part that differs. What is missing is null; a secret is only shown to be there.
   *
   * @param path such as {@code contacts/ops/min_severity}
   */
  record Part(String path, @Nullable JsonNode before, @Nullable JsonNode after) {}

  private final ShownDocument shown;
  private final List<Part> parts = new ArrayList<>();

  private Difference(ShownDocument shown) {
    this.shown = shown;
  }

  /** Empty if they mean the same. */
  static List<Part> between(
      Fields shape, ObjectNode before, ObjectNode after, ShownDocument shown) {
    Difference difference = new Difference(shown);
    difference.fields(shape, before, after, "");
    return List.copyOf(difference.parts);
  }

  private void fields(Fields shape, JsonNode before, JsonNode after, String at) {
    Map<String, Field> members = new LinkedHashMap<>(shape.members());
    Set<String> others = new LinkedHashSet<>();
    before.fieldNames().forEachRemaining(others::add);
    after.fieldNames().forEachRemaining(others::add);
    others.forEach(name -> members.putIfAbsent(name, new Field(new Shape.Any(), null, false)));
    members.forEach(
        (name, field) -> {
          JsonNode was = before.path(name);
          JsonNode is = after.path(name);
          if (!was.equals(is)) {
            JsonNode usual = field.otherwise() == null ? MISSING : field.otherwise();
            node(
                field.shape(),
                was.isMissingNode() ? usual : was,
                is.isMissingNode() ? usual : is,
                at + name,
                before,
                after);
          }
        });
  }

  private void node(
      Shape shape, JsonNode was, JsonNode is, String at, JsonNode wasIn, JsonNode isIn) {
    boolean both = !was.isMissingNode() && !is.isMissingNode();
    switch (shape) {
      case Fields s when both && was.isObject() && is.isObject() -> fields(s, was, is, at + "/");
      case Shape.Keyed s when was.isArray() || is.isArray() -> keyed(s, was, is, at);
      case Shape.Listed s when both && was.isArray() && is.isArray() ->
          listed(s, was, is, at, wasIn, isIn);
      default -> parts.add(new Part(at, show(shape, was, wasIn), show(shape, is, isIn)));
    }
  }

  private @Nullable JsonNode show(Shape shape, JsonNode value, JsonNode in) {
    return value.isMissingNode() ? null : shown.node(shape, value, in);
  }

  private void listed(
      Shape.Listed shape, JsonNode was, JsonNode is, String at, JsonNode wasIn, JsonNode isIn) {
    for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
      if (!was.path(i).equals(is.path(i))) {
        node(shape.item(), was.path(i), is.path(i), at + "/" + (i + 1), wasIn, isIn);
      }
    }
  }

  private void keyed(Shape.Keyed shape, JsonNode was, JsonNode is, String at) {
    Set<String> keys = new LinkedHashSet<>();
    was.forEach(one -> keys.add(Canonical.key(one.path(shape.by()))));
    is.forEach(one -> keys.add(Canonical.key(one.path(shape.by()))));
    for (String key : keys) {
      JsonNode before = Canonical.byKey(was, shape.by(), key);
      JsonNode after = Canonical.byKey(is, shape.by(), key);
      if (!before.equals(after)) {
        Field by = shape.item().members().get(shape.by());
        String called =
            by != null && by.shape() instanceof Shape.Naming ? shown(by.shape(), key) : key;
        node(shape.item(), before, after, at + "/" + called, before, after);
      }
    }
  }

  private String shown(Shape shape, String key) {
    return shown.node(shape, Json.MAPPER.getNodeFactory().textNode(key), MISSING).asText();
  }
}
