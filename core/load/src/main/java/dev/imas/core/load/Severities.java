package dev.imas.core.load;

import dev.imas.core.model.Severity;
import java.util.Arrays;
import java.util.Locale;

/** The share of the alerts that has each severity. A fingerprint keeps its severity. */
final class Severities {

  private static final int WHEEL = 1 << 10;

  private final int[] shares;
  private final byte[] wheel = new byte[WHEEL];

  private Severities(int[] shares) {
    this.shares = shares;
    int sum = Arrays.stream(shares).sum();
    int severity = 0;
    long until = shares[0];
    for (int i = 0; i < WHEEL; i++) {
      while (i * (long) sum >= until * WHEEL) {
        severity++;
        until += shares[severity];
      }
      wheel[i] = (byte) severity;
    }
  }

  /**
   * @param text weights such as {@code sev1=1,sev2=4}; a severity that is not named has 0
   * @throws IllegalArgumentException with a message that says what is wrong
   */
  static Severities parse(String text) {
    int[] shares = new int[Severity.values().length];
    for (String part : text.split(",", -1)) {
      String[] both = part.strip().split("=", -1);
      Severity severity =
          Severity.parse(both[0].strip().toUpperCase(Locale.ROOT))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "'"
                              + part
                              + "' does not name a "
                              + "severity; write sev1=5, for example"));
      if (both.length != 2 || !both[1].strip().matches("\\d{1,6}")) {
        throw new IllegalArgumentException(
            "'" + part + "' is not a severity and its weight, such as sev1=5");
      }
      shares[severity.ordinal()] = Integer.parseInt(both[1].strip());
    }
    if (Arrays.stream(shares).sum() == 0) {
      throw new IllegalArgumentException("'" + text + "' gives every severity the weight 0");
    }
    return new Severities(shares);
  }

  /**
   * @return the ordinal of a {@link Severity}
   */
  int of(long number) {
    return wheel[(int) (Mix.of(number) >>> 54)];
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < shares.length; i++) {
      if (shares[i] > 0) {
        text.append(text.isEmpty() ? "" : ",").append("sev").append(i + 1).append('=');
        text.append(shares[i]);
      }
    }
    return text.toString();
  }
}
