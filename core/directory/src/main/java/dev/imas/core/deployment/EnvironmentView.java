package dev.imas.core.deployment;

import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Where a tenant deploys to.
 *
 * @param tier what it is for, by the name of an {@link dev.imas.core.model.EnvironmentTier}
 * @param patterns other names of it, in which {@code *} stands for anything
 */
record EnvironmentView(
    UUID id,
    String name,
    String tier,
    List<String> patterns,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {}
