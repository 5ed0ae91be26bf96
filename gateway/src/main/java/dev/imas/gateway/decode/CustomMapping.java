package dev.imas.gateway.decode;

import dev.imas.core.model.CustomField;
import dev.imas.core.option.SourceConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a custom sender has its fields: a JSON pointer per field, relative to the alert. A field
 * without a mapping, or that a body does not have at the mapped place, is looked for under its own
 * name.
 *
 * <p>Fields: {@code alert_name}, {@code status}, {@code severity}, {@code service}, {@code title},
 * {@code description}, {@code url}, {@code source}, {@code dedup_key}, {@code starts_at}, {@code
 * ends_at}, {@code observed_at}; {@code labels} and {@code annotations} (pointers to objects, or
 * for {@code labels} an object of label name to pointer); {@code alerts} (pointer to the list of
 * alerts in the body). {@code resolved_values} lists further words of {@code status} that mean
 * recovery.
 */
public final class CustomMapping {

  /** A prefix that tells the name of a label from a field. */
  public static final String LABEL = "label ";

  private final Node root;
  private final List<String> alerts;
  private final Set<String> resolvedWords;
  private final SourceConfig.Mapping set;

  private CustomMapping(
      SourceConfig.Mapping set, Node root, List<String> alerts, Set<String> resolvedWords) {
    this.set = set;
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

  /** All pointers as the owner wrote them. */
  public Set<String> pointers() {
    Set<String> all = new TreeSet<>(set.fields().values());
    all.addAll(set.labels().values());
    return all;
  }

  /** The pointer to the list of alerts, if the owner set one. */
  public @Nullable String alertsPointer() {
    return set.fields().get(CustomField.ALERTS);
  }

  public boolean isResolvedWord(String lowerCase) {
    return resolvedWords.contains(lowerCase);
  }

  /** What the pointers take from one place in an alert, and where they lead on from it. */
  public static final class Node {
    final Map<String, Node> children = new HashMap<>();
    final List<String> targets = new ArrayList<>();

    public Map<String, Node> children() {
      return children;
    }

    /** The fields that are read here, and labels after {@link #LABEL}. */
    public List<String> targets() {
      return targets;
    }

    public @Nullable Node child(String name) {
      return children.get(name);
    }
  }

  /** Reads the mapping that the source's owner has set. */
  public static CustomMapping of(SourceConfig.Mapping set) {
    Node root = new Node();
    List<String> alerts = null;
    for (Map.Entry<String, String> field : set.fields().entrySet()) {
      if (field.getKey().equals(CustomField.ALERTS)) {
        alerts = path(field.getValue());
      } else {
        target(root, field.getValue(), field.getKey());
      }
    }
    set.labels().forEach((label, pointer) -> target(root, pointer, LABEL + label));
    if (alerts == null) {
      // A pointer into "alerts" means that it is a field of the alert.
      alerts =
          root.children.containsKey(CustomField.ALERTS) ? List.of() : List.of(CustomField.ALERTS);
    }
    Set<String> words = new HashSet<>();
    set.resolvedWords().forEach(word -> words.add(word.strip().toLowerCase(Locale.ROOT)));
    return new CustomMapping(set, root, alerts, words);
  }

  private static void target(Node root, String pointer, String target) {
    Node node = root;
    for (String name : path(pointer)) {
      node = node.children.computeIfAbsent(name, n -> new Node());
    }
    node.targets.add(target);
  }

  /** Parses RFC 6901, without the pointer to the whole document. */
  private static List<String> path(String pointer) {
    List<String> path = new ArrayList<>();
    for (String name : pointer.substring(1).split("/", -1)) {
      path.add(name.replace("~1", "/").replace("~0", "~"));
    }
    return path;
  }
}
