package dev.imas.core.incident;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.Map;

/**
 * Incidents that somebody has opened without paging anyone. Nothing that befalls one pages those
 * who mend it, until a person escalates it, or reports it again. The first entry of its timeline
 * says so, and a later one that it is over.
 */
public final class UnpagedIncidents {

  private static final String FACT = "paged";

  private final TimelineRepository timeline = new TimelineRepository();

  /** The step that opens it, of which nobody is told. */
  static Step unpaged(Step opening) {
    return opening.untold("; nobody was paged, as asked", Map.of(FACT, false));
  }

  /** People are paged from now on. */
  public static Step page(Incident incident, String by, String message) {
    return incident.tell(by, message).withAll(Map.of(FACT, true));
  }

  /** Whether it was opened so, is open, and people are not paged yet. */
  public Future<Boolean> isUnpaged(Tx tx, Incident incident) {
    if (incident.origin() != Incident.Origin.API || !incident.status().isOpen()) {
      return Future.succeededFuture(false);
    }
    return timeline
        .unpaged(tx, incident.id())
        .map(found -> found.isPresent() && found.get().endedBy() == null);
  }

  /** The change without its pages to those who mend it, if it is of such an incident. */
  Future<IncidentChange> muted(Tx tx, IncidentChange change) {
    Incident before = change.before();
    if (before == null || !callsResponders(change) || pages(change)) {
      return Future.succeededFuture(change);
    }
    return isUnpaged(tx, before).map(isUnpaged -> isUnpaged ? change.uncalled() : change);
  }

  private static boolean callsResponders(IncidentChange change) {
    return change.steps().stream()
        .map(Step::event)
        .anyMatch(event -> event != null && event.callsResponders());
  }

  private static boolean pages(IncidentChange change) {
    return change.steps().stream().anyMatch(step -> step.entry().metadata().containsKey(FACT));
  }
}
