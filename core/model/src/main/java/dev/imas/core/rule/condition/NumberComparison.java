package dev.imas.core.rule.condition;

/** How the number of a label is compared. NaN, which stands for no number, never compares true. */
public enum NumberComparison {
  GT(">"),
  GE(">="),
  LT("<"),
  LE("<="),
  EQ("=");

  private final String symbol;

  NumberComparison(String symbol) {
    this.symbol = symbol;
  }

  /** The name of the member that asks for it. */
  String member() {
    return switch (this) {
      case GT -> "gt";
      case GE -> "ge";
      case LT -> "lt";
      case LE -> "le";
      case EQ -> "eq";
    };
  }

  String symbol() {
    return symbol;
  }

  boolean holds(double actual, double bound) {
    return switch (this) {
      case GT -> actual > bound;
      case GE -> actual >= bound;
      case LT -> actual < bound;
      case LE -> actual <= bound;
      case EQ -> actual == bound;
    };
  }
}
