package dev.imas.notifier.event;

import dev.imas.core.platform.Settings;
import dev.imas.notifier.claim.ClaimConfig;
import java.time.Duration;

/**
 * How events are posted.
 *
 * @param concurrency events in flight at once
 * @param perSubscription of these, for one subscription
 * @param lease how long nobody else claims what is in flight
 * @param drain how long a stop waits for what is in flight
 */
public record EventConfig(int concurrency, int perSubscription, Duration lease, Duration drain) {

  private static final int PER_SUBSCRIPTION = 4;

  /**
   * @param claims whose lease and drain hold for events, too
   */
  public static EventConfig read(Settings in, ClaimConfig claims) {
    return new EventConfig(
        in.count("notifier.events.concurrency", 32, 1, 1_000),
        PER_SUBSCRIPTION,
        claims.lease(),
        claims.drain());
  }
}
