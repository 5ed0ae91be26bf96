package dev.imas.core.storm;

import org.jspecify.annotations.Nullable;

/**
 * Who posts: a source key of some tenant.
 *
 * @param key null for a target that wants none
 * @param weight its share of rate and connections, against those of the others
 */
record Sender(@Nullable String key, double weight) {

  private static final double NO_WEIGHT = 1;

  /**
   * @param text {@code KEY} or {@code KEY@rate}
   */
  static Sender parse(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return new Sender(text, NO_WEIGHT);
    }
    double weight;
    try {
      weight = Double.parseDouble(text.substring(at + 1));
    } catch (NumberFormatException e) {
      weight = Double.NaN;
    }
    if (at == 0 || !(weight > 0 && weight < 1e9)) {
      throw new IllegalArgumentException("a key is given as KEY or KEY@rate, such as KEY@100");
    }
    return new Sender(text.substring(0, at), weight);
  }

  Sender withoutKey() {
    return new Sender(null, weight);
  }

  /** Without the key, which is a secret. */
  @Override
  public String toString() {
    return "Sender[" + weight + "]";
  }
}
