package dev.imas.core.retention;

import dev.imas.core.platform.Settings;
import java.time.Duration;

/**
 * When alerts change without an event from their sender.
 *
 * @param interval the time between two sweeps
 * @param grace how long senders may post first, after IMAS was down or their traffic had a gap
 * @param batch the most alerts that one transaction changes
 * @param staleAfter how long an alert without an end time counts as firing without a repeat, unless
 *     its source says otherwise
 * @param stillFiringAfter how long after somebody resolved an incident its alerts may go on firing
 *     before it is reopened
 */
public record SweepConfig(
    Duration interval, Duration grace, int batch, Duration staleAfter, Duration stillFiringAfter) {

  /** A transaction of so many takes some tens of milliseconds. */
  private static final int BATCH = 1_000;

  public static SweepConfig read(Settings in) {
    return new SweepConfig(
        in.duration(
            "core.expiry-interval",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMinutes(5)),
        in.duration(
            "core.expiry-grace", Duration.ofMinutes(5), Duration.ZERO, Duration.ofHours(24)),
        BATCH,
        in.duration(
            "core.stale-after", Duration.ofDays(7), Duration.ofMinutes(1), Duration.ofDays(3650)),
        in.duration(
            "core.still-firing-after",
            Duration.ofMinutes(30),
            Duration.ofSeconds(1),
            Duration.ofDays(7)));
  }
}
