package dev.imas.core.schedule;

import dev.imas.core.bus.Saying;
import dev.imas.core.contact.ReachWords;
import dev.imas.core.oncall.ScheduleFault;
import dev.imas.core.schedule.ScheduleFaults.Away;
import dev.imas.core.schedule.ScheduleFaults.Uncalled;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a team is told of a schedule: who cannot be called or is away, gaps, overlaps, and people
 * who are inactive. Pure.
 */
final class ScheduleWarnings {

  /** More would be read by nobody. */
  private static final int MOST_LINES = 20;

  private ScheduleWarnings() {}

  /** A title of one line and a text of some. */
  record Words(Saying title, Saying text) {}

  /**
   * Empty if there is nothing to warn of.
   *
   * @param schedule its name
   * @param zone of the times that people read
   * @param inactive names
   */
  static Optional<Words> of(
      String schedule, ZoneId zone, ScheduleFaults.Found found, List<String> inactive) {
    if (found.isEmpty() && inactive.isEmpty()) {
      return Optional.empty();
    }
    List<ScheduleFault> faults = found.shifts();
    List<Uncalled> uncalled = found.nextShifts();
    List<Saying> lines = new ArrayList<>();
    uncalled.stream().limit(MOST_LINES).map(one -> line(one, zone)).forEach(lines::add);
    found.away().stream().limit(MOST_LINES).map(one -> line(one, zone)).forEach(lines::add);
    faults.stream().limit(MOST_LINES).map(fault -> line(fault, zone)).forEach(lines::add);
    if (faults.size() > MOST_LINES) {
      lines.add(Saying.of("schedule.more", faults.size() - MOST_LINES));
    }
    for (String person : inactive) {
      lines.add(Saying.of("schedule.person", person));
    }
    return Optional.of(
        new Words(title(schedule, uncalled.size(), found, inactive), Saying.joined("\n", lines)));
  }

  private static Saying title(
      String schedule, int uncalled, ScheduleFaults.Found found, List<String> inactive) {
    List<ScheduleFault> faults = found.shifts();
    long gaps = faults.stream().filter(ScheduleFault.Gap.class::isInstance).count();
    long overlaps = faults.size() - gaps;
    List<Saying> what = new ArrayList<>();
    if (uncalled > 0) {
      what.add(counted(uncalled, "schedule.unreachable"));
    }
    if (!found.away().isEmpty()) {
      what.add(counted(found.away().size(), "schedule.absence"));
    }
    if (gaps > 0) {
      what.add(counted(gaps, "schedule.gap"));
    }
    if (overlaps > 0) {
      what.add(counted(overlaps, "schedule.overlap"));
    }
    if (!inactive.isEmpty()) {
      what.add(counted(inactive.size(), "schedule.inactive"));
    }
    return Saying.of("schedule.title", schedule).and(Saying.joined(", ", what));
  }

  private static Saying counted(long number, String what) {
    return number == 1 ? Saying.of(what) : Saying.of(what + "s", number);
  }

  private static Saying line(Uncalled uncalled, ZoneId zone) {
    return ReachWords.of(uncalled.reach())
        .and("schedule.first")
        .and(Saying.time(uncalled.when().from(), zone))
        .andPlain(".");
  }

  private static Saying line(Away away, ZoneId zone) {
    return Saying.of("schedule.away", away.username())
        .and("schedule.from")
        .and(Saying.time(away.when().from(), zone))
        .and("schedule.to")
        .and(Saying.time(away.when().until(), zone))
        .andPlain(".");
  }

  private static Saying line(ScheduleFault fault, ZoneId zone) {
    Saying who =
        switch (fault) {
          case ScheduleFault.Gap _ -> Saying.of("schedule.nobody");
          case ScheduleFault.Overlap overlap -> together(overlap.layers());
        };
    return (fault.level() == 1 ? who : who.and("schedule.level", fault.level()))
        .and("schedule.from")
        .and(Saying.time(fault.when().from(), zone))
        .and("schedule.to")
        .and(Saying.time(fault.when().until(), zone))
        .andPlain(".");
  }

  /** "primary and secondary are on call together". */
  private static Saying together(List<String> layers) {
    Saying before = Saying.NOTHING;
    for (String layer : layers.subList(0, layers.size() - 1)) {
      before = before.andPlain(layer).and("schedule.and");
    }
    return before.and("schedule.together", layers.getLast());
  }
}
