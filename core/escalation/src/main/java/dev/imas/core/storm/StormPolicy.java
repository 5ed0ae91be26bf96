package dev.imas.core.storm;

import java.time.Duration;

/**
 * From when on new incidents of a team are a storm, and when it ends.
 *
 * @param isActive whether there are storms at all
 * @param threshold a storm begins with the first incident after so many within a minute of a team
 *     and an escalation policy
 * @param endsBelow it is calm while fewer than so many a minute are opened
 * @param endsAfter it ends when it has been calm for that long
 */
public record StormPolicy(boolean isActive, int threshold, int endsBelow, Duration endsAfter) {

  /** Of a tenant that has not changed it. */
  public static final StormPolicy USUAL = new StormPolicy(false, 20, 5, Duration.ofMinutes(5));

  static final int LOWEST_THRESHOLD = 2;
  static final int HIGHEST_THRESHOLD = 1_000;
  static final Duration SHORTEST = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofHours(24);

  /** The time in which incidents are counted. */
  static final Duration WITHIN = Duration.ofMinutes(1);
}
