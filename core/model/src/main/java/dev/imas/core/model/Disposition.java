package dev.imas.core.model;

import java.util.Locale;

/**
 * What became of one accepted alert. Each accepted alert has exactly one, counted in the ledger by
 * the transaction that stored it; the sum of the dispositions is the number accepted.
 */
public enum Disposition {
  /** A firing of an alert that was not known. */
  OPENED,
  /**
   * A repeat of what is already known: a firing of a firing alert, or a recovery already applied.
   */
  DEDUPLICATED,
  /** The recovery of a firing alert. */
  RESOLVED,
  /** A firing of an alert that had recovered: a new episode. */
  REOPENED,
  /** Muted by a silence or an inhibition. */
  SUPPRESSED,
  /** Older than what is known, or a recovery with nothing to recover. Changes nothing. */
  STALE,
  /** Could not be read or stored; kept with its bytes and the reason. */
  DEAD_LETTERED;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** As in the ledger's columns and in JSON. */
  public String wireName() {
    return wireName;
  }
}
