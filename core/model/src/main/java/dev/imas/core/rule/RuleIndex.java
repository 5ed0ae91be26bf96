package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the few rules that an alert may match, by the values of its labels. It maps label → value →
 * rules that ask for it, and splits long lists by a further label. A rule is filed under one label
 * only, so an alert meets it once.
 */
final class RuleIndex {

  private static final String[] NO_NAMES = {};

  @SuppressWarnings({"unchecked", "rawtypes"}) // no arrays of generic types
  private static final Map<String, RuleIndex>[] NO_VALUES = new Map[0];

  private final String[] names;
  private final Map<String, RuleIndex>[] byValue;

  /** The same by name, for a node with more labels than the alert has. */
  private final Map<String, Map<String, RuleIndex>> byName;

  /** Rules that no label narrows down, ascending. */
  private final int[] rest;

  /**
   * A leaf: no label to look at. Leaves share their empty arrays, which therefore stay in the
   * processor's cache.
   */
  RuleIndex(int[] rest) {
    this.names = NO_NAMES;
    this.byValue = NO_VALUES;
    this.byName = Map.of();
    this.rest = rest;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // no arrays of generic types
  RuleIndex(Map<String, Map<String, RuleIndex>> byName, int[] rest) {
    this.byName = new HashMap<>(byName);
    this.names = byName.keySet().toArray(String[]::new);
    this.byValue = byName.values().toArray(Map[]::new);
    this.rest = rest;
  }

  /** Rules that are tried whatever the labels. */
  int[] rest() {
    return rest;
  }

  /** By value, one map for each label looked at. */
  Map<String, RuleIndex>[] children() {
    return byValue;
  }

  /**
   * Offers the search every rule that could match. The rest comes last, since it is the expensive
   * part.
   */
  void offer(RuleSearch search) {
    Labels labels = search.labels;
    if (names.length <= labels.size()) {
      for (int i = 0; i < names.length; i++) {
        descend(byValue[i], labels.get(names[i]), search);
      }
    } else {
      for (int i = 0; i < labels.size(); i++) {
        Map<String, RuleIndex> values = byName.get(labels.name(i));
        if (values != null) {
          descend(values, labels.value(i), search);
        }
      }
    }
    search.tryInOrder(rest);
  }

  private static void descend(
      Map<String, RuleIndex> values, @Nullable String value, RuleSearch search) {
    RuleIndex found = value == null ? null : values.get(value);
    if (found != null) {
      found.offer(search);
    }
  }
}
