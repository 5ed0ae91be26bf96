package dev.imas.core.oncall;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody is on call for a time.
 *
 * @param level 1 is primary, 2 secondary
 */
public record Shift(int level, UUID person, Interval when, Cause cause) {

  public Instant from() {
    return when.from();
  }

  public Instant until() {
    return when.until();
  }

  /** Whether the turn would have passed to another, and there was nobody else. */
  public boolean isLeftOver() {
    return cause instanceof Cause.Cover cover && cover.instead().isEmpty();
  }
}
