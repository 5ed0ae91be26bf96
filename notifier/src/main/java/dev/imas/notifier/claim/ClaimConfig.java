package dev.imas.notifier.claim;

import dev.imas.notifier.throttle.ThrottlePolicy;
import java.time.Duration;

/**
 * @param concurrency deliveries under way at once, all receivers together
 * @param lease how long a claim is ours
 * @param poll how often to look without being told
 * @param drain how long a stop waits for what is under way
 */
public record ClaimConfig(
    int concurrency, Duration lease, Duration poll, Duration drain, ThrottlePolicy throttle) {}
