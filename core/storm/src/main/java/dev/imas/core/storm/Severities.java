package dev.imas.core.storm;

import dev.imas.core.model.Severity;
import java.util.Arrays;
import java.util.Locale;

/** Which share of the alerts has which severity. A fingerprint keeps its severity. */
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
   * @param text such as {@code sev1=1,sev2=4}: weights, those not named are 0
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Severities parse(String text) {
    int[] shares = new int[Severity.values().length];
    for (String part : text.split(",", -1)) {
      String[] both = part.strip().split("=", -1);
      Severity severity =
          Severity.parse(both[0].strip().toUpperCase(Locale.ROOT))
              .orElseThrow(() -> new IllegalArgumentException("'" + part + "' names no severity"));
      if (both.length != 2 || !both[1].strip().matches("\\d{1,6}")) {
        throw new IllegalArgumentException("'" + part + "' is not such as sev1=5");
      }
      shares[severity.ordinal()] = Integer.parseInt(both[1].strip());
    }
    if (Arrays.stream(shares).sum() == 0) {
      throw new IllegalArgumentException("'" + text + "' leaves nothing");
    }
    return new Severities(shares);
  }

  /**
   * @return ordinal of a {@link Severity}
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
