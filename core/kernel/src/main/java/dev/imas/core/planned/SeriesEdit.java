package dev.imas.core.planned;

import dev.imas.core.ical.CalendarRecurrence;
import dev.imas.core.model.StepBudget;
import dev.imas.core.planned.PlannedSeries.Changed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What it comes to when a series is changed or ended as a whole, or from one of its times on. What
 * has begun stays as it was: then the series is cut, and another one begins. Pure.
 */
public final class SeriesEdit {

  private static final int STEPS = 20_000;
  private static final int MOST_SKIPPED = 1_000;

  private SeriesEdit() {}

  /** What is to be done. */
  public sealed interface Outcome {

    /**
     * The series itself changes.
     *
     * @param kept where changed times of before are now, by their former start
     * @param lost changed times that no longer come; none of them was cancelled
     */
    record Whole(
        PlannedSeries after, Map<LocalDateTime, LocalDateTime> kept, Set<LocalDateTime> lost)
        implements Outcome {

      public Whole {
        kept = Map.copyOf(kept);
        lost = Set.copyOf(lost);
      }
    }

    /**
     * The series ends, and another one follows it.
     *
     * @param from the first start that the series has no longer
     * @param after the one that follows
     */
    record Cut(
        PlannedSeries before,
        LocalDateTime from,
        PlannedSeries after,
        Map<LocalDateTime, LocalDateTime> kept,
        Set<LocalDateTime> lost)
        implements Outcome {

      public Cut {
        kept = Map.copyOf(kept);
        lost = Set.copyOf(lost);
      }
    }

    /** The series ends, and nothing follows it. */
    record Ended(PlannedSeries before, LocalDateTime from) implements Outcome {}

    /** Nothing of it has begun, so nothing of it stays. */
    record Gone() implements Outcome {}

    /**
     * It cannot be done.
     *
     * @param proposed the first start that the rule has; null where that is not the reason
     */
    record Refused(Reason reason, @Nullable LocalDateTime proposed) implements Outcome {}
  }

  /** Why something cannot be done. */
  public enum Reason {
    /** Nothing comes any more. */
    OVER,
    /** The series has no time that was planned for then. */
    NONE_THEN,
    /** That time has begun. */
    BEGUN,
    /** The changed times would begin before now. */
    PAST,
    /** The rule has no time at the start. */
    UNMATCHED
  }

  /** From where on something is done: not at all, from the first on, or from that start on. */
  private sealed interface From {
    record None(Reason why) implements From {}

    record All() implements From {}

    record On(LocalDateTime start) implements From {}
  }

  private static From from(PlannedSeries series, @Nullable LocalDateTime asked, Instant now) {
    LocalDateTime begun = series.lastBegun(now).orElse(null);
    if (asked == null) {
      return begun == null ? new From.All() : after(series, begun);
    }
    if (series.at(asked).isEmpty()) {
      return new From.None(Reason.NONE_THEN);
    }
    if (begun != null) {
      return asked.isAfter(begun) ? new From.On(asked) : new From.None(Reason.BEGUN);
    }
    return series.first().filter(asked::equals).isPresent() ? new From.All() : new From.On(asked);
  }

  private static From after(PlannedSeries series, LocalDateTime begun) {
    Optional<Occurrence> next = series.times().next(begun.plusSeconds(1));
    return next.isPresent() ? new From.On(next.get().local()) : new From.None(Reason.OVER);
  }

  /**
   * @param asked the start from which on it is ended; null: as much of it as has not begun
   */
  public static Outcome end(PlannedSeries series, @Nullable LocalDateTime asked, Instant now) {
    return switch (from(series, asked, now)) {
      case From.None none -> new Outcome.Refused(none.why, null);
      case From.All all -> new Outcome.Gone();
      case From.On on -> new Outcome.Ended(cut(series, on.start), on.start);
    };
  }

