package dev.imas.core.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody opened an incident without paging anyone.
 *
 * @param by who did
 * @param endedBy who had people paged since; absent if nobody has
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Unpaged(String by, Instant at, @Nullable String endedBy, @Nullable Instant endedAt) {}
