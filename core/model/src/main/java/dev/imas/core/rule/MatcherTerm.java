package dev.imas.core.rule;

/** One matcher as read, before its value is compiled. */
record MatcherTerm(String name, Operator operator, String value, int valuePosition) {

  boolean sameAs(MatcherTerm other) {
    return name.equals(other.name) && operator == other.operator && value.equals(other.value);
  }
}
