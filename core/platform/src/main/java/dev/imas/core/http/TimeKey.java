package dev.imas.core.http;

import java.time.Instant;
import java.util.UUID;

/** The place of an item in a list that is ordered by time, then by id. */
public record TimeKey(Instant at, UUID id) {

  /**
   * Parses what {@link #toString} writes.
   *
   * @throws IllegalArgumentException or a {@link java.time.DateTimeException} for anything else
   */
  public static TimeKey parse(String key) {
    int slash = key.indexOf('/');
    return new TimeKey(
        Instant.parse(key.substring(0, Math.max(slash, 0))),
        UUID.fromString(key.substring(slash + 1)));
  }

  @Override
  public String toString() {
    return at + "/" + id;
  }
}
