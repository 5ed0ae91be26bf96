package dev.imas.core.model;

import java.util.Locale;

/** What kind of posted event it is that is no alert. Stored by its number. */
public enum SideEventKind {
  /** Accepted, and deliberately made no alert: information, a test, what a rule drops. */
  DROPPED(Disposition.DROPPED),
  /** A deployment, a build, a merge: kept and shown beside incidents. It never pages. */
  CHANGE(Disposition.CHANGE),
  /** What somebody did about an alert in the system that posts it: {@link AlertAction}. */
  ACTION(Disposition.ACTION);

  private static final SideEventKind[] BY_NUMBER = values();
  private final String wireName = name().toLowerCase(Locale.ROOT);
  private final Disposition disposition;

  SideEventKind(Disposition disposition) {
    this.disposition = disposition;
  }

  /** The stored number, from 1. */
  public int number() {
    return ordinal() + 1;
  }

  /**
   * @throws IllegalArgumentException when no kind has this number
   */
  public static SideEventKind of(int number) {
    if (number < 1 || number > BY_NUMBER.length) {
      throw new IllegalArgumentException("no kind of side event " + number);
    }
    return BY_NUMBER[number - 1];
  }

  /** How the ledger counts such an event. */
  public Disposition disposition() {
    return disposition;
  }

  public String wireName() {
    return wireName;
  }
}
