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
 * Conditions on labels that PostgreSQL can test. They list values and use no expressions, since
 * PostgreSQL's regular expressions may take unbounded time. A missing label has the empty value.
 *
 * @param equal labels that must have these values
 * @param others further tests, which must all pass
 */
record LabelTests(Map<String, String> equal, List<Test> others) {

  static final LabelTests NONE = new LabelTests(Map.of(), List.of());

  /**
   * A test that passes if the label has one of the values.
   *
   * @param not passes if it has none of them instead
   */
  record Test(String name, boolean not, List<String> values) {

    Test {
      values = List.copyOf(values);
    }

    /** The values as members of a JSON object, where PostgreSQL finds one without reading all. */
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

  /** The tests of matchers that list their values; the others need {@link #needsValues}. */
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

  /** Whether it is an expression that must be tested on the values that alerts have. */
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

  /** Adds the matcher's result for all values of its label, as the shorter of two lists. */
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

  /** The tests of all other labels. */
  LabelTests without(String name) {
    Map<String, String> others = new LinkedHashMap<>(equal);
    others.remove(name);
    return new LabelTests(
        others, this.others.stream().filter(test -> !test.name().equals(name)).toList());
  }

  /** The JSON object that the labels must contain; null if there is none. */
  @Nullable String equalJson() {
    return equal.isEmpty() ? null : Json.write(equal);
  }
}
