package dev.imas.core.rule;

/** How a matcher compares the value of a label. */
public enum Operator {
  EQUALS("="),
  NOT_EQUALS("!="),
  MATCHES("=~"),
  NOT_MATCHES("!~");

  private final String symbol;

  Operator(String symbol) {
    this.symbol = symbol;
  }

  public String symbol() {
    return symbol;
  }

  /** What passes exactly the values that this one does not. */
  public Operator opposite() {
    return switch (this) {
      case EQUALS -> NOT_EQUALS;
      case NOT_EQUALS -> EQUALS;
      case MATCHES -> NOT_MATCHES;
      case NOT_MATCHES -> MATCHES;
    };
  }

  public boolean isNegative() {
    return this == NOT_EQUALS || this == NOT_MATCHES;
  }

  public boolean isRegex() {
    return this == MATCHES || this == NOT_MATCHES;
  }
}
