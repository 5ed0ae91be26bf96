package dev.imas.core.schedule;

import dev.imas.core.contact.Obstacle;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.contact.Reach;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.oncall.Absences;
import dev.imas.core.oncall.Cause;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.ScheduleFault;
import dev.imas.core.oncall.ScheduleHistory;
import dev.imas.core.oncall.Shift;
import dev.imas.core.oncall.ShiftOverride;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Finds what is wrong with a schedule: gaps, overlaps, and shifts of people who cannot be called or
 * are away. Where somebody who left was to stand in, by an override or a swap, whoever was replaced
 * is on call again, and the schedule says so. Somebody who is found is not yet reached. Only on a
 * virtual thread.
 */
final class ScheduleFaults {

  private final PersonReach people;
  private final Computations computations;
  private final AbsenceRepository absences = new AbsenceRepository();

  ScheduleFaults(PersonReach people, Computations computations) {
    this.people = people;
    this.computations = computations;
  }

  /**
   * Nobody can be called for a shift.
   *
   * @param reach of the person whose shift it is
   */
  record Uncalled(int level, Interval when, Reach reach) {}

  /** Whoever has the shift is away, and nobody else takes it. */
  record Away(int level, Interval when, UUID person, String username) {}

  /** What the calendar alone says. */
  record Calculated(
      List<Shift> shifts, List<ShiftOverride> overrides, List<ScheduleFault> faults) {}

  /**
   * @param shifts gaps and overlaps
   */
  record Found(List<ScheduleFault> shifts, List<Uncalled> uncalled, List<Away> away) {

    boolean isEmpty() {
      return shifts.isEmpty() && uncalled.isEmpty() && away.isEmpty();
    }

    /** All of them. */
    List<ScheduleViews.ShownFault> shown() {
      return shown(uncalled);
    }

    /** The same with one for each person who cannot be called: the next shift. */
    List<ScheduleViews.ShownFault> warnings() {
      return shown(nextShifts());
    }

    /** The next shift of each person who cannot be called. */
    List<Uncalled> nextShifts() {
      Map<UUID, Uncalled> next = new LinkedHashMap<>();
      uncalled.forEach(one -> next.putIfAbsent(one.reach().user(), one));
      return List.copyOf(next.values());
    }

    private List<ScheduleViews.ShownFault> shown(List<Uncalled> people) {
      List<ScheduleViews.ShownFault> all = new ArrayList<>();
      shifts.forEach(fault -> all.add(ScheduleViews.fault(fault)));
      people.forEach(one -> all.add(ScheduleViews.fault(one)));
      away.forEach(one -> all.add(ScheduleViews.fault(one)));
      all.sort(
          Comparator.comparing(ScheduleViews.ShownFault::from)
              .thenComparing(ScheduleViews.ShownFault::level));
      return all;
    }
  }

  /**
   * What the calendar alone says, for {@link #of}. It awaits a thread, so its caller has no open
   * transaction, whose connection would wait too.
   */
  Calculated calculated(TenantId tenant, ScheduleHistory history, Interval range) {
    return computations
        .of(tenant)
        .call(
            () ->
                new Calculated(
                    history.shifts(range), history.overrides(range), history.faults(range)));
  }

  /**
   * @param now what has ended by then is left out: who can be called is only known of now
   */
  Found of(Tx tx, Calculated calculated, Instant now) {
    List<Shift> ahead =
        calculated.shifts.stream().filter(shift -> shift.until().isAfter(now)).toList();
    List<ShiftOverride> standIns =
        calculated.overrides.stream()
            .filter(override -> override.when().until().isAfter(now))
            .toList();
    Set<UUID> named = new TreeSet<>(ahead.stream().map(Shift::person).toList());
    standIns.forEach(override -> named.add(override.person()));
    Map<UUID, Reach> reach = people.plan(tx, named, Severity.SEV1_CRITICAL, Set.of());
    Absences known = AbsenceRepository.at(absences.of(tx, named).await(), now);
    List<Uncalled> uncalled = new ArrayList<>();
    List<Away> away = new ArrayList<>();
    for (Shift shift : ahead) {
      Reach of = Objects.requireNonNull(reach.get(shift.person()));
      if (!of.isCalled()) {
        uncalled.add(new Uncalled(shift.level(), shift.when(), of));
      }
      if (!hasLeft(of)) {
        (shift.isLeftOver() ? List.of(shift.when()) : known.within(shift.person(), shift.when()))
            .forEach(
                when -> away.add(new Away(shift.level(), when, shift.person(), of.username())));
      }
    }
    for (ShiftOverride override : standIns) {
      Reach of = Objects.requireNonNull(reach.get(override.person()));
      if (hasLeft(of) && ahead.stream().noneMatch(shift -> isOf(shift, override))) {
        uncalled.add(new Uncalled(override.level(), override.when(), of));
      }
    }
    uncalled.sort(Comparator.comparing(one -> one.when().from()));
    return new Found(calculated.faults, uncalled, away);
  }

  private static boolean hasLeft(Reach of) {
    return of.obstacle().filter(Obstacle.NO_ACCOUNT::equals).isPresent();
  }

  private static boolean isOf(Shift shift, ShiftOverride override) {
    return shift.cause() instanceof Cause.Overridden by && by.id().equals(override.id());
  }
}
