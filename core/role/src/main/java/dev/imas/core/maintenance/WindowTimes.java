package dev.imas.core.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When the work of a window is done. Starts are wall clock times of its zone: one that a change of
 * the clocks leaves out begins later by what is left out, one that comes twice begins the first
 * time. An occurrence lasts as long as it says by any clock.
 *
 * @param start of the first occurrence
 * @param recurrence null: once
 * @param except the starts of occurrences that are left out
 */
record WindowTimes(
    LocalDateTime start,
    ZoneId zone,
    Duration length,
    @Nullable Recurrence recurrence,
    Set<LocalDateTime> except) {

  WindowTimes {
    except = Set.copyOf(except);
  }

  /** Occurrences of which a part lies in that time, ascending, at most so many. */
  List<Occurrence> between(Instant from, Instant until, int most) {
    List<Occurrence> found = new ArrayList<>();
    Iterator<LocalDateTime> starts = starts(from);
    while (found.size() < most && starts.hasNext()) {
      Occurrence next = occurrence(starts.next());
      if (!next.startsAt().isBefore(until)) {
        break;
      }
      if (next.endsAt().isAfter(from) && !except.contains(next.local())) {
        found.add(next);
      }
    }
    return found;
  }

  private Iterator<LocalDateTime> starts(Instant from) {
    // A day covers what a change of the clocks moves.
    LocalDateTime earliest = LocalDateTime.ofInstant(from.minus(length), zone).minusDays(1);
    return recurrence == null
        ? Collections.singleton(start).iterator()
        : recurrence.from(start, zone, earliest);
  }

  private Occurrence occurrence(LocalDateTime local) {
    Instant starts = ZonedDateTime.ofLocal(local, zone, null).toInstant();
    return new Occurrence(local, starts, starts.plus(length));
  }
}
