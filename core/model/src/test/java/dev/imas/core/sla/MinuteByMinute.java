package dev.imas.core.sla;

import dev.imas.core.model.Severity;
import dev.imas.core.sla.ClockEvent.Acknowledged;
import dev.imas.core.sla.ClockEvent.Held;
import dev.imas.core.sla.ClockEvent.MergeUndone;
import dev.imas.core.sla.ClockEvent.Merged;
import dev.imas.core.sla.ClockEvent.Opened;
import dev.imas.core.sla.ClockEvent.Released;
import dev.imas.core.sla.ClockEvent.Reopened;
import dev.imas.core.sla.ClockEvent.Resolved;
import dev.imas.core.sla.ClockEvent.SeverityChanged;
import dev.imas.core.sla.ClockEvent.TierChanged;
import dev.imas.core.sla.ClockEvent.Unacknowledged;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Service levels as one would work them out with a watch: minute by minute, looking at a local
 * clock each time. Shares no calculation with what it checks.
 */
final class MinuteByMinute {

  /** Which minutes are open, for each calendar. */
  static final class Minutes {
    private final Instant begin;
    private final int count;
    private final Map<BusinessCalendar, BitSet> open = new HashMap<>();

    Minutes(Instant begin, int count) {
      this.begin = begin;
      this.count = count;
    }

    Instant at(int minute) {
      return begin.plus(Duration.ofMinutes(minute));
    }

    int of(Instant at) {
      return (int) Duration.between(begin, at).toMinutes();
    }

    BitSet open(BusinessCalendar calendar) {
      return open.computeIfAbsent(calendar, this::look);
    }

    private BitSet look(BusinessCalendar calendar) {
      BitSet minutes = new BitSet(count);
      for (int i = 0; i < count; i++) {
        ZonedDateTime local = at(i).atZone(calendar.zone());
        int minute = local.getHour() * 60 + local.getMinute();
        boolean isOpen = false;
        for (OpeningHours hours : calendar.hours()) {
          isOpen |=
              local.getDayOfWeek() == hours.day()
                  && minute >= hours.from()
                  && minute < hours.until();
        }
        minutes.set(i, isOpen && !calendar.holidays().contains(local.toLocalDate()));
      }
      return minutes;
    }
  }

  /** What happens at a minute. */
  record Moment(int minute, ClockEvent event) {}

  /** One clock while it is counted. */
  final class Counted {
    final ClockKind kind;
    final int cycle;
    private final ServiceLevels levels;
    private ClockGoal goal;
    private BitSet open;
    private final BitSet ran = new BitSet();
    boolean isRunning = true;
    boolean isHeld;
    boolean isMerged;
    int ended = -1;
    int breached = -1;
    boolean isByChange;
    int half = -1;
    int consumed;

    private Counted(ClockKind kind, int cycle, ServiceLevels levels) {
      this.kind = kind;
      this.cycle = cycle;
      this.levels = levels;
      this.goal = levels.goal(kind, severity, tier);
      this.open = minutes.open(goal.calendar());
    }

    private void step(int minute) {
      Duration within = goal.within();
      if (within != null && consumed >= within.toMinutes() && breached < 0) {
        breached = minute;
      }
      if (within != null && consumed * 2L >= within.toMinutes() && half < 0) {
        half = minute;
      }
      ran.set(minute);
      consumed += open.get(minute) ? 1 : 0;
    }

    private void aim(int minute) {
      ClockGoal wanted = levels.goal(kind, severity, tier);
      if (!isRunning && !isHeld || wanted.equals(goal)) {
        return;
      }
      goal = wanted;
      open = minutes.open(goal.calendar());
      BitSet counted = (BitSet) ran.clone();
      counted.and(open);
      consumed = counted.cardinality();
      Duration within = goal.within();
      if (within != null && breached < 0 && consumed > within.toMinutes()) {
        breached = minute;
        isByChange = true;
      }
    }

    private void end(int minute, boolean byMerge) {
      if (isRunning || isHeld) {
        isRunning = false;
        isHeld = false;
        isMerged = byMerge;
        ended = minute;
      }
    }

    private void goOn() {
      isRunning = true;
      isMerged = false;
      ended = -1;
    }

