package dev.imas.core.http;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What names a resource in a path, a query or a body: its id, or its name, case aside. Each
 * repository finds its own by both.
 *
 * @param text as given
 * @param id where the text is one
 */
public record Reference(String text, @Nullable UUID id) {

  /** An id that nothing has. */
  public static final UUID NOTHING = new UUID(0, 0);

  public static Reference of(String text) {
    UUID id = null;
    try {
      id = Query.strictUuid(text);
    } catch (IllegalArgumentException e) {
      // A name.
    }
    return new Reference(text, id);
  }

  /** For filters: what is gone is still known by its id, and an unknown name finds nothing. */
  public UUID orNothing(Optional<UUID> found) {
    return found.orElse(id == null ? NOTHING : id);
  }

  @Override
  public String toString() {
    return text;
  }
}
