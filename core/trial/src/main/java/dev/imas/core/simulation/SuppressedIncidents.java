package dev.imas.core.simulation;

import dev.imas.core.incident.Incident;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The incidents of a replay of which all firing alerts are hidden: nobody is called about them
 * meanwhile. One thread at a time.
 */
final class SuppressedIncidents {

  private final Map<UUID, UUID> incidentOf = new HashMap<>();
  private final Map<UUID, Integer> hidden = new HashMap<>();

  /**
   * An alert has changed.
   *
   * @param incident in which it fires and is hidden; null if it does not
   */
  void note(UUID alert, @Nullable UUID incident) {
    UUID former = incident == null ? incidentOf.remove(alert) : incidentOf.put(alert, incident);
    if (former != null) {
      hidden.computeIfPresent(former, (id, n) -> n == 1 ? null : n - 1);
    }
    if (incident != null) {
      hidden.merge(incident, 1, Integer::sum);
    }
  }

  /** Whether all of its firing alerts are hidden. One without a firing alert is not. */
  boolean isWhole(@Nullable Incident incident) {
    return incident != null
        && incident.counts().firing() > 0
        && hidden.getOrDefault(incident.id(), 0) >= incident.counts().firing();
  }
}
