package dev.imas.core.storm;

import dev.imas.core.model.Disposition;

/**
 * What the ledger and the stored alerts must say of what was sent. An alert that was acknowledged
 * has exactly one disposition; one that was not may have been committed, at once or later, or not
 * at all: then there is a least and a most. Senders name their episodes, so what is committed late
 * is a repeat or stale and changes nothing. Not safe for several threads; sums are merged.
 */
final class Expectation {

  /** States an alert may be in, as bits, since it may be uncertain which. */
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
   * @param states in which its alert may have been
   * @param change whether it is the first event of an episode, or its recovery; not a repeat
   * @return the states in which the alert may be now
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
      // An episode begins once, with whichever of its events is committed first.
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
    // Committed after later events of its alert.
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

  /** Counts an alert as it is at the end. */
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
