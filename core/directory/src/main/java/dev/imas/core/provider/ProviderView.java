package dev.imas.core.provider;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.UUID;

/**
 * A provider as it is shown.
 *
 * @param hook in the path to which its vendor posts what people answer
 * @param config with the hints of secrets in place of them
 */
record ProviderView(
    UUID id,
    String name,
    String type,
    String channel,
    UUID hook,
    @JsonRawValue String config,
    int priority,
    int concurrency,
    boolean isActive,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {}
