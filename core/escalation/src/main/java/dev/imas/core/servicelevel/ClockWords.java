package dev.imas.core.servicelevel;

import dev.imas.core.sla.ClockKind;
import dev.imas.core.sla.IncidentClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What timelines say of clocks, in English as all of a timeline. */
final class ClockWords {

  /** A breach that is noticed later than this was missed by us, and the entry says so. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private ClockWords() {}

  static String breached(IncidentClock clock, Instant now) {
    Instant at = clock.breachedAt();
    String words =
        clock.breachedByChange()
            ? "The new goal of " + goal(clock) + " to " + until(clock) + " had already passed"
            : "Missed the goal to " + until(clock) + " within " + goal(clock);
    return at != null && at.plus(LATE).isBefore(now) ? words + " (noticed late)" : words;
  }

  static String half(IncidentClock clock) {
    return "Half of the time to " + until(clock) + " is used up without progress";
  }

  /** In the metadata of the entries. */
  static Map<String, Object> facts(IncidentClock clock) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("clock", clock.kind().wireName());
    facts.put("cycle", clock.cycle());
    Instant breached = clock.breachedAt();
    if (breached != null) {
      facts.put("breached_at", breached.toString());
      facts.put("by_change", clock.breachedByChange());
    }
    Instant due = clock.dueAt();
    if (due != null) {
      facts.put("due_at", due.toString());
    }
    return facts;
  }

  private static String until(IncidentClock clock) {
    return clock.kind() == ClockKind.RESPONSE ? "acknowledge" : "resolve";
  }

  private static String goal(IncidentClock clock) {
    Duration within = clock.goal().within();
    if (within == null) {
      return "no time";
    }
    long hours = within.toHours();
    int minutes = within.toMinutesPart();
    String rest = minutes == 0 && hours > 0 ? "" : minutes + " min";
    return hours == 0 ? rest : (hours + " h " + rest).strip();
  }
}
