package dev.imas.core.load;

import org.jspecify.annotations.Nullable;

/**
 * A sender of posts, with a source key of a tenant.
 *
 * @param key null if the target needs none
 * @param weight its share of rate and connections, relative to the other senders
 */
record LoadSender(@Nullable String key, double weight) {

  private static final double NO_WEIGHT = 1;

  /**
   * @param text {@code KEY} or {@code KEY@rate}
   */
  static LoadSender parse(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return new LoadSender(text, NO_WEIGHT);
    }
    double weight;
    try {
      weight = Double.parseDouble(text.substring(at + 1));
    } catch (NumberFormatException e) {
      weight = Double.NaN;
    }
    if (at == 0 || !(weight > 0 && weight < 1e9)) {
      throw new IllegalArgumentException(
          "it is not a key such as KEY or KEY@100, where 100 is a rate");
    }
    return new LoadSender(text.substring(0, at), weight);
  }

  LoadSender withoutKey() {
    return new LoadSender(null, weight);
  }

  /** Leaves out the key, which is a secret. */
  @Override
  public String toString() {
    return "Sender[" + weight + "]";
  }
}
