package dev.imas.core.simulation;

import dev.imas.core.incident.IncidentChange;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What becomes of the alerts that change together. One thread at a time. */
final class Moment {

  private final Map<UUID, Joined> ofIncident = new HashMap<>();
  private final Map<UUID, UUID> incidentOf = new HashMap<>();

  void changed(IncidentChange change) {
    ofIncident.putIfAbsent(change.after().id(), Joined.by(change));
  }

  void isIn(UUID alert, UUID incident) {
    incidentOf.put(alert, incident);
  }

  /** By alert, without those that are in no incident. */
  Map<UUID, Joined> joined() {
    Map<UUID, Joined> joined = HashMap.newHashMap(incidentOf.size());
    incidentOf.forEach(
        (alert, incident) -> joined.put(alert, ofIncident.getOrDefault(incident, Joined.JOINED)));
    return joined;
  }
}
