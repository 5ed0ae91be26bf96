package dev.imas.core.item;

import dev.imas.core.http.Call;
import dev.imas.core.incident.Author;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who changes an item.
 *
 * @param name as the history shows it for good
 */
record ItemAuthor(String name, Author author) {

  static ItemAuthor of(Call call) {
    return new ItemAuthor(call.author(), Author.of(call.principal()));
  }

  /** A tracker, of which nobody is told who did it there. */
  static ItemAuthor tracker(String issue) {
    return new ItemAuthor(issue, Author.program(issue));
  }

  /** Null for a program. */
  @Nullable UUID id() {
    return author.id();
  }
}
