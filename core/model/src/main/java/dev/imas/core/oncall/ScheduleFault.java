package dev.imas.core.oncall;

import java.util.List;

/** What is wrong with a schedule for a time. */
public sealed interface ScheduleFault {

  int level();

  Interval when();

  /** Nobody is on call at that level. */
  record Gap(int level, Interval when) implements ScheduleFault {}

  /**
   * Different people are on call by several layers of the same level and priority.
   *
   * @param layers their names
   */
  record Overlap(int level, Interval when, List<String> layers) implements ScheduleFault {}
}
