package dev.imas.core.servicelevel;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.Step;
import dev.imas.core.sla.ClockEvent;
import dev.imas.core.sla.ClockKind;
import dev.imas.core.sla.IncidentClock;
import dev.imas.core.sla.IncidentClocks;
import dev.imas.core.sla.ServiceTier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out from the steps of a change what its clocks must know. Pure. */
final class ClockMoves {

  private ClockMoves() {}

  /** Whether it can move clocks. Notes and alerts that join do not, and they are most changes. */
  static boolean concern(IncidentChange change) {
    Incident before = change.before();
    if (before == null) {
      return !change.isHeld();
    }
    if (tellsOfOpening(change.steps())) {
      return true;
    }
    Incident from = before;
    for (Step step : change.steps()) {
      if (differs(from, step.incident())) {
        return true;
      }
      from = step.incident();
    }
    return differs(from, change.after());
  }

  private static boolean differs(Incident from, Incident to) {
    return from.status() != to.status()
        || from.severity() != to.severity()
        || !from.serviceId().equals(to.serviceId());
  }

  /** A storm held it, and releases it now: people are told that it was triggered. */
  private static boolean tellsOfOpening(List<Step> steps) {
    return steps.stream().anyMatch(step -> step.event() == IncidentEvent.TRIGGERED);
  }

  /**
   * The clocks after the change.
   *
   * @param clocks before it
   * @param mayOpen whether it can get its first clocks
   */
  static IncidentClocks after(
      IncidentChange change,
      IncidentClocks clocks,
      boolean mayOpen,
      Function<Incident, ServiceTier> tiers,
      IncidentClocks.Versions versions) {
    IncidentClocks now = clocks;
    Incident from = change.before();
    List<Incident> stages = new ArrayList<>(change.steps().stream().map(Step::incident).toList());
    stages.add(change.after());
    if (from != null && mayOpen && tellsOfOpening(change.steps())) {
      now = now.after(new ClockEvent.Opened(), change.after().clocks().updatedAt(), versions);
    }
    for (Incident to : stages) {
      Instant at = to.clocks().updatedAt();
      for (ClockEvent event : between(from, to, now, mayOpen, tiers)) {
        now = now.after(event, at, versions);
      }
      from = to;
    }
    return now;
  }

  private static List<ClockEvent> between(
      @Nullable Incident from,
      Incident to,
      IncidentClocks clocks,
      boolean mayOpen,
      Function<Incident, ServiceTier> tiers) {
    List<ClockEvent> events = new ArrayList<>();
    if (from == null) {
      if (mayOpen) {
        events.add(new ClockEvent.Opened());
      }
      return events;
    }
    if (from.severity() != to.severity()) {
      events.add(new ClockEvent.SeverityChanged(to.severity()));
    }
    if (!from.serviceId().equals(to.serviceId())) {
      events.add(new ClockEvent.TierChanged(tiers.apply(to)));
    }
    ClockEvent moved = moved(from, to, clocks);
    if (moved != null) {
      events.add(moved);
    }
    return events;
  }

  private static @Nullable ClockEvent moved(Incident from, Incident to, IncidentClocks clocks) {
    if (from.status() == to.status()) {
      return null;
    }
    return switch (to.status()) {
      case RESOLVED ->
          to.mergedInto() == null ? new ClockEvent.Resolved() : new ClockEvent.Merged();
      case ACKNOWLEDGED, MITIGATED ->
          from.status() == IncidentStatus.RESOLVED
              ? new ClockEvent.MergeUndone() // reopening leads to TRIGGERED
              : new ClockEvent.Acknowledged();
      case TRIGGERED -> triggered(from, to, clocks);
    };
  }

  private static @Nullable ClockEvent triggered(Incident from, Incident to, IncidentClocks clocks) {
    if (from.status() == IncidentStatus.RESOLVED) {
      return from.mergedInto() == null ? new ClockEvent.Reopened() : new ClockEvent.MergeUndone();
    }
    // An alert that fires again after the mitigation, or a merge, does not undo the response.
    boolean isTakenBack =
        from.status() == IncidentStatus.ACKNOWLEDGED
            && to.clocks().acknowledgedAt() == null
            && !isMitigatedSince(to, clocks);
    return isTakenBack ? new ClockEvent.Unacknowledged() : null;
  }

  private static boolean isMitigatedSince(Incident incident, IncidentClocks clocks) {
    Instant mitigated = incident.clocks().mitigatedAt();
    return mitigated != null
        && clocks.clocks().stream()
            .filter(clock -> clock.kind() == ClockKind.RESPONSE)
            .map(IncidentClock::startedAt)
            .allMatch(started -> !mitigated.isBefore(started));
  }
}
