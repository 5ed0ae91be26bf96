package dev.imas.core.load;

/**
 * An endless stream with a new alert in each event. If changes are wanted, some events are instead
 * recoveries of alerts that fired in earlier requests. No alert fires again.
 */
final class DistinctAlerts implements AlertStream {

  /** How many alerts are remembered, so that they can recover later. */
  private static final int REMEMBERED = 256;

  private final Expectation expectation = new Expectation();
  private final long first;
  private final long stride;
  private final double changes;
  private final long[] numbers = new long[REMEMBERED];
  private final long[] startedAts = new long[REMEMBERED];
  private final byte[] states = new byte[REMEMBERED];
  private final long[] pendingNumber;
  private final long[] pendingStart;
  // For a recovery, the place of its alert; for a firing, -1.
  private final int[] pendingPlace;
  private int head;
  private int remembered;
  private int takenBack;
  private int pendings;
  private long made;
  private long number;
  private boolean firing;
  private long startedAt;
  private long observedAt;
  private long random;

  /**
   * @param changes the share of events that are recoveries
   * @param perRequest the events between two calls of {@link #settle}
   */
  DistinctAlerts(long first, long stride, double changes, int perRequest, long seed) {
    this.first = first;
    this.stride = stride;
    this.changes = changes;
    this.pendingNumber = new long[perRequest];
    this.pendingStart = new long[perRequest];
    this.pendingPlace = new int[perRequest];
    this.random = seed;
  }

  @Override
  public void next(long now) {
    if (takenBack < remembered && changes > 0 && chance() < changes) {
      int place = (head + takenBack++) % REMEMBERED;
      number = numbers[place];
      startedAt = startedAts[place];
      observedAt = Math.max(now, startedAt + 1);
      firing = false;
      pendingPlace[pendings] = place;
    } else {
      number = first + stride * made++;
      startedAt = now;
      observedAt = now;
      firing = true;
      pendingPlace[pendings] = -1;
    }
    pendingNumber[pendings] = number;
    pendingStart[pendings++] = startedAt;
  }

  private double chance() {
    random++;
    return (Mix.of(random) >>> 11) * 0x1.0p-53;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public boolean firing() {
    return firing;
  }

  @Override
  public long startedAt() {
    return startedAt;
  }

  @Override
  public long observedAt() {
    return observedAt;
  }

  @Override
  public void settle(boolean acknowledged) {
    for (int i = 0; i < pendings; i++) {
      int place = pendingPlace[i];
      if (place >= 0) {
        expectation.countStored(expectation.count(states[place], false, true, acknowledged));
      }
    }
    // Recoveries were taken in order, beginning at the head.
    head = (head + takenBack) % REMEMBERED;
    remembered -= takenBack;
    takenBack = 0;
    for (int i = 0; i < pendings; i++) {
      if (pendingPlace[i] < 0) {
        remember(i, expectation.count(Expectation.UNKNOWN, true, true, acknowledged));
      }
    }
    pendings = 0;
  }

  private void remember(int event, int state) {
    if (changes == 0) {
      expectation.countStored(state);
      return;
    }
    if (remembered == REMEMBERED) {
      expectation.countStored(states[head]);
      head = (head + 1) % REMEMBERED;
      remembered--;
    }
    int place = (head + remembered++) % REMEMBERED;
    numbers[place] = pendingNumber[event];
    startedAts[place] = pendingStart[event];
    states[place] = (byte) state;
  }

  @Override
  public Expectation expectation() {
    Expectation whole = new Expectation();
    whole.add(expectation);
    for (int i = 0; i < remembered; i++) {
      whole.countStored(states[(head + i) % REMEMBERED]);
    }
    return whole;
  }
}