  /**
   * @param asked the start from which on it is changed; null: as much of it as has not begun
   * @param wanted the new times. Their start is that of the time at {@code asked}; where that is
   *     null, it says by how much the start of the whole series moves
   */
  public static Outcome change(
      PlannedSeries series, @Nullable LocalDateTime asked, PlannedTimes wanted, Instant now) {
    From from = from(series, asked, now);
    if (from instanceof From.None none) {
      return new Outcome.Refused(none.why, null);
    }
    PlannedTimes times = series.times();
    Duration by = Duration.between(asked == null ? times.start() : asked, wanted.start());
    if (from instanceof From.All) {
      LocalDateTime of = asked == null ? times.start() : asked;
      return changed(series, null, of.plus(by), by, wanted, now);
    }
    LocalDateTime start = ((From.On) from).start;
    // With an earlier time of day, what comes next may be over before it is changed.
    for (int i = 0; asked == null && i < MOST_SKIPPED; i++) {
      if (begins(start.plus(by), wanted).isAfter(now)) {
        break;
      }
      Optional<Occurrence> next = times.next(start.plusSeconds(1));
      if (next.isEmpty()) {
        return new Outcome.Refused(Reason.PAST, null);
      }
      start = next.get().local();
    }
    return changed(series, start, start.plus(by), by, wanted, now);
  }

  private static Instant begins(LocalDateTime start, PlannedTimes of) {
    return ZonedDateTime.ofLocal(start, of.zone(), null).toInstant();
  }

  /**
   * @param from null: the whole series
   * @param by so much all starts move on the clock
   */
  private static Outcome changed(
      PlannedSeries series,
      @Nullable LocalDateTime from,
      LocalDateTime start,
      Duration by,
      PlannedTimes wanted,
      Instant now) {
    if (!begins(start, wanted).isAfter(now)) {
      return new Outcome.Refused(Reason.PAST, null);
    }
    PlannedTimes every =
        new PlannedTimes(
            start,
            wanted.zone(),
            wanted.length(),
            wanted.endsByClock(),
            rule(series.times(), from, by, wanted),
            Set.of());
    LocalDateTime first = every.next(start).map(Occurrence::local).orElse(null);
    if (!start.equals(first)) {
      return new Outcome.Refused(Reason.UNMATCHED, first);
    }
    PlannedTimes after =
        every.leavingOut(leftOut(series.times(), from, every, wanted.except(), by));
    Map<LocalDateTime, LocalDateTime> kept = new HashMap<>();
    Set<LocalDateTime> lost = new HashSet<>();
    Map<LocalDateTime, Changed> changed = new HashMap<>();
    series
        .inOrder()
        .forEach(
            (at, change) -> {
              if (from != null && at.isBefore(from)) {
                return;
              }
              LocalDateTime moved = at.plus(by);
              if (after.at(moved).isPresent()) {
                kept.put(at, moved);
                changed.put(moved, change);
              } else if (!change.isCancelled()) {
                lost.add(at);
              }
            });
    PlannedSeries with = new PlannedSeries(after, changed);
    return from == null
        ? new Outcome.Whole(with, kept, lost)
        : new Outcome.Cut(cut(series, from), from, with, kept, lost);
  }

  /** A rule that stays the same goes on, and ends, where it did; another one begins anew. */
  private static @Nullable CalendarRecurrence rule(
      PlannedTimes of, @Nullable LocalDateTime from, Duration by, PlannedTimes wanted) {
    CalendarRecurrence before = of.recurrence();
    if (before == null || !before.equals(wanted.recurrence())) {
      return wanted.recurrence();
    }
    CalendarRecurrence rest =
        from == null
            ? before
            : before.continuing(of.start(), of.zone(), from, new StepBudget(STEPS));
    return rest.movedBy(by, of.zone());
  }

  /**
   * What was left out before moves with the times, and what is left out anew says its time itself.
   * What names none of them is forgotten.
   */
  private static Set<LocalDateTime> leftOut(
      PlannedTimes before,
      @Nullable LocalDateTime from,
      PlannedTimes every,
      Set<LocalDateTime> asked,
      Duration by) {
    Set<LocalDateTime> out = new TreeSet<>();
    for (LocalDateTime one : asked) {
      boolean moves = before.except().contains(one) && (from == null || !one.isBefore(from));
      LocalDateTime start = moves ? one.plus(by) : one;
      if (every.at(start).isPresent()) {
        out.add(start);
      }
    }
    return out;
  }

  private static PlannedSeries cut(PlannedSeries series, LocalDateTime from) {
    PlannedTimes times = series.times();
    CalendarRecurrence rule = times.recurrence();
    List<LocalDateTime> out = new ArrayList<>(times.except());
    out.removeIf(one -> !one.isBefore(from));
    return new PlannedSeries(
        new PlannedTimes(
            times.start(),
            times.zone(),
            times.length(),
            times.endsByClock(),
            rule == null ? null : rule.endingBefore(from),
            Set.copyOf(out)),
        new TreeMap<>(series.inOrder().headMap(from)));
  }
}
