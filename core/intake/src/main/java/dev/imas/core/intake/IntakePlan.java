package dev.imas.core.intake;

import dev.imas.core.changes.NewChange;
import dev.imas.core.flapping.FlappingChange;
import dev.imas.core.incident.IncidentChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What intake will write in one transaction.
 *
 * @param changes the changes of incidents
 * @param members alerts that are new to their incident
 * @param flapping of incidents that came back, and of those that flap
 * @param needs what the plan was missing; it must be written only if that is nothing
 */
public record IntakePlan(
    List<IncidentChange> changes,
    Set<Link> members,
    List<AlertProgress> progress,
    List<FlappingChange> flapping,
    IntakeNeeds needs) {

  public IntakePlan {
    changes = List.copyOf(changes);
    progress = List.copyOf(progress);
    flapping = List.copyOf(flapping);
  }

  /** What the change feed is told of the alerts: each once, as its last transition left it. */
  List<NewChange> alertsChanged(IntakeState state) {
    Map<UUID, Transition> last = HashMap.newHashMap(progress.size());
    for (Transition t : state.transitions()) {
      last.merge(t.fingerprint(), t, (one, other) -> one.seq() > other.seq() ? one : other);
    }
    List<NewChange> changed = new ArrayList<>(progress.size());
    for (AlertProgress of : progress) {
      Transition t = last.get(of.fingerprint());
      if (t != null) {
        changed.add(
            new NewChange(
                of.fingerprint(), of.appliedSeq(), t.serviceId(), of.incidentId(), t.severity()));
      }
    }
    return changed;
  }
}
