package dev.imas.core.alert;

import dev.imas.core.platform.Json;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the labels of alerts must be, as PostgreSQL can test it: by values and never by expressions,
 * since its own take time without bound. A missing label has the empty value.
 *
 * @param equal labels that the alert has, with these values
 * @param others further tests; all must pass
 */
record LabelTests(Map<String, String> equal, List<Test> others) {

  static final LabelTests NONE = new LabelTests(Map.of(), List.of());

  /**
   * Passes where the label has one of the values.
   *
   * @param not the other way round
   */
  record Test(String name, boolean not, List<String> values) {

    Test {
      values = List.copyOf(values);
    }

    /** As the members of a JSON object, which PostgreSQL finds without reading all of them. */
    String valuesJson() {
      Map<String, Integer> members = new TreeMap<>();
      values.forEach(value -> members.put(value, 1));
      return Json.write(members);
    }
  }

  LabelTests {
    equal = Map.copyOf(equal);
    others = List.copyOf(others);
  }

  /** Of those matchers that say their values; see {@link #needsValues}. */
  static LabelTests of(List<Matcher> matchers) {
    Map<String, String> equal = new LinkedHashMap<>();
    List<Test> others = new ArrayList<>();
    for (Matcher m : matchers) {
      boolean asksForOne = m.operator() == Operator.EQUALS && !m.value().isEmpty();
      if (asksForOne && equal.getOrDefault(m.name(), m.value()).equals(m.value())) {
        equal.put(m.name(), m.value());
      } else if (!needsValues(m)) {
        others.add(new Test(m.name(), m.operator() == Operator.NOT_EQUALS, valuesOf(m)));
      }
    }
    return new LabelTests(equal, others);
  }

  /** Whether it is an expression that only those values answer that the alerts have. */
  static boolean needsValues(Matcher m) {
    return switch (m.operator()) {
      case EQUALS, NOT_EQUALS -> false;
      case MATCHES, NOT_MATCHES -> m.indexableValues().isEmpty();
    };
  }

  private static List<String> valuesOf(Matcher m) {
    Set<String> listed = m.indexableValues();
    return listed.isEmpty() ? List.of(m.value()) : List.copyOf(listed);
  }

  /** With what the matcher says of all values that its label has; the shorter list is kept. */
  LabelTests with(Matcher matcher, Collection<String> values) {
    List<String> pass = new ArrayList<>();
    List<String> fail = new ArrayList<>();
    for (String value : values) {
      (matcher.matchesValue(value) ? pass : fail).add(value);
    }
    boolean not = fail.size() < pass.size();
    List<Test> more = new ArrayList<>(others);
    more.add(new Test(matcher.name(), not, not ? fail : pass));
    return new LabelTests(equal, more);
  }

  /** A JSON object that the labels contain; null for none. */
  @Nullable String equalJson() {
    return equal.isEmpty() ? null : Json.write(equal);
  }
}
