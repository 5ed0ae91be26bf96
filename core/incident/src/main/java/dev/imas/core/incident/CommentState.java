package dev.imas.core.incident;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a comment since it was written.
 *
 * @param version counts its texts from 1
 * @param editedAt null: it has its first text
 * @param deletedAt null: it is there. Of a deleted one, the text is gone
 * @param reactions a JSON list: each reaction, how many people gave it, and the first of them
 * @param mentions a JSON list: the people and teams that it names
 */
public record CommentState(
    UUID id,
    int version,
    @Nullable Instant editedAt,
    @Nullable Instant deletedAt,
    @Nullable String deletedBy,
    @JsonProperty("is_pinned") boolean isPinned,
    @JsonRawValue String reactions,
    @JsonRawValue String mentions) {}
