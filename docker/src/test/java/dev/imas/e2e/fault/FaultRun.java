package dev.imas.e2e.fault;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How thoroughly the matrix is run: short in {@code mvn verify}, long with {@code mvn -Pfaults
 * verify}. The faults are the same; the long run has more of them, for longer.
 */
final class FaultRun {

  private static final boolean LONG = Boolean.getBoolean("imas.faults.long");

  private FaultRun() {}

  /** Whether this is the long run, of the profile {@code faults}. */
  static boolean isLong() {
    return LONG;
  }

  static int times(int inShort, int inLong) {
    return LONG ? inLong : inShort;
  }

  static Duration span(Duration inShort, Duration inLong) {
    return LONG ? inLong : inShort;
  }

  /** Prints its seed; {@code -Dimas.faults.seed=…} repeats the same moments. */
  static Random random(String fault) {
    Long given = Long.getLong("imas.faults.seed");
    long seed = given == null ? ThreadLocalRandom.current().nextLong() : given;
    System.out.println(fault + ": -Dimas.faults.seed=" + seed);
    return new Random(seed);
  }
}
