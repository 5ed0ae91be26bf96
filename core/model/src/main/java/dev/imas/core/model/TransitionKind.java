package dev.imas.core.model;

import java.util.Locale;

/** A change of an alert's state, as the journal and the outbox number it. */
public enum TransitionKind {
  OPENED,
  REOPENED,
  RESOLVED,
  SEVERITY_CHANGED,
  EXPIRED,
  SUPPRESSED,
  /**
   * A firing that came too soon after a recovery to be told from a late one, and that nothing has
   * followed since.
   */
  REFIRED,
  /** Still fires, long after somebody resolved its incident. */
  STILL_FIRING,
  /** Was not heard of for longer than its source is believed without a word. */
  LAPSED;

  private static final TransitionKind[] BY_NUMBER = values();
  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** From 1 on, as stored. */
  public int number() {
    return ordinal() + 1;
  }

  /**
   * @throws IllegalArgumentException when no kind has this number
   */
  public static TransitionKind of(int number) {
    if (number < 1 || number > BY_NUMBER.length) {
      throw new IllegalArgumentException("no transition kind " + number);
    }
    return BY_NUMBER[number - 1];
  }

  public String wireName() {
    return wireName;
  }

  /** Does the alert fire after this transition? */
  public boolean isFiring() {
    return switch (this) {
      case OPENED, REOPENED, SEVERITY_CHANGED, REFIRED, STILL_FIRING -> true;
      case RESOLVED, EXPIRED, SUPPRESSED, LAPSED -> false;
    };
  }
}
