package dev.imas.core.servicelevel;

import dev.imas.core.oncall.Interval;
import dev.imas.core.sla.BusinessCalendar;
import dev.imas.core.sla.ClockPause;
import dev.imas.core.sla.IncidentClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Clocks as the API shows them. */
final class ClockView {

  /** More pieces than these are not shown; the newest are. */
  static final int MOST_PIECES = 500;

  private ClockView() {}

  /**
   * A clock.
   *
   * @param aim the tier or severity whose goal it has
   * @param goal null: there is none for it
   * @param consumed the open time that it has counted until now
   * @param outcome met, breached or breached_by_change; null: it is open, or says nothing
   * @param pieces how it was counted; null: nobody asked
   * @param forecast null: nobody asked, it does not run, it has no goal, or too few were like it
   */
  record Line(
      String kind,
      int cycle,
      String state,
      String aim,
      @Nullable Duration goal,
      Instant startedAt,
      Duration consumed,
      @Nullable Instant dueAt,
      @Nullable Instant halfAt,
      @Nullable Instant endedAt,
      @Nullable String outcome,
      @Nullable Instant breachedAt,
      @Nullable Instant noticedAt,
      @Nullable Hold hold,
      @Nullable List<Piece> pieces,
      @Nullable Forecast forecast) {

    Line with(@Nullable Forecast other) {
      return new Line(
          kind,
          cycle,
          state,
          aim,
          goal,
          startedAt,
          consumed,
          dueAt,
          halfAt,
          endedAt,
          outcome,
          breachedAt,
          noticedAt,
          hold,
          pieces,
          other);
    }
  }

  /**
   * What became of incidents like this one that had lasted as long. It decides nothing and pages
   * nobody.
   *
   * @param alike whether they are of the same service or, where those are too few, of its tier
   * @param incidents how many there were
   * @param met how many of them met the goal
   */
  record Forecast(String alike, int incidents, int met) {}

  /** A hold that goes on. */
  record Hold(
      String reason, @Nullable String message, String heldBy, Instant since, Instant endsAt) {}

  /**
   * A time of a clock.
   *
   * @param because open, closed, holiday, hold, resolved or merged
   */
  record Piece(Instant from, Instant until, boolean isCounted, String because) {}

  /** The clocks of an incident, in the order in which they were started. */
  record All(List<Line> clocks) {
    All {
      clocks = List.copyOf(clocks);
    }
  }

  static Line of(KeptClock kept, @Nullable Hold hold, Instant now, boolean explain) {
    IncidentClock clock = kept.clock().settled(now);
    return new Line(
        clock.kind().wireName(),
        clock.cycle(),
        lower(clock.state()),
        clock.goal().aim(),
        clock.goal().within(),
        clock.startedAt(),
        clock.consumed(now),
        clock.dueAt(),
        clock.halfAt(),
        clock.endedAt(),
        outcome(clock),
        clock.breachedAt(),
        kept.noticedAt(),
        clock.state() == IncidentClock.State.HELD ? hold : null,
        explain ? pieces(clock, now) : null,
        null);
  }

  private static @Nullable String outcome(IncidentClock clock) {
    if (clock.breachedAt() != null) {
      return clock.breachedByChange() ? "breached_by_change" : "breached";
    }
    return clock.isMet() ? "met" : null;
  }

  /** How a clock was counted until then: pieces that touch each other, the newest at most. */
  static List<Piece> pieces(IncidentClock clock, Instant now) {
    List<Piece> pieces = new ArrayList<>();
    for (Interval ran : clock.ran(now)) {
      counted(clock.goal().calendar(), ran, pieces);
    }
    for (ClockPause pause : clock.pauses()) {
      Instant over = pause.until();
      Instant end = over == null ? now : over;
      if (pause.from().isBefore(end)) {
        pieces.add(new Piece(pause.from(), end, false, lower(pause.cause())));
      }
    }
    pieces.sort(Comparator.comparing(Piece::from));
    List<Piece> joined = joined(pieces);
    return joined.subList(Math.max(0, joined.size() - MOST_PIECES), joined.size());
  }

  private static void counted(BusinessCalendar calendar, Interval ran, List<Piece> pieces) {
    Instant from = ran.from();
    for (Interval open : calendar.with(Set.of()).intervals(ran.from(), ran.until())) {
      if (from.isBefore(open.from())) {
        pieces.add(new Piece(from, open.from(), false, "closed"));
      }
      boolean isHoliday =
          calendar.holidays().contains(open.from().atZone(calendar.zone()).toLocalDate());
      pieces.add(new Piece(open.from(), open.until(), !isHoliday, isHoliday ? "holiday" : "open"));
      from = open.until();
    }
    if (from.isBefore(ran.until())) {
      pieces.add(new Piece(from, ran.until(), false, "closed"));
    }
  }

  private static List<Piece> joined(List<Piece> pieces) {
    List<Piece> joined = new ArrayList<>();
    for (Piece next : pieces) {
      Piece last = joined.isEmpty() ? null : joined.getLast();
      if (last != null
          && last.until().equals(next.from())
          && last.because().equals(next.because())) {
        joined.set(
            joined.size() - 1,
            new Piece(last.from(), next.until(), last.isCounted(), last.because()));
      } else {
        joined.add(next);
      }
    }
    return joined;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
