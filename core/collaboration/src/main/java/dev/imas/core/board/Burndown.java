package dev.imas.core.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.board.PlannedRepository.State;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a sprint, as the log of its board says (G37). Pure: the same log always gives the
 * same burndown, whatever became of the items since.
 *
 * @param committed what stood in it when it began
 * @param added what came after that; an estimate that grows counts, too
 * @param removed what left it after that, undone
 * @param done what of its scope is done
 * @param left what of its scope is not
 * @param days its days in order
 */
record Burndown(
    Amount committed, Amount added, Amount removed, Amount done, Amount left, List<Day> days) {

  Burndown {
    days = List.copyOf(days);
  }

  /** Some items, and their points together. Items without points have none. */
  record Amount(int items, int points) {}

  /**
   * A day, at the midnight at its end; the last one that is known, as of now.
   *
   * @param left points that are not done; null: the day is still to come
   * @param scope points of the sprint; null: the same
   * @param even what would be left at an even pace over the working days
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Day(
      LocalDate date,
      boolean isWorkingDay,
      @Nullable Integer left,
      @Nullable Integer scope,
      double even) {}

  /**
   * What became of an item.
   *
   * @param sprint that it is planned for from then on
   */
  record Change(UUID item, Instant at, @Nullable UUID sprint, int points, State state) {

    boolean isIn(UUID one) {
      return one.equals(sprint) && state != State.OUT;
    }
  }

  /**
   * For how long a sprint lasts.
   *
   * @param until when it was closed, or else now
   * @param endsOn the first day after it
   */
  record Span(Instant from, Instant until, LocalDate endsOn, ZoneId zone) {

    LocalDate firstDay() {
      return from.atZone(zone).toLocalDate();
    }
  }

  /**
   * @param changes of all items that ever were in the sprint, in the order of the log
   * @param works whether people work on a day; where they work on none, each counts
   */
  static Burndown of(UUID sprint, Span span, List<Change> changes, Predicate<LocalDate> works) {
    Counting counting = new Counting(sprint);
    int next = 0;
    while (next < changes.size() && !changes.get(next).at().isAfter(span.from)) {
      counting.take(changes.get(next++));
    }
    counting.begin();
    List<LocalDate> dates = span.firstDay().datesUntil(lastDay(span).plusDays(1)).toList();
    List<LocalDate> planned = dates.stream().filter(date -> date.isBefore(span.endsOn)).toList();
    long working = planned.stream().filter(works).count();
    double all = Math.max(1, working == 0 ? planned.size() : working);
    List<Day> days = new ArrayList<>();
    int passed = 0;
    for (LocalDate date : dates) {
      boolean isWorkingDay = works.test(date);
      passed += date.isBefore(span.endsOn) && (isWorkingDay || working == 0) ? 1 : 0;
      double even = counting.committed() * (1 - passed / all);
      boolean isToCome = date.atStartOfDay(span.zone).toInstant().isAfter(span.until);
      Instant end = date.plusDays(1).atStartOfDay(span.zone).toInstant();
      Instant cut = end.isAfter(span.until) ? span.until : end;
      while (!isToCome && next < changes.size() && !changes.get(next).at().isAfter(cut)) {
        counting.take(changes.get(next++));
      }
      days.add(
          new Day(
              date,
              isWorkingDay,
              isToCome ? null : counting.left(),
              isToCome ? null : counting.scope(),
              Math.round(even * 100) / 100.0));
    }
    return counting.made(days);
  }

  /** A sprint that goes on beyond its end has more days than were planned. */
  private static LocalDate lastDay(Span span) {
    LocalDate last = span.until.atZone(span.zone).toLocalDate();
    LocalDate planned = span.endsOn.minusDays(1);
    return last.isAfter(planned) ? last : planned.isBefore(span.firstDay()) ? last : planned;
  }

  private static final class Counting {

    private final UUID sprint;
    private final Map<UUID, Change> latest = new HashMap<>();
    private final int[] scope = new int[2];
    private final int[] left = new int[2];
    private final int[] added = new int[2];
    private final int[] removed = new int[2];
    private int[] committed = new int[2];
    private boolean isBegun;

    Counting(UUID sprint) {
      this.sprint = sprint;
    }

    void take(Change change) {
      Change before = latest.put(change.item, change);
      int[] was = amount(before != null && before.isIn(sprint), before);
      int[] is = amount(change.isIn(sprint), change);
      boolean wasLeft = before != null && before.isIn(sprint) && before.state == State.OPEN;
      boolean isLeft = change.isIn(sprint) && change.state == State.OPEN;
      for (int i = 0; i < scope.length; i++) {
        int more = is[i] - was[i];
        scope[i] += more;
        left[i] += (isLeft ? is[i] : 0) - (wasLeft ? was[i] : 0);
        if (isBegun) {
          added[i] += Math.max(0, more);
          removed[i] += Math.max(0, -more);
        }
      }
    }

    /** Items and points. */
    private static int[] amount(boolean counts, @Nullable Change change) {
      return counts && change != null ? new int[] {1, change.points} : new int[2];
    }

    void begin() {
      committed = scope.clone();
      isBegun = true;
    }

    int committed() {
      return committed[1];
    }

    int left() {
      return left[1];
    }

    int scope() {
      return scope[1];
    }

    Burndown made(List<Day> days) {
      return new Burndown(
          amount(committed),
          amount(added),
          amount(removed),
          new Amount(scope[0] - left[0], scope[1] - left[1]),
          amount(left),
          days);
    }

    private static Amount amount(int[] of) {
      return new Amount(of[0], of[1]);
    }
  }
}
