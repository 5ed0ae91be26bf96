package dev.imas.core.sla;

import dev.imas.core.oncall.Interval;
import dev.imas.core.sla.ClockPause.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One clock in one cycle. Immutable. What it has counted follows from the times at which it ran and
 * the calendar of its goal alone, so a pause at night is not subtracted twice, and another goal
 * keeps the start and the pauses.
 *
 * @param cycle 1, and one more for each response after a reopening
 * @param version of the service levels that set its goals
 * @param runningSince when it last began to run, or got its goal while it ran
 * @param pauses in order; only the last may go on
 * @param dueAt the last instant at which stopping meets the goal, or at which it stopped mattering;
 *     null while it is held, and where there is no goal or it is too far away
 * @param halfAt when half of the goal is used up; once it has passed, it stays
 * @param endedAt null while it runs or is held
 * @param breachedAt when the goal was missed, whoever noticed it when; it stays
 * @param breachedByChange whether a change of the goal, and no lapse of time, made it missed
 */
public record IncidentClock(
    ClockKind kind,
    int cycle,
    int version,
    ClockGoal goal,
    State state,
    Instant startedAt,
    Instant runningSince,
    List<ClockPause> pauses,
    @Nullable Instant dueAt,
    @Nullable Instant halfAt,
    @Nullable Instant endedAt,
    @Nullable Instant breachedAt,
    boolean breachedByChange) {

  /** Whether it counts. Stored and shown in lower case. */
  public enum State {
    RUNNING,
    HELD,
    /** What it waits for has happened. */
    ENDED,
    /** Its incident was merged, so it says nothing about the goal. */
    MERGED
  }

  public IncidentClock {
    pauses = List.copyOf(pauses);
  }

  static IncidentClock start(ClockKind kind, int cycle, int version, ClockGoal goal, Instant at) {
    return new IncidentClock(
            kind,
            cycle,
            version,
            goal,
            State.RUNNING,
            at,
            at,
            List.of(),
            null,
            null,
            null,
            null,
            false)
        .running(at);
  }

  public boolean isOver() {
    return state == State.ENDED || state == State.MERGED;
  }

  /** Whether it ended in time. A clock without a goal did not. */
  public boolean isMet() {
    return state == State.ENDED && breachedAt == null && goal.within() != null;
  }

  /** The open time that it has counted until then, or until it ended. */
  public Duration consumed(Instant now) {
    Duration counted = Duration.ZERO;
    for (Interval ran : ran(now)) {
      counted = counted.plus(goal.calendar().openBetween(ran.from(), ran.until()));
    }
    return counted;
  }

  /** The times at which it ran until then, in order, whether open or not. */
  public List<Interval> ran(Instant now) {
    Instant end = endedAt == null ? now : endedAt;
    List<Interval> ran = new ArrayList<>();
    Instant from = startedAt;
    for (ClockPause pause : pauses) {
      addTo(ran, from, pause.from());
      Instant over = pause.until();
      from = over == null ? end : over;
    }
    addTo(ran, from, end);
    return ran;
  }

  private static void addTo(List<Interval> ran, Instant from, Instant until) {
    if (from.isBefore(until)) {
      ran.add(new Interval(from, until));
    }
  }

  /** The same, with the breach that lies before then. At its due time a clock can still be met. */
  public IncidentClock settled(Instant now) {
    boolean isMissed =
        state == State.RUNNING && breachedAt == null && dueAt != null && dueAt.isBefore(now);
    return isMissed ? breached(dueAt, false) : this;
  }

  /** The same, due when its calendar says now: it may have got other holidays. */
  public IncidentClock refreshed() {
    return state == State.RUNNING && breachedAt == null ? running(runningSince) : this;
  }

  IncidentClock stopped(Instant at, State end) {
    if (isOver()) {
      return this;
    }
    IncidentClock settled = settled(at);
    List<ClockPause> all = settled.pausesOver(at);
    return new IncidentClock(
        kind,
        cycle,
        version,
        goal,
        end,
        startedAt,
        runningSince,
        all,
        settled.dueAt,
        settled.halfAt,
        at,
        settled.breachedAt,
        settled.breachedByChange);
  }

  IncidentClock held(Instant at) {
    if (state != State.RUNNING) {
      return this;
    }
    IncidentClock settled = settled(at);
    List<ClockPause> all = new ArrayList<>(pauses);
    all.add(new ClockPause(at, null, Cause.HOLD));
    return settled.standing(State.HELD, all, null, null, settled.passedHalf(at));
  }

  IncidentClock released(Instant at) {
    return state == State.HELD
        ? standing(State.RUNNING, pausesOver(at), null, null, halfAt).running(at)
        : this;
  }

  /** It goes on after its end, which was none. The time between does not count. */
  IncidentClock resumed(Cause cause, Instant at) {
    Instant end = endedAt;
    if (!isOver() || end == null) {
      return this;
    }
    List<ClockPause> all = new ArrayList<>(pauses);
    all.add(new ClockPause(end, null, cause).over(at));
    return standing(State.RUNNING, all, null, null, passedHalf(end)).running(at);
  }

  /** It goes on as if it had not ended: the time between counts. */
  IncidentClock unended() {
    return state == State.ENDED ? standing(State.RUNNING, pauses, dueAt, null, halfAt) : this;
  }

  /**
   * Another goal, from the same start and with the same pauses. If more than that is used up
   * already, the goal is missed now and not before.
   */
  IncidentClock aiming(ClockGoal other, Instant at) {
    if (isOver() || other.equals(goal)) {
      return this;
    }
    IncidentClock changed = settled(at).withGoal(other);
    Duration within = other.within();
    if (changed.breachedAt == null
        && within != null
        && changed.consumed(at).compareTo(within) > 0) {
      changed = changed.breached(at, true);
    }
    return state == State.RUNNING ? changed.running(at) : changed;
  }

  /** The same with the times at which it will be half used up and due, as it runs from now on. */
  private IncidentClock running(Instant at) {
    Duration within = goal.within();
    Instant passed = passedHalf(at);
    if (within == null) {
      return standing(state, pauses, null, null, passed).since(at);
    }
    Duration consumed = consumed(at);
    Instant half = passed == null ? after(at, within.dividedBy(2).minus(consumed)) : passed;
    return standing(state, pauses, after(at, within.minus(consumed)), null, half).since(at);
  }

  private IncidentClock since(Instant at) {
    return new IncidentClock(
        kind,
        cycle,
        version,
        goal,
        state,
        startedAt,
        at,
        pauses,
        dueAt,
        halfAt,
        endedAt,
        breachedAt,
        breachedByChange);
  }

  private @Nullable Instant after(Instant at, Duration openTime) {
    Optional<Instant> later =
        goal.calendar().add(at, openTime.isNegative() ? Duration.ZERO : openTime);
    return later.orElse(null);
  }

  private @Nullable Instant passedHalf(Instant at) {
    return halfAt != null && halfAt.isBefore(at) ? halfAt : null;
  }

  private List<ClockPause> pausesOver(Instant at) {
    if (pauses.isEmpty() || pauses.getLast().until() != null) {
      return pauses;
    }
    List<ClockPause> all = new ArrayList<>(pauses);
    all.set(all.size() - 1, all.getLast().over(at));
    return all;
  }

  private IncidentClock breached(@Nullable Instant at, boolean byChange) {
    return new IncidentClock(
        kind,
        cycle,
        version,
        goal,
        state,
        startedAt,
        runningSince,
        pauses,
        dueAt,
        halfAt,
        endedAt,
        at,
        byChange);
  }

  private IncidentClock withGoal(ClockGoal other) {
    return new IncidentClock(
        kind,
        cycle,
        version,
        other,
        state,
        startedAt,
        runningSince,
        pauses,
        dueAt,
        halfAt,
        endedAt,
        breachedAt,
        breachedByChange);
  }

  private IncidentClock standing(
      State to,
      List<ClockPause> all,
      @Nullable Instant due,
      @Nullable Instant end,
      @Nullable Instant half) {
    return new IncidentClock(
        kind,
        cycle,
        version,
        goal,
        to,
        startedAt,
        runningSince,
        all,
        due,
        half,
        end,
        breachedAt,
        breachedByChange);
  }
}
