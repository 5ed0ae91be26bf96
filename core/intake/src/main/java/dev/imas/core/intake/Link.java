package dev.imas.core.intake;

import java.util.UUID;

/** The membership of an alert in an incident, now or in the past. */
public record Link(UUID incidentId, UUID fingerprint) {}
