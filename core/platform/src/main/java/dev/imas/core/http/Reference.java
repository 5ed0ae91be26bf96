package dev.imas.core.http;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names a resource in a path, a query or a body, by its id or by its name (ignoring case). Each
 * repository finds its own resources by both.
 *
 * @param text as given
 * @param id the text as an id; null if it is not one
 */
public record Reference(String text, @Nullable UUID id) {

  /** An id that no resource has. */
  public static final UUID NOTHING = new UUID(0, 0);

  public static Reference of(String text) {
    UUID id = null;
    try {
      id = Query.strictUuid(text);
    } catch (IllegalArgumentException e) {
      // It is a name.
    }
    return new Reference(text, id);
  }

  /**
   * The id to filter by. A deleted resource is still found by its id, and an unknown name finds
   * nothing.
   */
  public UUID orNothing(Optional<UUID> found) {
    return found.orElse(id == null ? NOTHING : id);
  }

  @Override
  public String toString() {
    return text;
  }
}
