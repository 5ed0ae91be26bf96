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
   * A firing so soon after a recovery that it could have been a late one. Nothing followed it, so
   * it counts as a new episode.
   */
  REFIRED,
  /** The alert still fires long after somebody resolved its incident. */
  STILL_FIRING,
  /** The source has not repeated the alert for longer than its {@code stale_after}. */
  LAPSED,
  /** What hides alerts has changed, so core decides anew whether the firing alert is hidden. */
  RECONSIDERED;

  private static final TransitionKind[] BY_NUMBER = values();
  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The stored number, from 1. */
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

  /** Whether the alert fires after this transition. */
  public boolean isFiring() {
    return switch (this) {
      case OPENED, REOPENED, SEVERITY_CHANGED, REFIRED, STILL_FIRING, RECONSIDERED -> true;
      case RESOLVED, EXPIRED, SUPPRESSED, LAPSED -> false;
    };
  }
}
