package dev.imas.core.planned;

import dev.imas.core.ical.CalendarRecurrence;
import dev.imas.core.ical.Length;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When something that is planned takes place, once or again and again. Starts are wall clock times
 * of its zone: one that a change of the clocks leaves out begins later by what is left out, one
 * that comes twice begins the first time. Pure.
 *
 * @param start of the first occurrence
 * @param endsByClock whether an occurrence ends when the clock shows its end, so that it is shorter
 *     or longer when clocks are changed. Otherwise it lasts as long as it says
 * @param recurrence null: once
 * @param except the starts of occurrences that are left out
 */
public record PlannedTimes(
    LocalDateTime start,
    ZoneId zone,
    Duration length,
    boolean endsByClock,
    @Nullable CalendarRecurrence recurrence,
    Set<LocalDateTime> except) {

  public PlannedTimes {
    except = Set.copyOf(except);
  }

  /** Occurrences of which a part lies in that time, ascending, at most so many. */
  public List<Occurrence> between(Instant from, Instant until, int most) {
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

  /** The first occurrence that starts then or later, by the clock of its zone. */
  public Optional<Occurrence> next(LocalDateTime from) {
    Iterator<LocalDateTime> starts =
        recurrence == null
            ? Collections.singleton(start).iterator()
            : recurrence.from(start, zone, from);
    while (starts.hasNext()) {
      LocalDateTime next = starts.next();
      if (!next.isBefore(from) && !except.contains(next)) {
        return Optional.of(occurrence(next));
      }
    }
    return Optional.empty();
  }

  /** The occurrence that starts then; empty if none does. */
  public Optional<Occurrence> at(LocalDateTime local) {
    return next(local).filter(found -> found.local().equals(local));
  }

  /** The same, without those that are left out. */
  public PlannedTimes leavingOut(Set<LocalDateTime> starts) {
    return new PlannedTimes(start, zone, length, endsByClock, recurrence, starts);
  }

  private Iterator<LocalDateTime> starts(Instant from) {
    // That covers what a change of the clocks moves.
    LocalDateTime earliest = LocalDateTime.ofInstant(from.minus(length), zone).minusDays(2);
    return recurrence == null
        ? Collections.singleton(start).iterator()
        : recurrence.from(start, zone, earliest);
  }

  private Occurrence occurrence(LocalDateTime local) {
    Instant starts = ZonedDateTime.ofLocal(local, zone, null).toInstant();
    Length lasting = endsByClock ? new Length.UntilClock(length) : new Length.Lasting(0, length);
    return new Occurrence(local, starts, lasting.end(local, zone));
  }
}
