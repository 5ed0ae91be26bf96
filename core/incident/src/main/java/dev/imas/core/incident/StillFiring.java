package dev.imas.core.incident;

import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Schedules a check of an incident that somebody resolved while its alerts fire. It is reopened if
 * they still fire then.
 */
public final class StillFiring implements IncidentReaction {

  private final IncidentRepository incidents = new IncidentRepository();
  private final Duration after;

  /**
   * @param after how long its alerts may go on firing after it was resolved
   */
  public StillFiring(Duration after) {
    this.after = after;
  }

  @Override
  public boolean followsTests() {
    return true;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<Future<Void>> rechecks = new ArrayList<>();
    for (IncidentChange change : changes) {
      Incident incident = change.after();
      Instant end = incident.clocks().resolvedAt();
      if (end != null && change.ends() && incident.counts().firing() > 0) {
        rechecks.add(incidents.recheck(tx, incident.id(), end.plus(after)));
      }
    }
    return Pipeline.join(rechecks).mapEmpty();
  }
}