    /** When it will be due, and half used up, if nothing else happens; -1: not within sight. */
    int[] ahead(int from) {
      int[] found = {-1, -1};
      Duration within = goal.within();
      if (within == null) {
        return found;
      }
      int sum = consumed;
      for (int i = from; i < minutes.count && found[1] < 0; i++) {
        if (found[0] < 0 && sum * 2L >= within.toMinutes()) {
          found[0] = i;
        }
        if (sum >= within.toMinutes()) {
          found[1] = i;
        }
        sum += open.get(i) ? 1 : 0;
      }
      return found;
    }
  }

  private final Minutes minutes;
  private Severity severity;
  private ServiceTier tier;
  private final List<Counted> clocks = new ArrayList<>();

  MinuteByMinute(Minutes minutes, Severity severity, ServiceTier tier) {
    this.minutes = minutes;
    this.severity = severity;
    this.tier = tier;
  }

  /**
   * @param levels those in force at each of the moments
   */
  List<Counted> count(List<Moment> history, List<ServiceLevels> levels, int until) {
    int next = 0;
    for (int minute = history.getFirst().minute(); minute <= until; minute++) {
      while (next < history.size() && history.get(next).minute() == minute) {
        happen(history.get(next).event(), minute, levels.get(next));
        next++;
      }
      for (Counted clock : clocks) {
        if (clock.isRunning && minute < until) {
          clock.step(minute);
        }
      }
    }
    return clocks;
  }

  private void happen(ClockEvent event, int minute, ServiceLevels levels) {
    switch (event) {
      case Opened opened -> {
        if (clocks.isEmpty()) {
          begin(ClockKind.RESPONSE, 1, levels);
          begin(ClockKind.RESOLUTION, 1, levels);
        }
      }
      case Acknowledged acked -> of(ClockKind.RESPONSE).forEach(clock -> clock.end(minute, false));
      case Unacknowledged back -> unacknowledge(minute);
      case Resolved resolved -> clocks.forEach(clock -> clock.end(minute, false));
      case Reopened reopened -> reopen(minute, levels);
      case SeverityChanged changed -> {
        severity = changed.to();
        clocks.forEach(clock -> clock.aim(minute));
      }
      case TierChanged changed -> {
        tier = changed.to();
        clocks.forEach(clock -> clock.aim(minute));
      }
      case Held held -> {
        for (Counted clock : of(ClockKind.RESOLUTION)) {
          clock.isHeld |= clock.isRunning;
          clock.isRunning = false;
        }
      }
      case Released released -> {
        for (Counted clock : of(ClockKind.RESOLUTION)) {
          clock.isRunning |= clock.isHeld;
          clock.isHeld = false;
        }
      }
      case Merged merged -> clocks.forEach(clock -> clock.end(minute, true));
      case MergeUndone undone ->
          clocks.forEach(
              clock -> {
                if (clock.isMerged) {
                  clock.goOn();
                }
                clock.aim(minute);
              });
    }
  }

  private void unacknowledge(int minute) {
    @Nullable Counted last =
        of(ClockKind.RESPONSE).isEmpty() ? null : of(ClockKind.RESPONSE).getLast();
    if (last != null && last.ended >= 0 && !last.isMerged) {
      int from = last.ended;
      last.goOn();
      for (int missed = from; missed < minute; missed++) {
        last.step(missed);
      }
      last.aim(minute);
    }
  }

  private void reopen(int minute, ServiceLevels levels) {
    for (Counted clock : of(ClockKind.RESOLUTION)) {
      if (clock.ended >= 0) {
        clock.goOn();
      }
    }
    clocks.forEach(clock -> clock.aim(minute));
    int cycles = of(ClockKind.RESPONSE).size();
    if (cycles > 0) {
      begin(ClockKind.RESPONSE, cycles + 1, levels);
    }
  }

  private void begin(ClockKind kind, int cycle, ServiceLevels levels) {
    if (levels.measures(kind)) {
      clocks.add(new Counted(kind, cycle, levels));
    }
  }

  private List<Counted> of(ClockKind kind) {
    return clocks.stream().filter(clock -> clock.kind == kind).toList();
  }
}
