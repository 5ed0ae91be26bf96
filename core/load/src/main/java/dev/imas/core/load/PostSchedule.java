package dev.imas.core.load;

/**
 * When posts are due in an open loop, independent of the answers. The rate is steady; a ramp raises
 * it linearly from zero first. Times are nanoseconds since the start.
 *
 * @param rate the posts per second, above 0
 * @param rampNanos the time until the rate is reached
 */
record PostSchedule(double rate, long rampNanos) {

  private static final double SECOND = 1e9;

  PostSchedule {
    if (!(rate > 0) || rampNanos < 0) {
      throw new IllegalArgumentException("rate " + rate + ", ramp " + rampNanos);
    }
  }

  /** How many posts are due by then, inclusive. */
  long dueBy(long nanos) {
    if (nanos < 0) {
      return 0;
    }
    // The first post is due at once, not after an interval.
    return (long) Math.floor(area(nanos) + 1e-9) + 1;
  }

  /**
   * When a post is due.
   *
   * @param index from 0
   */
  long dueAt(long index) {
    double ramp = rampNanos / SECOND;
    double within = rate * ramp / 2;
    double seconds =
        index < within ? Math.sqrt(2 * ramp * index / rate) : ramp + (index - within) / rate;
    return (long) Math.ceil(seconds * SECOND - 1e-3);
  }

  private double area(long nanos) {
    double seconds = nanos / SECOND;
    double ramp = rampNanos / SECOND;
    return seconds < ramp ? rate * seconds * seconds / (2 * ramp) : rate * (seconds - ramp / 2);
  }
}
