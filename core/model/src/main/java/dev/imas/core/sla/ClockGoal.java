package dev.imas.core.sla;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Within how much open time something must have happened.
 *
 * @param within null: there is no goal, and the clock only counts
 */
public record ClockGoal(@Nullable Duration within, BusinessCalendar calendar) {

  /** Nothing is promised. */
  public static final ClockGoal NONE = new ClockGoal(null, BusinessCalendar.ALWAYS);

  public ClockGoal {
    if (within != null && (within.isNegative() || within.isZero())) {
      throw new IllegalArgumentException("a goal must be longer than nothing, not " + within);
    }
  }
}
