package dev.imas.core.intake;

import java.time.Duration;

/**
 * @param reopenWindow how long after its end an incident is reopened by its group's alerts
 * @param autoResolve whether incidents may end by themselves at all
 * @param oldestStart an alert that says it began longer ago than this is not believed
 */
public record IntakePolicy(Duration reopenWindow, boolean autoResolve, Duration oldestStart) {

  public static final IntakePolicy DEFAULT =
      new IntakePolicy(Duration.ofMinutes(30), true, Duration.ofDays(7));
}
