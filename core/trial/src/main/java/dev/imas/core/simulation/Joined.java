package dev.imas.core.simulation;

import dev.imas.core.incident.GatheredGroups;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;

/** What became of an alert that fired. */
enum Joined {
  /** Its incident is new. Alerts that come together open it together. */
  OPENED,
  REOPENED,
  /** Its incident was open. */
  JOINED,
  /** There were too many new incidents, so one gathers it with others. */
  GATHERED;

  /** What became of an alert that joins by this change, the first of a moment. */
  static Joined by(IncidentChange change) {
    Incident before = change.before();
    if (GatheredGroups.isKey(change.after().groupKey())) {
      return GATHERED;
    }
    return before == null ? OPENED : before.status().isOpen() ? JOINED : REOPENED;
  }
}
