package dev.imas.gateway.decode;

import dev.imas.core.model.CustomField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a custom sender keeps its fields: a JSON pointer per field, relative to the alert. A field
 * that is not mapped, or that a body does not have where the mapping says, is looked for under its
 * own name.
 *
 * <p>Fields: {@code alert_name}, {@code status}, {@code severity}, {@code service}, {@code title},
 * {@code description}, {@code url}, {@code source}, {@code dedup_key}, {@code starts_at}, {@code
 * ends_at}, {@code observed_at}; {@code labels} and {@code annotations} (pointers to objects, or
 * for {@code labels} an object of label name to pointer); {@code alerts} (pointer to the list of
 * alerts in the body). {@code resolved_values} lists further words of {@code status} that mean
 * recovery.
 */
public final class CustomMapping {

  public static final CustomMapping NONE = new Builder().build();

  /** Put before the name of a label to tell it from a field. */
  public static final String LABEL = "label ";

  private final Node root;
  private final List<String> alerts;
  private final Set<String> resolvedWords;

  private CustomMapping(Node root, List<String> alerts, Set<String> resolvedWords) {
    this.root = root;
    this.alerts = List.copyOf(alerts);
    this.resolvedWords = Set.copyOf(resolvedWords);
  }

  public Node root() {
    return root;
  }

  /** The names that lead from the body to the list of alerts. */
  public List<String> alerts() {
    return alerts;
  }

  public boolean isResolvedWord(String lowerCase) {
    return resolvedWords.contains(lowerCase);
  }

  /** What the pointers say of one place in an alert: what to take from it, where to go on. */
  public static final class Node {
    final Map<String, Node> children = new HashMap<>();
    final List<String> targets = new ArrayList<>();

    public Map<String, Node> children() {
      return children;
    }

    /** Fields, and labels after {@link #LABEL}, that are taken from here. */
    public List<String> targets() {
      return targets;
    }

    public @Nullable Node child(String name) {
      return children.get(name);
    }
  }

  /** Each method returns what was expected when it is not given that, else null. */
  static final class Builder {
    private final Node root = new Node();
    private final Set<String> resolvedWords = new HashSet<>();
    private @Nullable List<String> alerts;

    @Nullable String field(String name, @Nullable String pointer) {
      if (!CustomField.NAMES.contains(name)) {
        return "one of the fields "
            + String.join(", ", CustomField.NAMES.stream().sorted().toList());
      }
      List<String> path = path(pointer);
      if (path == null) {
        return "a JSON pointer such as /event/name";
      }
      if (name.equals(CustomField.ALERTS)) {
        alerts = path;
      } else {
        target(path, name);
      }
      return null;
    }

    @Nullable String label(String name, @Nullable String pointer) {
      List<String> path = path(pointer);
      if (name.isEmpty() || path == null) {
        return "a label name and a JSON pointer such as /meta/host";
      }
      target(path, LABEL + name);
      return null;
    }

    void resolvedWords(Set<String> words) {
      words.forEach(word -> resolvedWords.add(word.strip().toLowerCase(Locale.ROOT)));
    }

    CustomMapping build() {
      // Pointers into "alerts" say that it is a field of the alert.
      List<String> byName =
          root.children.containsKey(CustomField.ALERTS) ? List.of() : List.of(CustomField.ALERTS);
      return new CustomMapping(root, alerts == null ? byName : alerts, resolvedWords);
    }

    private void target(List<String> path, String target) {
      Node node = root;
      for (String name : path) {
        node = node.children.computeIfAbsent(name, n -> new Node());
      }
      node.targets.add(target);
    }

    /** RFC 6901, without the pointer to the whole document. */
    private static @Nullable List<String> path(@Nullable String pointer) {
      if (pointer == null || !pointer.startsWith("/")) {
        return null;
      }
      List<String> path = new ArrayList<>();
      for (String name : pointer.substring(1).split("/", -1)) {
        path.add(name.replace("~1", "/").replace("~0", "~"));
      }
      return path;
    }
  }
}
