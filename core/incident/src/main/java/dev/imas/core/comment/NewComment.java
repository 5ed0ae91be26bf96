package dev.imas.core.comment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A comment that has just been written.
 *
 * @param seq of its entry in the incident's timeline
 * @param author as the entry names them
 * @param authorId null: no user wrote it
 */
record NewComment(
    UUID id,
    UUID incident,
    int seq,
    String author,
    @Nullable UUID authorId,
    String text,
    Instant at) {}
