package dev.imas.core.intake;

import java.time.Duration;

/**
 * @param reopenWindow how long after its end an incident is reopened by its group's alerts
 * @param oldestStart an alert that says it began longer ago than this is not believed
 * @param newIncidents that alerts of a tenant open within a minute, those of SEV1 and SEV2 apart
 *     from the rest; further groups are gathered by service
 */
public record IntakePolicy(Duration reopenWindow, Duration oldestStart, int newIncidents) {

  public static final IntakePolicy DEFAULT =
      new IntakePolicy(Duration.ofMinutes(30), Duration.ofDays(7), 1_000);
}
