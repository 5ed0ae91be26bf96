package dev.imas.core.sla;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time that a clock does not count.
 *
 * @param until null: it goes on
 */
public record ClockPause(Instant from, @Nullable Instant until, Cause cause) {

  /** Why a clock does not count. Stored and shown in lower case. */
  public enum Cause {
    /** Somebody held it. */
    HOLD,
    /** The incident was resolved, and later reopened. */
    RESOLVED,
    /** The incident was merged into another, and that was undone. */
    MERGED
  }

  /** The same, over at that instant; an instant before its start is the start. */
  ClockPause over(Instant at) {
    return new ClockPause(from, at.isBefore(from) ? from : at, cause);
  }
}
