package dev.imas.core.model;

import java.util.Locale;

/** What somebody did about an alert in the system that posts it. Stored by its number. */
public enum AlertAction {
  /** Somebody works on it. */
  ACKNOWLEDGE,
  /** Somebody wrote something about it. */
  NOTE,
  /** Nobody works on it after all. */
  UNACKNOWLEDGE,
  /** It is more or less severe, or is described in other words. */
  UPDATE;

  private static final AlertAction[] BY_NUMBER = values();
  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The stored number, from 1. */
  public int number() {
    return ordinal() + 1;
  }

  /**
   * @throws IllegalArgumentException when no action has this number
   */
  public static AlertAction of(int number) {
    if (number < 1 || number > BY_NUMBER.length) {
      throw new IllegalArgumentException("no action on alerts " + number);
    }
    return BY_NUMBER[number - 1];
  }

  public String wireName() {
    return wireName;
  }
}
