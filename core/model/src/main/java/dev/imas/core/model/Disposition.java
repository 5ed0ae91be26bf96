package dev.imas.core.model;

import java.util.Locale;

/**
 * What became of one accepted event: an alert, or a {@link SideEventKind}. Each has exactly one,
 * counted in the ledger by the transaction that stored it; the sum of the dispositions is the
 * number accepted.
 */
public enum Disposition {
  /** A firing of an alert that was not known. */
  OPENED,
  /** A firing of an alert that fires already, or a recovery that was applied already. */
  DEDUPLICATED,
  /** The recovery of a firing alert. */
  RESOLVED,
  /** A firing of an alert that had recovered: a new episode. */
  REOPENED,
  /** Muted by a silence or an inhibition. */
  SUPPRESSED,
  /** Older than what is known, or a recovery of an alert that does not fire. Changes nothing. */
  STALE,
  /** It could not be read or stored. It is kept with its bytes and the reason. */
  DEAD_LETTERED,
  /** Deliberately made no alert: information, a test, what a rule drops. */
  DROPPED,
  /** A deployment, a build, a merge: kept and shown beside incidents. It never pages. */
  CHANGE,
  /** An acknowledgement of an alert, or a note about it, from the system that posts it. */
  ACTION;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name in the ledger's columns and in JSON. */
  public String wireName() {
    return wireName;
  }
}
