package dev.imas.core.intake;

import dev.imas.core.incident.Detection;
import dev.imas.core.platform.Settings;
import java.time.Duration;

/**
 * @param batch the most outbox rows of one transaction
 * @param poll how often the outbox is polled without a hint on the bus
 * @param gather the time between the starts of transactions that are far from full; a fifth of it
 *     for the urgent lane
 * @param growthPause the time between the last message about an incident and one about its growth
 */
public record IntakeConfig(
    int batch, Duration poll, Duration gather, Duration growthPause, IntakePolicy policy) {

  public static IntakeConfig read(Settings in) {
    return new IntakeConfig(
        in.count("core.intake-batch", 1_000, 1, 5_000),
        in.duration(
            "core.intake-poll",
            Duration.ofMillis(500),
            Duration.ofMillis(10),
            Duration.ofSeconds(1)),
        in.duration(
            "core.intake-gather", Duration.ofMillis(100), Duration.ZERO, Duration.ofSeconds(1)),
        in.duration(
            "core.growth-pause",
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofHours(24)),
        new IntakePolicy(
            in.duration(
                "core.reopen-window", Duration.ofMinutes(30), Duration.ZERO, Duration.ofDays(7)),
            Detection.OLDEST,
            in.count("core.new-incidents", 5_000, 1, 1_000_000)));
  }
}
