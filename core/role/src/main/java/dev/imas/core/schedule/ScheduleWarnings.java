package dev.imas.core.schedule;

import dev.imas.core.oncall.ScheduleFault;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a team is told of the gaps, the overlaps and the inactive people of a schedule. Pure. */
final class ScheduleWarnings {

  /** More would be read by nobody. */
  private static final int MOST_LINES = 20;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

  private ScheduleWarnings() {}

  /** A title of one line and a text of some. */
  record Words(String title, String text) {}

  /**
   * Empty if there is nothing to warn of.
   *
   * @param schedule its name
   * @param zone of the times that people read
   * @param inactive names
   */
  static Optional<Words> of(
      String schedule, ZoneId zone, List<ScheduleFault> faults, List<String> inactive) {
    if (faults.isEmpty() && inactive.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    faults.stream().limit(MOST_LINES).map(fault -> line(fault, zone)).forEach(lines::add);
    if (faults.size() > MOST_LINES) {
      lines.add("And " + (faults.size() - MOST_LINES) + " more.");
    }
    for (String person : inactive) {
      lines.add(
          person
              + " is inactive: the next in the order takes these turns, until you take the person"
              + " out of the schedule.");
    }
    return Optional.of(new Words(title(schedule, faults, inactive), String.join("\n", lines)));
  }

  private static String title(String schedule, List<ScheduleFault> faults, List<String> inactive) {
    long gaps = faults.stream().filter(ScheduleFault.Gap.class::isInstance).count();
    long overlaps = faults.size() - gaps;
    List<String> what = new ArrayList<>();
    if (gaps > 0) {
      what.add(counted(gaps, "gap"));
    }
    if (overlaps > 0) {
      what.add(counted(overlaps, "overlap"));
    }
    if (!inactive.isEmpty()) {
      what.add(inactive.size() == 1 ? "1 inactive person" : inactive.size() + " inactive people");
    }
    return "On-call schedule " + schedule + ": " + String.join(", ", what);
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String line(ScheduleFault fault, ZoneId zone) {
    String times =
        time(fault.when().from(), zone) + " to " + time(fault.when().until(), zone) + " " + zone;
    String level = fault.level() == 1 ? "" : " at level " + fault.level();
    return switch (fault) {
      case ScheduleFault.Gap _ -> "Nobody is on call" + level + " from " + times + ".";
      case ScheduleFault.Overlap overlap ->
          String.join(" and ", overlap.layers())
              + " are on call together"
              + level
              + " from "
              + times
              + ".";
    };
  }

  private static String time(Instant at, ZoneId zone) {
    return TIME.format(at.atZone(zone));
  }
}
