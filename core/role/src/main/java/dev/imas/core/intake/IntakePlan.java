package dev.imas.core.intake;

import dev.imas.core.incident.IncidentChange;
import java.util.List;
import java.util.Set;

/**
 * What is to be written, all of it in one transaction.
 *
 * @param changes of incidents
 * @param members alerts that are new to their incident
 * @param needs what the plan lacked; unless that is nothing, it must not be written
 */
public record IntakePlan(
    List<IncidentChange> changes, Set<Link> members, List<Progress> progress, IntakeNeeds needs) {

  public IntakePlan {
    changes = List.copyOf(changes);
    progress = List.copyOf(progress);
  }
}
