package dev.imas.gateway.decode;

import java.util.Locale;

/** What was odd about an alert that was read all the same. */
public enum Flag {
  /** Cut to the limits. */
  TRUNCATED,
  /** U+0000 or a lone surrogate became U+FFFD. */
  REPLACED_CHARACTERS,
  /** A status word that is not known: taken as firing. */
  UNKNOWN_STATUS,
  /** A severity word that is not known: the source's default applies. */
  UNMAPPED_SEVERITY,
  /** A start that is no time, or out of range: taken as not told. */
  UNREADABLE_STARTS_AT,
  UNREADABLE_ENDS_AT,
  /** An end before the start: ignored. */
  ENDS_BEFORE_START,
  /** A start more than five minutes after reception: the sender's clock is ahead. */
  STARTS_IN_FUTURE,
  /** A label without a name: left out. */
  EMPTY_LABEL_NAME,
  /** Annotations that are not an object: kept as a detail. */
  ODD_ANNOTATIONS,
  /** Neither name nor labels: one alert per source. */
  NAMELESS,
  /**
   * Neither key nor name nor labels identify it, so that all of it does, but for what is known to
   * change: a post that says the same in other words is another alert.
   */
  WEAK_IDENTITY,
  /** A field that is called as secrets are: stars are kept in its place. */
  SECRET_WITHHELD;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  int bit() {
    return 1 << ordinal();
  }
}
