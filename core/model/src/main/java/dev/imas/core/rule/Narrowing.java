package dev.imas.core.rule;

import java.util.List;
import java.util.Set;

/** A label that must have one of a few values, none of them empty. An index is built on it. */
public record Narrowing(String label, Set<String> values) {

  public Narrowing {
    values = Set.copyOf(values);
  }

  /**
   * @param values empty where they are not known
   */
  public static List<Narrowing> of(String label, Set<String> values) {
    return values.isEmpty() ? List.of() : List.of(new Narrowing(label, values));
  }
}
