package dev.imas.core.load;

import dev.imas.core.model.Disposition;

/**
 * What the ledger and the stored alerts must show for the alerts that were sent. An acknowledged
 * alert has exactly one disposition. Any other may have been committed, at once or later, or not at
 * all, so there is a minimum and a maximum. Senders name their episodes, so an alert that is
 * committed late is a repeat or stale and changes nothing. Not thread-safe; sums are merged.
 */
final class Expectation {

  /** The possible states of an alert, as bits, since the state may be uncertain. */
  static final int UNKNOWN = 1;

  static final int FIRING = 2;
  static final int RESOLVED = 4;

  private final long[] least = new long[Disposition.values().length];
  private final long[] most = new long[Disposition.values().length];
  private final long[] stored = new long[8];
  private long sent;
  private long acknowledged;

  /**
   * Counts one event.
   *
   * @param states the possible states of its alert before
   * @param change whether it is the first event of an episode or its recovery, not a repeat
   * @return the possible states of the alert now
   */
  int count(int states, boolean firing, boolean change, boolean acked) {
    sent++;
    if (acked) {
      acknowledged++;
      if (firing && states == FIRING) {
        certainly(Disposition.DEDUPLICATED);
        return FIRING;
      }
    }
    boolean certain = acked && Integer.bitCount(states) == 1;
    if (firing) {
      // An episode begins once, with the first of its events that is committed.
      if (change && (states & UNKNOWN) != 0) {
        possibly(Disposition.OPENED, certain);
      }
      if (change && (states & RESOLVED) != 0) {
        possibly(Disposition.REOPENED, certain);
      }
      if ((states & FIRING) != 0) {
        possibly(Disposition.DEDUPLICATED, certain);
      }
    } else {
      if ((states & FIRING) != 0) {
        possibly(Disposition.RESOLVED, certain);
      }
      if ((states & (UNKNOWN | RESOLVED)) != 0) {
        possibly(Disposition.STALE, false);
      }
    }
    int now = firing ? FIRING : RESOLVED;
    if (acked) {
      return now;
    }
    // It may be committed after later events of its alert.
    possibly(Disposition.DEDUPLICATED, false);
    possibly(Disposition.STALE, false);
    return states | now;
  }

  private void certainly(Disposition disposition) {
    possibly(disposition, true);
  }

  private void possibly(Disposition disposition, boolean certain) {
    least[disposition.ordinal()] += certain ? 1 : 0;
    most[disposition.ordinal()]++;
  }

  /** Counts an alert by its possible states at the end. */
  void countStored(int states) {
    stored[states]++;
  }

  void add(Expectation other) {
    for (int i = 0; i < least.length; i++) {
      least[i] += other.least[i];
      most[i] += other.most[i];
    }
    for (int i = 0; i < stored.length; i++) {
      stored[i] += other.stored[i];
    }
    sent += other.sent;
    acknowledged += other.acknowledged;
  }

  /** Alerts in all posts, answered or not. */
  long sent() {
    return sent;
  }

  /** Alerts in posts that were answered 2xx. */
  long acknowledged() {
    return acknowledged;
  }

  long least(Disposition disposition) {
    return least[disposition.ordinal()];
  }

  long most(Disposition disposition) {
    return Math.min(most[disposition.ordinal()], sent);
  }

  /**
   * @param state {@link #FIRING} or {@link #RESOLVED}
   */
  long leastStored(int state) {
    return stored[state];
  }

  long mostStored(int state) {
    long sum = 0;
    for (int states = 0; states < stored.length; states++) {
      sum += (states & state) == 0 ? 0 : stored[states];
    }
    return sum;
  }
}
