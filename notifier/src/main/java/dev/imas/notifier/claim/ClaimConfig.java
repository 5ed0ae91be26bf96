package dev.imas.notifier.claim;

import dev.imas.notifier.throttle.ThrottlePolicy;
import java.time.Duration;

/**
 * @param concurrency deliveries in flight at once, for all receivers together
 * @param lease how long a claim is ours
 * @param poll how often to look for due deliveries without being told
 * @param drain how long a stop waits for deliveries in flight
 */
public record ClaimConfig(
    int concurrency, Duration lease, Duration poll, Duration drain, ThrottlePolicy throttle) {}
