package dev.imas.core.dora;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An incident whose cause is a deployment, as people confirmed it. Pure.
 *
 * @param restoredAt when it was mitigated or resolved; null: not yet
 */
record CausedIncident(
    UUID deployment, UUID id, String shortId, Instant detectedAt, @Nullable Instant restoredAt) {}
