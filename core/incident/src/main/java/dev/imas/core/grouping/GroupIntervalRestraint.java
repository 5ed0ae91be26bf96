package dev.imas.core.grouping;

import dev.imas.core.flapping.FlappingRepository;
import dev.imas.core.incident.Restraint;
import dev.imas.core.platform.Tx;
import dev.imas.core.suppressed.SuppressedIncidentRepository;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Nobody is called again to what is hidden, nor to what flaps. */
public final class GroupIntervalRestraint implements Restraint {

  private final SuppressedIncidentRepository hidden = new SuppressedIncidentRepository();
  private final FlappingRepository flapping = new FlappingRepository();

  @Override
  public Held among(Tx tx, Collection<UUID> incidents) {
    Set<UUID> flaps = new HashSet<>();
    flapping
        .load(tx, incidents)
        .await()
        .incidents()
        .forEach(
            (incident, state) -> {
              if (state.flaps()) {
                flaps.add(incident);
              }
            });
    return new Held(hidden.among(tx, incidents), flaps);
  }
}
