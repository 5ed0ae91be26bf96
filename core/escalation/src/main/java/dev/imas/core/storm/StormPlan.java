package dev.imas.core.storm;

import dev.imas.core.incident.IncidentChange;
import dev.imas.core.model.Severity;
import dev.imas.core.storm.StormState.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What storms make of changes of incidents.
 *
 * @param changes the same in their order, and then the umbrellas that they open
 * @param begun the storms that begin
 * @param held incidents that a storm holds from now on
 * @param louder the most severe of which people are told now, by umbrella
 * @param outgrown incidents that are held no longer, since they are more severe than all that
 * @param rising umbrellas with a child that is more severe
 */
public record StormPlan(
    List<IncidentChange> changes,
    List<Begun> begun,
    List<Held> held,
    Map<UUID, Severity> louder,
    List<UUID> outgrown,
    Set<UUID> rising) {

  /** A storm that begins, under the id of its umbrella. */
  record Begun(UUID umbrella, Scope scope, int threshold, Severity loudest) {}

  record Held(UUID incident, UUID umbrella) {}

  public StormPlan {
    changes = List.copyOf(changes);
    begun = List.copyOf(begun);
    held = List.copyOf(held);
    louder = Map.copyOf(louder);
    outgrown = List.copyOf(outgrown);
    rising = Set.copyOf(rising);
  }

  /** There are no storms. */
  static StormPlan of(List<IncidentChange> changes) {
    return new StormPlan(changes, List.of(), List.of(), Map.of(), List.of(), Set.of());
  }

  boolean isNothing() {
    return begun.isEmpty()
        && held.isEmpty()
        && louder.isEmpty()
        && outgrown.isEmpty()
        && rising.isEmpty();
  }
}
