package dev.imas.core.tag;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tag as it is shown (INC-16).
 *
 * @param color six hexadecimal digits after a {@code #}
 * @param autoApplyPattern new incidents whose title, description, service or severity it fits get
 *     the tag; null: none do
 */
record TagView(
    UUID id,
    String name,
    String color,
    String description,
    @Nullable String autoApplyPattern,
    boolean isActive,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  /**
   * A tag with its use.
   *
   * @param incidents how many that are kept have it
   */
  record Used(@JsonUnwrapped TagView tag, long incidents) {}
}
