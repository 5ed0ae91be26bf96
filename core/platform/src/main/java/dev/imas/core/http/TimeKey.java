package dev.imas.core.http;

import dev.imas.core.platform.Fault;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The place of an item in a list that is ordered by time, then by id. */
public record TimeKey(Instant at, UUID id) {

  public static @Nullable TimeKey parse(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    int slash = cursor.indexOf('/');
    try {
      return new TimeKey(
          Instant.parse(cursor.substring(0, Math.max(slash, 0))),
          UUID.fromString(cursor.substring(slash + 1)));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "cursor", "cursor is not one that a list gave");
    }
  }

  @Override
  public String toString() {
    return at + "/" + id;
  }
}
