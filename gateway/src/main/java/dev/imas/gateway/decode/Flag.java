package dev.imas.gateway.decode;

import java.util.Locale;

/** What was odd about an alert that was accepted all the same. */
public enum Flag {
  /** Something was cut to the limits. */
  TRUNCATED,
  /** U+0000 or a lone surrogate became U+FFFD. */
  REPLACED_CHARACTERS,
  /** The status word is not known, or missing where its sender gives one; it counts as firing. */
  UNKNOWN_STATUS,
  /**
   * A severity word is not known. Another place where the sender says one decides, else the
   * source's default.
   */
  UNKNOWN_SEVERITY,
  /** The start is not a time, or out of range; it counts as not given. */
  UNREADABLE_STARTS_AT,
  UNREADABLE_ENDS_AT,
  /** The end is before the start; it is ignored. */
  ENDS_BEFORE_START,
  /** The start is more than five minutes after reception: the sender's clock is ahead. */
  STARTS_IN_FUTURE,
  /** A label has no name; it is left out. */
  EMPTY_LABEL_NAME,
  /** The annotations are not an object; they are kept as a detail. */
  ODD_ANNOTATIONS,
  /** There is neither a name nor labels: one alert per source. */
  NAMELESS,
  /**
   * No key, name or labels identify it, so its whole content does, except for fields that are known
   * to change. A post with another text is another alert.
   */
  WEAK_IDENTITY,
  /** A field has the name of a secret; stars are kept in its place. */
  SECRET_WITHHELD,
  /**
   * Its name is a default of the sender's machinery, so it is not grouped by it, but by what
   * identifies it.
   */
  WEAK_NAME,
  /** Its sender posts it to try the connection. It ends by itself, soon. */
  TEST;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  int bit() {
    return 1 << ordinal();
  }
}
