package dev.imas.core.ical;

import dev.imas.core.model.StepBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An event and all times at which it comes again. Immutable.
 *
 * @param first what its newest VEVENT says
 * @param recurrence null: it has no rule
 * @param added further times (RDATE), by their starts
 * @param except the starts of times that are left out, by the clock of its zone
 * @param changes of single times, or of all from one on, by their former starts
 * @param isCancelled whether none of it takes place
 */
public record Series(
    CalendarEvent first,
    @Nullable CalendarRecurrence recurrence,
    Map<LocalDateTime, Length> added,
    Set<LocalDateTime> except,
    List<Change> changes,
    boolean isCancelled) {

  public Series {
    added = Map.copyOf(added);
    except = Set.copyOf(except);
    changes = List.copyOf(changes);
  }

  /**
   * What a VEVENT with a RECURRENCE-ID says.
   *
   * @param of the start that it replaces, by the clock of the series
   * @param isThisAndFuture whether all later ones are changed likewise
   * @param isCancelled whether these do not take place
   */
  public record Change(
      LocalDateTime of, boolean isThisAndFuture, boolean isCancelled, CalendarEvent event) {}

  /**
   * Its times of which a part lies in that time span, in no order, each once.
   *
   * @param steps what they may take
   */
  public List<CalendarEvent> between(Instant from, Instant until, StepBudget steps) {
    List<CalendarEvent> found = new ArrayList<>();
    if (isCancelled) {
      return found;
    }
    Map<LocalDateTime, Change> single = new HashMap<>();
    TreeMap<LocalDateTime, Change> following = new TreeMap<>();
    for (Change change : changes) {
      if (change.isThisAndFuture) {
        following.put(change.of, change);
      } else {
        single.put(change.of, change);
        if (!change.isCancelled) {
          add(found, change.event, from, until);
        }
      }
    }
    Duration reach = reach();
    LocalDateTime earliest = LocalDateTime.ofInstant(from.minus(reach), first.zone());
    LocalDateTime latest = LocalDateTime.ofInstant(until.plus(reach), first.zone());
    for (Iterator<LocalDateTime> starts = starts(earliest, latest, steps); starts.hasNext(); ) {
      LocalDateTime start = starts.next();
      if (except.contains(start) || single.containsKey(start)) {
        continue;
      }
      Map.Entry<LocalDateTime, Change> changed = following.floorEntry(start);
      if (changed == null) {
        Length own = added.get(start);
        CalendarEvent event = first.at(start);
        add(found, own == null ? event : event.lasting(own), from, until);
      } else if (!changed.getValue().isCancelled) {
        add(found, moved(changed.getValue(), start), from, until);
      }
    }
    return found;
  }

  /** Later times move by as much as the one that was changed. */
  private CalendarEvent moved(Change change, LocalDateTime start) {
    return change.event.at(change.event.start().plus(Duration.between(change.of, start)));
  }

  private Iterator<LocalDateTime> starts(
      LocalDateTime earliest, LocalDateTime latest, StepBudget steps) {
    // The first one is of the series, even if the rule leaves it out.
    TreeSet<LocalDateTime> starts = new TreeSet<>(added.keySet());
    starts.add(first.start());
    if (recurrence != null) {
      Iterator<LocalDateTime> times = recurrence.from(first.start(), first.zone(), earliest);
      while (times.hasNext()) {
        steps.take(1);
        LocalDateTime next = times.next();
        if (next.isAfter(latest)) {
          break;
        }
        starts.add(next);
      }
    }
    return starts.iterator();
  }

  /** How far from its former start a time may begin or end. */
  private Duration reach() {
    Duration longest = first.length().longest();
    for (Length length : added.values()) {
      longest = longer(longest, length.longest());
    }
    Duration furthest = Duration.ZERO;
    for (Change change : changes) {
      if (change.isThisAndFuture) {
        longest = longer(longest, change.event.length().longest());
        furthest = longer(furthest, Duration.between(change.of, change.event.start()).abs());
      }
    }
    return longest.plus(furthest).plusDays(2);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static void add(
      List<CalendarEvent> found, CalendarEvent event, Instant from, Instant until) {
    if (event.startsAt().isBefore(until) && event.endsAt().isAfter(from)) {
      found.add(event);
    }
  }

  /** The changes of all times from one on, in their order. */
  public List<Change> following() {
    return changes.stream()
        .filter(Change::isThisAndFuture)
        .sorted(Comparator.comparing(Change::of))
        .toList();
  }

  /** Whether the rule has the first time, too. */
  public boolean isFirstOfRule() {
    return Optional.ofNullable(recurrence)
        .map(rule -> rule.from(first.start(), first.zone(), first.start()))
        .map(times -> times.hasNext() && times.next().equals(first.start()))
        .orElse(true);
  }
}
