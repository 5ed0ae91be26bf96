package dev.imas.core.planned;

import java.time.Instant;
import java.time.LocalDateTime;

/**
 * One time at which something planned takes place: from its start until just before its end.
 *
 * @param local its start by the wall clock of the zone that it is planned in, by which it is known
 */
public record Occurrence(LocalDateTime local, Instant startsAt, Instant endsAt) {

  public boolean holds(Instant at) {
    return !at.isBefore(startsAt) && at.isBefore(endsAt);
  }
}
