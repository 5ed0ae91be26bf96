package dev.imas.core.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A permission that somebody has besides those of the role.
 *
 * @param team of what this team owns alone; null for the whole tenant
 * @param from the first instant at which it counts
 * @param until the first instant at which it no longer does; null if it does not end
 */
public record Grant(
    Permission permission, @Nullable UUID team, Instant from, @Nullable Instant until) {

  boolean isInForce(Instant at) {
    return !from.isAfter(at) && (until == null || until.isAfter(at));
  }

  /**
   * The same grant, which ends then at the latest.
   *
   * @param then null for no end of its own
   */
  public Grant endingAt(@Nullable Instant then) {
    return then == null || (until != null && until.isBefore(then))
        ? this
        : new Grant(permission, team, from, then);
  }

  /** Whether it allows all that the other one does, for all of its time. */
  boolean includes(Grant other) {
    return permission == other.permission
        && (team == null || team.equals(other.team))
        && !from.isAfter(other.from)
        && (until == null || (other.until != null && !other.until.isAfter(until)));
  }
}
