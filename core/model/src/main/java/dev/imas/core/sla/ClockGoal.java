package dev.imas.core.sla;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Within how much open time something must have happened.
 *
 * @param aim the name of the tier or severity whose goal it is
 * @param within null: there is no goal, and the clock only counts
 */
public record ClockGoal(String aim, @Nullable Duration within, BusinessCalendar calendar) {

  public ClockGoal {
    if (within != null && (within.isNegative() || within.isZero())) {
      throw new IllegalArgumentException("a goal must be longer than nothing, not " + within);
    }
  }

  /** Nothing is promised. */
  public static ClockGoal none(String aim) {
    return new ClockGoal(aim, null, BusinessCalendar.ALWAYS);
  }
}
