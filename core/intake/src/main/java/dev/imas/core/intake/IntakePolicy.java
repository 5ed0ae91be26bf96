package dev.imas.core.intake;

import java.time.Duration;

/**
 * @param reopenWindow how long after it was resolved an incident is reopened by its group's alerts
 * @param oldestStart a start time longer ago than this is ignored
 * @param newIncidents how many incidents a tenant's alerts may open within a minute, counted
 *     separately for SEV1 and SEV2 and for the rest; further groups are gathered by service
 */
public record IntakePolicy(Duration reopenWindow, Duration oldestStart, int newIncidents) {}
