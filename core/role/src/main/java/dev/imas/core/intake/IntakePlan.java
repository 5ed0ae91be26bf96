package dev.imas.core.intake;

import dev.imas.core.incident.IncidentChange;
import java.util.List;
import java.util.Set;

/**
 * What intake will write in one transaction.
 *
 * @param changes the changes of incidents
 * @param members alerts that are new to their incident
 * @param needs what the plan was missing; it must be written only if that is nothing
 */
public record IntakePlan(
    List<IncidentChange> changes, Set<Link> members, List<Progress> progress, IntakeNeeds needs) {

  public IntakePlan {
    changes = List.copyOf(changes);
    progress = List.copyOf(progress);
  }
}
