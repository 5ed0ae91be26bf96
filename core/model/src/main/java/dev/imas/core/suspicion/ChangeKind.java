package dev.imas.core.suspicion;

import java.util.Locale;
import java.util.Optional;

/** What kind of change it is. Stored by its number. */
public enum ChangeKind {
  /** A deployment that a sender told or a pipeline reported. */
  DEPLOYMENT,
  /** Another change that a sender posted beside alerts. */
  CHANGE;

  private static final ChangeKind[] BY_NUMBER = values();
  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The stored number, from 1. */
  public int number() {
    return ordinal() + 1;
  }

  /**
   * @throws IllegalArgumentException when no kind has this number
   */
  public static ChangeKind of(int number) {
    if (number < 1 || number > BY_NUMBER.length) {
      throw new IllegalArgumentException("no kind of change " + number);
    }
    return BY_NUMBER[number - 1];
  }

  public static Optional<ChangeKind> parse(String name) {
    for (ChangeKind kind : BY_NUMBER) {
      if (kind.wireName.equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  public String wireName() {
    return wireName;
  }
}
