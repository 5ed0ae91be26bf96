package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Call;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Locks incidents that one request changes together: the caller may change all of them, or nothing
 * happens. An incident that was merged is meant itself here. Only on a virtual thread.
 */
public final class IncidentLocks {

  private final IncidentRepository incidents;
  private final IncidentAccess access;
  private final Missing missing;
  private final InstantSource clock;

  public IncidentLocks(
      IncidentRepository incidents, IncidentAccess access, Missing missing, InstantSource clock) {
    this.incidents = incidents;
    this.access = access;
    this.missing = missing;
    this.clock = clock;
  }

  /**
   * @param reference the incident's UUID or short id
   * @throws Fault NOT_FOUND
   */
  public UUID id(Tx tx, String reference) {
    return incidents.findId(tx, reference).await().orElseThrow(() -> missing.incident(reference));
  }

  /**
   * Fails with FORBIDDEN unless the caller has the permission for the incident. Without it, a
   * caller is not told what the incident has to do with others, so ask before that is read.
   */
  public void require(Tx tx, Call call, Permission needed, UUID id) {
    Incident incident =
        incidents.read(tx, id).await().orElseThrow(() -> missing.incident(id.toString()));
    access.require(tx, call, needed, incident, clock.instant()).await();
  }

  /** Locks all of them, in the order that everybody uses. */
  public Locked lock(Tx tx, Call call, Permission needed, Collection<UUID> ids) {
    Map<UUID, Incident> locked = new HashMap<>();
    for (Incident incident : incidents.lock(tx, List.copyOf(ids)).await()) {
      access.require(tx, call, needed, incident, clock.instant()).await();
      locked.put(incident.id(), incident);
    }
    return new Locked(locked, missing);
  }

  /** What was locked. */
  public static final class Locked {
    private final Map<UUID, Incident> incidents;
    private final Missing missing;

    private Locked(Map<UUID, Incident> incidents, Missing missing) {
      this.incidents = incidents;
      this.missing = missing;
    }

    /**
     * @throws Fault NOT_FOUND: it may have been purged since it was found
     */
    public Incident get(UUID id) {
      Incident incident = incidents.get(id);
      if (incident == null) {
        throw missing.incident(id.toString());
      }
      return incident;
    }
  }
}
