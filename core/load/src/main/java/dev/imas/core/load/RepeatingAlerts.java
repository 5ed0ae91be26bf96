package dev.imas.core.load;

import java.util.Arrays;

/** A fixed set of alerts that take turns. They fire repeatedly, recover, and fire again. */
final class RepeatingAlerts implements AlertStream {

  private final Expectation expectation = new Expectation();
  private final long first;
  private final long stride;
  private final double recoverChance;
  private final byte[] states;
  // For a firing alert, the start of its episode; for a recovered one, its end as a negative
  // number.
  private final long[] changedAt;
  private final int[] pending;
  private final long[] pendingAt;
  private final boolean[] pendingChange;
  private int pendings;
  private int turn = -1;
  private boolean firing;
  private long observedAt;
  private long random;

  /**
   * @param changes the share of events that change a state, counting recoveries and new episodes
   * @param perRequest the events between two calls of {@link #settle}, at most the number of alerts
   */
  RepeatingAlerts(long first, long stride, int count, double changes, int perRequest, long seed) {
    if (perRequest > count) {
      throw new IllegalArgumentException(
          perRequest + " alerts per request, but only " + count + " alerts");
    }
    this.first = first;
    this.stride = stride;
    // A recovered alert fires again at its next turn, so each recovery makes two changes.
    this.recoverChance = changes / (2 - changes);
    this.states = new byte[count];
    Arrays.fill(states, (byte) Expectation.UNKNOWN);
    this.changedAt = new long[count];
    this.pending = new int[perRequest];
    this.pendingAt = new long[perRequest];
    this.pendingChange = new boolean[perRequest];
    this.random = seed;
  }

  @Override
  public void next(long now) {
    turn = turn + 1 == states.length ? 0 : turn + 1;
    boolean wasFiring = changedAt[turn] > 0;
    if (!wasFiring) {
      firing = true;
      observedAt = Math.max(now, 1 - changedAt[turn]);
      changedAt[turn] = observedAt;
    } else if (recoverChance > 0 && chance() < recoverChance && changedAt[turn] < now) {
      // A change waits at least a millisecond after the one before, so that no event is in the
      // future.
      firing = false;
      observedAt = now;
    } else {
      firing = true;
      observedAt = Math.max(now, changedAt[turn]);
    }
    pending[pendings] = firing ? turn : ~turn;
    pendingChange[pendings] = !firing || !wasFiring;
    pendingAt[pendings++] = observedAt;
  }

  private double chance() {
    random++;
    return (Mix.of(random) >>> 11) * 0x1.0p-53;
  }

  @Override
  public long number() {
    return first + stride * turn;
  }

  @Override
  public boolean firing() {
    return firing;
  }

  @Override
  public long startedAt() {
    return changedAt[turn];
  }

  @Override
  public long observedAt() {
    return observedAt;
  }

  @Override
  public void settle(boolean acknowledged) {
    for (int i = 0; i < pendings; i++) {
      boolean fired = pending[i] >= 0;
      int which = fired ? pending[i] : ~pending[i];
      states[which] =
          (byte) expectation.count(states[which], fired, pendingChange[i], acknowledged);
      if (!fired) {
        changedAt[which] = -pendingAt[i];
      }
    }
    pendings = 0;
  }

  @Override
  public Expectation expectation() {
    Expectation whole = new Expectation();
    whole.add(expectation);
    for (byte state : states) {
      whole.countStored(state);
    }
    return whole;
  }
}
