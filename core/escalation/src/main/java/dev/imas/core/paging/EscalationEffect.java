package dev.imas.core.paging;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.Step;
import org.jspecify.annotations.Nullable;

/** What a change means for the incident's escalation. Pure. */
enum EscalationEffect {
  NOTHING,
  /** A policy is chosen and begins, also where one was under way (decision M4). */
  START,
  /** It has grown worse in somebody's hands: they and whoever is on call are told (M5). */
  TELL,
  /** Somebody has taken it on, or it is over. */
  STOP,
  /** Nobody has taken it on, and it is less severe than people may be called about. */
  LOWERED;

  static EscalationEffect of(IncidentChange change) {
    if (change.byEscalation()) {
      return NOTHING;
    }
    boolean calls =
        change.steps().stream()
            .map(Step::event)
            .anyMatch(e -> e != null && e.calls() && !e.repeats());
    IncidentStatus now = change.after().status();
    if (calls && now == IncidentStatus.TRIGGERED) {
      return START;
    }
    if (wasTriggered(change.before()) && now != IncidentStatus.TRIGGERED) {
      return STOP;
    }
    if (now == IncidentStatus.TRIGGERED && isLowered(change)) {
      return LOWERED;
    }
    return calls && now.isOpen() ? TELL : NOTHING;
  }

  private static boolean isLowered(IncidentChange change) {
    Incident before = change.before();
    return before != null && before.severity().isMoreSevereThan(change.after().severity());
  }

  private static boolean wasTriggered(@Nullable Incident before) {
    return before != null && before.status() == IncidentStatus.TRIGGERED;
  }
}
