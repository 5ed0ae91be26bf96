package dev.imas.core.intake;

import java.time.Duration;

/**
 * @param reopenWindow how long after its end an incident is reopened by its group's alerts
 * @param oldestStart an alert that says it began longer ago than this is not believed
 */
public record IntakePolicy(Duration reopenWindow, Duration oldestStart) {

  public static final IntakePolicy DEFAULT =
      new IntakePolicy(Duration.ofMinutes(30), Duration.ofDays(7));
}
