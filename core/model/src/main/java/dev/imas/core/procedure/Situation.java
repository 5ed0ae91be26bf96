package dev.imas.core.procedure;

import dev.imas.core.model.Severity;
import java.util.UUID;

/**
 * What a runbook is chosen by.
 *
 * @param alertName empty if no alert opened the incident
 */
public record Situation(
    UUID service, String serviceName, String alertName, String title, Severity severity) {}
