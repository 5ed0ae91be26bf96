package dev.imas.core.sla;

import java.util.Locale;

/** What a clock of an incident measures. */
public enum ClockKind {
  /** Until somebody acknowledges it. The tier of its service sets the goal. */
  RESPONSE,

  /** Until it is resolved. Its severity sets the goal. */
  RESOLUTION;

  /** The name in JSON and in the database. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for another word
   */
  public static ClockKind named(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
