package dev.imas.core.item;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of an item.
 *
 * @param name {@code created}, or the member that changed
 * @param from as people read it; null for nothing, and for long texts
 */
record ItemEvent(
    String name,
    @Nullable String from,
    @Nullable String to,
    @Nullable String reason,
    String author,
    @Nullable UUID authorId,
    Instant at) {

  static final String CREATED = "created";
  static final String STATUS = "status";

  /** What became of it in a tracker; the reason says what did not go well. */
  static final String TRACKER = "tracker";
}
