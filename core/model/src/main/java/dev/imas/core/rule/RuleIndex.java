package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.rule.condition.Attribute;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the few rules that an alert may match, by the values of its labels and attributes. It maps
 * label → value → rules that ask for it, and splits long lists by a further label. A rule is filed
 * under one label or attribute only, so an alert meets it once for each name that it is known by.
 */
final class RuleIndex {

  private static final String[] NO_NAMES = {};

  private static final Attribute[] NO_ATTRIBUTES = {};

  @SuppressWarnings({"unchecked", "rawtypes"}) // no arrays of generic types
  private static final Map<String, RuleIndex>[] NO_VALUES = new Map[0];

  private final String[] names;
  private final Map<String, RuleIndex>[] byValue;

  /** The same by name, for a node with more labels than the alert has. */
  private final Map<String, Map<String, RuleIndex>> byName;

  /** What is looked at beside labels; most indexes look at nothing. */
  private final Attribute[] attributes;

  private final Map<String, RuleIndex>[] byKey;

  /** Rules that nothing narrows down, ascending. */
  private final int[] rest;

  /**
   * A leaf: no label to look at. Leaves share their empty arrays, which therefore stay in the
   * processor's cache.
   */
  RuleIndex(int[] rest) {
    this.names = NO_NAMES;
    this.byValue = NO_VALUES;
    this.byName = Map.of();
    this.attributes = NO_ATTRIBUTES;
    this.byKey = NO_VALUES;
    this.rest = rest;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // no arrays of generic types
  RuleIndex(Map<String, Map<String, RuleIndex>> byName, int[] rest) {
    this.byName = new HashMap<>(byName);
    EnumMap<Attribute, Map<String, RuleIndex>> known = new EnumMap<>(Attribute.class);
    for (String name : byName.keySet()) {
      Attribute.ofIndex(name)
          .ifPresent(one -> known.put(one, this.byName.getOrDefault(name, Map.of())));
    }
    this.byName.keySet().removeIf(name -> Attribute.ofIndex(name).isPresent());
    this.names = this.byName.keySet().toArray(String[]::new);
    this.byValue = Arrays.stream(names).map(this.byName::get).toArray(Map[]::new);
    this.attributes = known.isEmpty() ? NO_ATTRIBUTES : known.keySet().toArray(Attribute[]::new);
    this.byKey = known.isEmpty() ? NO_VALUES : known.values().toArray(Map[]::new);
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

  /** The same of each attribute. An alert may have several of these values. */
  Map<String, RuleIndex>[] childrenOfAttributes() {
    return byKey;
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
    for (int i = 0; i < attributes.length; i++) {
      List<String> keys = search.keys(attributes[i]);
      for (int k = 0; k < keys.size(); k++) {
        descend(byKey[i], keys.get(k), search);
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
