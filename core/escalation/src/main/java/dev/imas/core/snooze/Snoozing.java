package dev.imas.core.snooze;

import dev.imas.core.incident.Author;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Snoozes locked incidents. Only on a virtual thread. */
final class Snoozing {

  private final SnoozeRepository snoozes = new SnoozeRepository();
  private final IncidentWriter writer;
  private final Timers timers;

  Snoozing(IncidentWriter writer, Timers timers) {
    this.writer = writer;
    this.timers = timers;
  }

  /**
   * Acknowledges an incident until a time. One that is acknowledged already stays so, and its
   * acknowledgement ends then. Another snooze takes the place of the one before.
   *
   * @param message for the timeline; null: for how long
   * @throws Fault CONFLICT if it is mitigated or resolved
   */
  void snooze(
      Tx tx, Incident incident, Author by, Instant now, Instant until, @Nullable String message) {
    String words =
        message == null ? "Snoozed for " + length(Duration.between(now, until)) : message;
    Map<String, Object> facts = Map.of("snoozed_until", until.toString());
    Step step =
        switch (incident.status()) {
          case TRIGGERED -> incident.acknowledge(by, now, words).withAll(facts);
          case ACKNOWLEDGED ->
              by.sign(incident.report(TimelineType.ESCALATION, by.name(), words, facts));
          case MITIGATED, RESOLVED ->
              throw Fault.conflict(
                  incident.shortId()
                      + " is "
                      + incident.status()
                      + ", so nobody is paged about it; only "
                      + IncidentStatus.TRIGGERED
                      + " and "
                      + IncidentStatus.ACKNOWLEDGED
                      + " incidents can be snoozed");
        };
    writer.apply(tx, List.of(IncidentChange.of(incident).then(step))).await();
    snoozes.set(tx, incident.id(), new SnoozeRepository.Snooze(until, by.name())).await();
    timers.set(tx, List.of(NewTimer.at(until, SnoozeTimer.KIND, incident.id().toString()))).await();
  }

  private static String length(Duration duration) {
    Duration rounded = duration.plusSeconds(30);
    long days = rounded.toDays();
    int hours = rounded.toHoursPart();
    int minutes = rounded.toMinutesPart();
    StringBuilder words = new StringBuilder();
    add(words, days, "day");
    add(words, hours, "hour");
    add(words, minutes, "minute");
    return words.toString();
  }

  private static void add(StringBuilder words, long count, String unit) {
    if (count > 0) {
      words.append(words.isEmpty() ? "" : " ").append(count).append(' ').append(unit);
      words.append(count == 1 ? "" : "s");
    }
  }
}
