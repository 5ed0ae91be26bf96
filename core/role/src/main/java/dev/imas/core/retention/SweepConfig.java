package dev.imas.core.retention;

import dev.imas.core.platform.Settings;
import java.time.Duration;

/**
 * When alerts change without a word of their sender.
 *
 * @param interval between two looks
 * @param grace how long senders may speak first, after our own absence or a gap in their traffic
 * @param batch alerts changed in one transaction at most
 * @param staleAfter how long an alert that tells no end is taken for firing without being heard of,
 *     where its source does not say otherwise
 * @param stillFiringAfter how long after somebody resolved an incident its alerts may fire on
 *     before it is opened again
 */
public record SweepConfig(
    Duration interval, Duration grace, int batch, Duration staleAfter, Duration stillFiringAfter) {

  public static SweepConfig read(Settings in) {
    return new SweepConfig(
        in.duration(
            "core.expiry-interval",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMinutes(5)),
        in.duration(
            "core.expiry-grace", Duration.ofMinutes(5), Duration.ZERO, Duration.ofHours(24)),
        in.count("core.expiry-batch", 1_000, 1, 10_000),
        in.duration(
            "core.stale-after", Duration.ofDays(7), Duration.ofMinutes(1), Duration.ofDays(3650)),
        in.duration(
            "core.still-firing-after",
            Duration.ofMinutes(30),
            Duration.ofSeconds(1),
            Duration.ofDays(7)));
  }
}
