package dev.imas.core.model;

import java.util.Locale;
import java.util.Optional;

/**
 * The one scale of severity, most severe first. P1 to P4 are aliases. The number (1 to 4) is what
 * the database stores; a smaller number is more severe.
 */
public enum Severity {
  SEV1_CRITICAL,
  SEV2_HIGH,
  SEV3_MEDIUM,
  SEV4_LOW;

  private static final Severity[] BY_NUMBER = values();

  /** 1 (most severe) to 4. */
  public int number() {
    return ordinal() + 1;
  }

  /**
   * @throws IllegalArgumentException when the number is not 1 to 4
   */
  public static Severity of(int number) {
    if (number < 1 || number > BY_NUMBER.length) {
      throw new IllegalArgumentException("severity is 1 to 4, not " + number);
    }
    return BY_NUMBER[number - 1];
  }

  /** SEV1 and SEV2, which are accepted while load is shed, and paged first. */
  public boolean isCritical() {
    return ordinal() <= 1;
  }

  public boolean isMoreSevereThan(Severity other) {
    return ordinal() < other.ordinal();
  }

  /**
   * Reads the words that senders use (requirement ING-12), ignoring case: {@code critical}, {@code
   * P2}, {@code sev3}, {@code SEV4_LOW}, {@code warning}…
   *
   * @return empty for an unknown word: then the source's default applies, and the word is counted
   */
  public static Optional<Severity> parse(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "critical", "fatal", "emergency", "disaster", "p1", "sev1", "sev1_critical" ->
          Optional.of(SEV1_CRITICAL);
      case "high", "error", "major", "warning", "warn", "p2", "sev2", "sev2_high" ->
          Optional.of(SEV2_HIGH);
      case "medium", "average", "info", "p3", "sev3", "sev3_medium" -> Optional.of(SEV3_MEDIUM);
      case "low", "minor", "debug", "p4", "p5", "sev4", "sev4_low" -> Optional.of(SEV4_LOW);
      default -> Optional.empty();
    };
  }
}
