package dev.imas.core.assignment;

import dev.imas.core.incident.Author;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineEntry;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/**
 * Tells whoever was made the lead by somebody else, by whatever way. Who takes an incident on, or
 * takes the lead, knows of it. Only on a virtual thread.
 */
final class NewLeadReaction implements IncidentReaction {

  private final RoleNotices notices;

  NewLeadReaction(RoleNotices notices) {
    this.notices = notices;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    for (IncidentChange change : changes) {
      UUID lead = change.after().leadId();
      if (lead != null && change.before() != null && !lead.equals(change.before().leadId())) {
        for (Step step : change.steps()) {
          TimelineEntry entry = step.entry();
          if (entry.type() == TimelineType.ASSIGNMENT
              && change.after().lead() != null
              && change.after().lead().equals(entry.metadata().get("to"))
              && !lead.toString().equals(entry.metadata().get(Author.ID))) {
            notices.tell(
                tx,
                change.after(),
                IncidentRole.COMMANDER,
                lead,
                entry.author(),
                change.after().clocks().updatedAt());
          }
        }
      }
    }
    return Future.succeededFuture();
  }
}
