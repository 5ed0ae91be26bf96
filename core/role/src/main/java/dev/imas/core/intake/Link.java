package dev.imas.core.intake;

import java.util.UUID;

/** That an alert belongs to an incident, now or formerly. */
public record Link(UUID incidentId, UUID fingerprint) {}
