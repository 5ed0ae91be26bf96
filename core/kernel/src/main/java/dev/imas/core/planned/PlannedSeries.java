package dev.imas.core.planned;

import dev.imas.core.ical.Length;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Planned times, some of which were changed alone. An occurrence is known by the start that it was
 * planned for, wherever it was moved. Pure.
 *
 * @param changed by that start
 */
public record PlannedSeries(PlannedTimes times, Map<LocalDateTime, Changed> changed) {

  /** So far it is looked back at once for what has begun. */
  private static final List<Duration> BACK =
      List.of(
          Duration.ofDays(3), Duration.ofDays(40), Duration.ofDays(400), Duration.ofDays(4_000));

  /** A day has one occurrence at most. */
  private static final int MOST_BACK = 5_000;

  private static final int MOST_TO_THE_END = 10_001;

  /**
   * What is otherwise for one occurrence.
   *
   * @param startsAt by the clock of the zone; null: as planned
   * @param length null: as planned
   */
  public record Changed(
      boolean isCancelled, @Nullable LocalDateTime startsAt, @Nullable Duration length) {

    boolean isMoved() {
      return startsAt != null || length != null;
    }
  }

  /**
   * One time of it.
   *
   * @param at the start that it was planned for
   */
  public record Time(
      LocalDateTime at, Instant startsAt, Instant endsAt, boolean isCancelled, boolean isMoved) {

    private boolean touches(Instant from, Instant until) {
      return startsAt.isBefore(until) && endsAt.isAfter(from);
    }
  }

  public PlannedSeries {
    changed = Map.copyOf(changed);
  }

  /**
   * Times of which a part lies between, by their start, at most so many. Those that were cancelled
   * are among them.
   */
  public List<Time> between(Instant from, Instant until, int most) {
    List<Time> found = new ArrayList<>();
    // What was moved away takes no place of others.
    for (Occurrence one : times.between(from, until, most + changed.size())) {
      if (!changed.containsKey(one.local())) {
        found.add(new Time(one.local(), one.startsAt(), one.endsAt(), false, false));
      }
    }
    for (LocalDateTime at : changed.keySet()) {
      at(at).filter(time -> time.touches(from, until)).ifPresent(found::add);
    }
    found.sort(Comparator.comparing(Time::startsAt).thenComparing(Time::at));
    return found.subList(0, Math.min(most, found.size()));
  }

  /** The time that was planned for then; empty if none was. */
  public Optional<Time> at(LocalDateTime at) {
    return times.at(at).map(one -> time(one, changed.get(at)));
  }

  private Time time(Occurrence planned, @Nullable Changed change) {
    if (change == null || !change.isMoved()) {
      return new Time(
          planned.local(),
          planned.startsAt(),
          planned.endsAt(),
          change != null && change.isCancelled,
          false);
    }
    LocalDateTime start = change.startsAt == null ? planned.local() : change.startsAt;
    Duration length = change.length == null ? times.length() : change.length;
    Length lasting =
        times.endsByClock() ? new Length.UntilClock(length) : new Length.Lasting(0, length);
    return new Time(
        planned.local(),
        ZonedDateTime.ofLocal(start, times.zone(), null).toInstant(),
        lasting.end(start, times.zone()),
        change.isCancelled,
        true);
  }

  /** The first of its times, by the start that it was planned for. */
  Optional<LocalDateTime> first() {
    return times.next(times.start()).map(Occurrence::local);
  }

  /**
   * The last start of which the time has begun, or was to begin. What stands before it is past,
   * whatever was moved.
   */
  Optional<LocalDateTime> lastBegun(Instant now) {
    LocalDateTime last = lastPlanned(now);
    for (LocalDateTime at : changed.keySet()) {
      boolean isLater = last == null || at.isAfter(last);
      if (isLater && at(at).filter(time -> !time.startsAt.isAfter(now)).isPresent()) {
        last = at;
      }
    }
    return Optional.ofNullable(last);
  }

  private @Nullable LocalDateTime lastPlanned(Instant now) {
    Instant end = now.plusNanos(1_000);
    for (Duration back : BACK) {
      List<Occurrence> found = times.between(now.minus(back), end, MOST_BACK);
      if (!found.isEmpty()) {
        return found.getLast().local();
      }
    }
    Instant first = ZonedDateTime.ofLocal(times.start(), times.zone(), null).toInstant();
    List<Occurrence> found = times.between(first, end, MOST_BACK);
    return found.isEmpty() ? null : found.getLast().local();
  }

  /** When the last of its times ends; empty if it comes for ever, or very often. */
  public Optional<Instant> end() {
    if (times.recurrence() != null && !times.recurrence().ends()) {
      return Optional.empty();
    }
    Instant first = ZonedDateTime.ofLocal(times.start(), times.zone(), null).toInstant();
    List<Time> all = between(first.minus(times.length()), Instant.MAX, MOST_TO_THE_END);
    Instant end = first;
    for (Time time : all) {
      end = time.endsAt.isAfter(end) ? time.endsAt : end;
    }
    return all.size() < MOST_TO_THE_END ? Optional.of(end) : Optional.empty();
  }

  /** Its changed times, by the start that they were planned for. */
  TreeMap<LocalDateTime, Changed> inOrder() {
    return new TreeMap<>(changed);
  }
}
