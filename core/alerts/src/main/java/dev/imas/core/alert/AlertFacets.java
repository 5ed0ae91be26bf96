package dev.imas.core.alert;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the alerts of a query can be narrowed down by, with counts. */
record AlertFacets(List<Facet> facets) {

  AlertFacets {
    facets = List.copyOf(facets);
  }

  /**
   * @param values those that most alerts have first
   * @param others all further values together
   */
  record Facet(String by, List<Value> values, Others others) {}

  /**
   * @param value null for alerts without one
   */
  record Value(@Nullable String value, long count) {}

  /**
   * @param values how many values
   * @param count how many alerts have one of them
   */
  record Others(long values, long count) {

    static final Others NONE = new Others(0, 0);
  }
}
