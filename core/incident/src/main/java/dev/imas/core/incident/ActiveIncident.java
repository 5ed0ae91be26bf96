package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Call;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Locks the incident that a route names. Of one that was merged it is the one that has its alerts:
 * messages and links name the one that they were sent for. Only on a virtual thread.
 */
public final class ActiveIncident {

  private final IncidentRepository incidents;
  private final IncidentAccess access;
  private final Missing missing;
  private final InstantSource clock;

  public ActiveIncident(
      IncidentRepository incidents, IncidentAccess access, Missing missing, InstantSource clock) {
    this.incidents = incidents;
    this.access = access;
    this.missing = missing;
    this.clock = clock;
  }

  /**
   * @param reference the incident's UUID or short id
   * @throws Fault NOT_FOUND; FORBIDDEN without the permission for it; CONFLICT if it was merged at
   *     this moment, since following it under the lock could deadlock
   */
  public Incident lock(Tx tx, Call call, Permission needed, String reference) {
    UUID id =
        incidents.findActive(tx, reference).await().orElseThrow(() -> missing.incident(reference));
    Incident incident =
        incidents.lock(tx, List.of(id)).await().stream()
            .findFirst()
            .orElseThrow(() -> missing.incident(reference));
    if (incident.mergedInto() != null) {
      throw Fault.conflict(
          incident.shortId() + " was merged into another incident at this moment; try again");
    }
    access.require(tx, call, needed, incident, clock.instant()).await();
    return incident;
  }
}
