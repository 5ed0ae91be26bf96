package dev.imas.core.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts references in the place of secrets. What is the same secret in the file is the same variable
 * in the documents.
 */
final class Secrets {

  /** What Alertmanager shows in place of a secret, where the file is from its API. */
  private static final String HIDDEN = "<secret>";

  /**
   * @param identity the same for the same secret; never shown, since it may hold it
   */
  record Secret(String identity, ObjectNode reference) {

    @Override
    public String toString() {
      return reference.toString();
    }
  }

  private final Map<String, ObjectNode> known = new HashMap<>();
  private final ImportNames variables = new ImportNames();
  private final UnaryOperator<String> located;
  private final ImportReport report;

  /**
   * @param located makes of a path in the file one that documents can have
   */
  Secrets(UnaryOperator<String> located, ImportReport report) {
    this.located = located;
    this.report = report;
  }

  /** What a member has, or the file that {@code member_file} names; null for neither. */
  @Nullable Secret of(Fields from, String member, String name) {
    String value = from.text(member);
    String file = from.text(member + "_file");
    if (value != null && !value.isBlank()) {
      String identity = value.equals(HIDDEN) ? from.path(member) : "value " + value;
      return variable(identity, name, from.path(member), "");
    }
    if (file == null || file.isBlank()) {
      return null;
    }
    String path = located.apply(file);
    report.needs(new NeededSecret(NeededSecret.FILE, path, from.path(member + "_file"), ""));
    return new Secret("file " + path, reference(NeededSecret.FILE, path));
  }

  /**
   * A secret that the file has not, or not in this form.
   *
   * @param says what it must be
   */
  Secret variable(String identity, String name, String path, String says) {
    ObjectNode reference =
        known.computeIfAbsent(
            identity, any -> reference(NeededSecret.VARIABLE, variables.variable(name)));
    report.needs(
        new NeededSecret(
            NeededSecret.VARIABLE, reference.get(NeededSecret.VARIABLE).textValue(), path, says));
    return new Secret(identity, reference.deepCopy());
  }

  private static ObjectNode reference(String kind, String name) {
    return JsonNodeFactory.instance.objectNode().put(kind, name);
  }
}
