package dev.imas.core.suspicion;

import java.util.Locale;
import java.util.Optional;

/** What people say of a change and an incident. Stored by its number. */
public enum Judgement {
  /** It may have caused the incident: nobody has said more. */
  SUSPECTED,
  /** It caused the incident. */
  CONFIRMED,
  /** It did not. */
  REJECTED;

  private static final Judgement[] BY_NUMBER = values();
  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The stored number, from 1. */
  public int number() {
    return ordinal() + 1;
  }

  /**
   * @throws IllegalArgumentException when no judgement has this number
   */
  public static Judgement of(int number) {
    if (number < 1 || number > BY_NUMBER.length) {
      throw new IllegalArgumentException("no judgement " + number);
    }
    return BY_NUMBER[number - 1];
  }

  public static Optional<Judgement> parse(String name) {
    for (Judgement judgement : BY_NUMBER) {
      if (judgement.wireName.equals(name)) {
        return Optional.of(judgement);
      }
    }
    return Optional.empty();
  }

  public String wireName() {
    return wireName;
  }
}
