package dev.imas.gateway.decode;

import dev.imas.core.model.Labels;

/** Merges labels from two places. It returns one of its arguments wherever it can. */
public final class LabelMerge {

  private LabelMerge() {}

  /** All labels of both. Where both have a name, the upper one's value wins. */
  public static Labels over(Labels lower, Labels upper) {
    if (lower.isEmpty() || holdsNames(upper, lower)) {
      return upper;
    }
    if (upper.isEmpty()) {
      return lower;
    }
    Labels.Builder merged = new Labels.Builder();
    int l = 0;
    int u = 0;
    while (l < lower.size() || u < upper.size()) {
      int order =
          l == lower.size() ? 1 : u == upper.size() ? -1 : lower.name(l).compareTo(upper.name(u));
      if (order < 0) {
        merged.set(lower.name(l), lower.value(l++));
      } else {
        merged.set(upper.name(u), upper.value(u++));
        l += order == 0 ? 1 : 0;
      }
    }
    return merged.build();
  }

  private static boolean holdsNames(Labels all, Labels names) {
    for (int i = 0; i < names.size(); i++) {
      if (all.get(names.name(i)) == null) {
        return false;
      }
    }
    return true;
  }

  /** The labels without those whose value is empty. */
  public static Labels withoutEmpty(Labels labels) {
    int empty = 0;
    for (int i = 0; i < labels.size(); i++) {
      empty += labels.value(i).isEmpty() ? 1 : 0;
    }
    if (empty == 0) {
      return labels;
    }
    Labels.Builder rest = new Labels.Builder();
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.value(i).isEmpty()) {
        rest.set(labels.name(i), labels.value(i));
      }
    }
    return rest.build();
  }
}
