package dev.imas.core.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Files each rule under its rarest value, and splits lists that are still long. */
final class RuleIndexBuilder {

  /** Up to this many rules, trying one by one is faster than a lookup. */
  private static final int CROWD = 4;

  private final CompiledRule[] rules;

  /** Labels already used on the way down to the current node. */
  private final Set<String> used = new HashSet<>();

  private int widest;

  RuleIndexBuilder(CompiledRule[] rules) {
    this.rules = rules;
  }

  RuleIndex build() {
    return split(IntStream.range(0, rules.length).filter(i -> rules[i].isActive).toArray());
  }

  /** The longest list of rules, below the root, that one value of a label leads to. */
  int widest() {
    return widest;
  }

  private RuleIndex node(int[] ids) {
    if (ids.length <= CROWD) {
      widest = Math.max(widest, ids.length);
      return new RuleIndex(ids);
    }
    return split(ids);
  }

  private RuleIndex split(int[] ids) {
    Map<String, Map<String, Count>> counts = count(ids);
    Map<String, Map<String, List<Integer>>> filed = new LinkedHashMap<>();
    List<Integer> rest = new ArrayList<>();
    for (int id : ids) {
      Narrowing rarest = rarest(rules[id], counts, ids.length);
      if (rarest == null) {
        rest.add(id);
      } else {
        Map<String, List<Integer>> values =
            filed.computeIfAbsent(rarest.label(), n -> new HashMap<>());
        for (String value : rarest.values()) {
          values.computeIfAbsent(value, v -> new ArrayList<>()).add(id);
        }
      }
    }
    if (!used.isEmpty()) {
      widest = Math.max(widest, rest.size());
    }
    Map<String, Map<String, RuleIndex>> children = new LinkedHashMap<>();
    filed.forEach(
        (name, values) -> {
          used.add(name);
          Map<String, RuleIndex> nodes = HashMap.newHashMap(values.size());
          values.forEach((value, inner) -> nodes.put(value, node(toArray(inner))));
          children.put(name, nodes);
          used.remove(name);
        });
    return new RuleIndex(children, toArray(rest));
  }

  private Map<String, Map<String, Count>> count(int[] ids) {
    Map<String, Map<String, Count>> counts = new HashMap<>();
    for (int id : ids) {
      for (Narrowing m : rules[id].narrowings) {
        if (usable(m)) {
          Map<String, Count> values = counts.computeIfAbsent(m.label(), n -> new HashMap<>());
          for (String value : m.values()) {
            values.computeIfAbsent(value, v -> new Count()).n++;
          }
        }
      }
    }
    return counts;
  }

  /**
   * The test whose most common value the fewest rules ask for; among equals, the one with the
   * fewest values. Below the root, a value that all rules ask for splits nothing and is left out,
   * so the depth is bounded.
   */
  private @Nullable Narrowing rarest(
      CompiledRule rule, Map<String, Map<String, Count>> counts, int all) {
    Narrowing best = null;
    long bestRank = used.isEmpty() ? Long.MAX_VALUE : (long) all << 32;
    for (Narrowing m : rule.narrowings) {
      if (usable(m)) {
        Map<String, Count> values = counts.getOrDefault(m.label(), Map.of());
        long commonest = 0;
        for (String value : m.values()) {
          Count count = values.get(value);
          commonest = Math.max(commonest, count == null ? 0 : count.n);
        }
        long rank = (commonest << 32) | m.values().size();
        if (rank < bestRank) {
          best = m;
          bestRank = rank;
        }
      }
    }
    return best;
  }

  /**
   * Lists of values are used at the root only: copied at every level, they would exhaust the
   * memory.
   */
  private boolean usable(Narrowing m) {
    int values = m.values().size();
    return (used.isEmpty() ? values > 0 : values == 1) && !used.contains(m.label());
  }

  private static int[] toArray(List<Integer> ids) {
    int[] array = new int[ids.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = ids.get(i);
    }
    return array;
  }

  private static final class Count {
    int n;
  }
}
