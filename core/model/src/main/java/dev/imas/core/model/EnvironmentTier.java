package dev.imas.core.model;

import java.util.Locale;
import java.util.Optional;

/** What an environment is for. Names of environments are free; what is decided follows the tier. */
public enum EnvironmentTier {
  PRODUCTION,
  STAGING,
  TESTING,
  DEVELOPMENT,
  OTHER;

  private static final EnvironmentTier[] BY_NUMBER = values();
  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The stored number, from 1. */
  public int number() {
    return ordinal() + 1;
  }

  /**
   * @throws IllegalArgumentException when no tier has this number
   */
  public static EnvironmentTier of(int number) {
    if (number < 1 || number > BY_NUMBER.length) {
      throw new IllegalArgumentException("no tier of an environment " + number);
    }
    return BY_NUMBER[number - 1];
  }

  /** By its name as the API writes it, in any case. */
  public static Optional<EnvironmentTier> parse(String name) {
    for (EnvironmentTier tier : BY_NUMBER) {
      if (tier.wireName.equalsIgnoreCase(name)) {
        return Optional.of(tier);
      }
    }
    return Optional.empty();
  }

  public String wireName() {
    return wireName;
  }
}
