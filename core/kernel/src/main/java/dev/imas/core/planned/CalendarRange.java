package dev.imas.core.planned;

import dev.imas.core.model.EnvironmentTier;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of a calendar is asked for.
 *
 * @param environment only what concerns it; null: everything
 * @param team whose calendar it is; null: everybody's. What has services is chosen by them
 *     afterwards
 * @param most of each source; what comes later is left out
 * @param withCancelled whether what was cancelled is in it
 * @param of only what belongs to the thing with this id; null: to any
 */
public record CalendarRange(
    Instant from,
    Instant until,
    @Nullable Environment environment,
    @Nullable UUID team,
    int most,
    boolean withCancelled,
    @Nullable UUID of) {

  public record Environment(UUID id, EnvironmentTier tier) {}

  public boolean touches(Instant begins, Instant ends) {
    return begins.isBefore(until) && ends.isAfter(from);
  }
}
