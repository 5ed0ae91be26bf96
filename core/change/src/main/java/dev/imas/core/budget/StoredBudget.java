package dev.imas.core.budget;

import java.time.Instant;
import java.util.UUID;

/**
 * An error budget as it is stored.
 *
 * @param blocks whether the gate denies production deployments while it is spent
 */
public record StoredBudget(
    UUID id,
    String name,
    UUID service,
    String serviceName,
    ErrorBudget budget,
    boolean blocks,
    int version,
    Instant createdAt,
    Instant updatedAt) {}
