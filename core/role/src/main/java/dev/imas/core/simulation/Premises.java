package dev.imas.core.simulation;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.hidden.PastHidingRepository.Past;
import dev.imas.core.hiding.HidingTable;
import dev.imas.core.rule.LookupTable;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.simulation.CheckpointRepository.Checkpoint;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a simulation starts from.
 *
 * @param owned the services with whom they belong to
 * @param start what was there when the window began
 * @param setting what holds in both worlds
 * @param past what hid alerts then
 * @param hides the same, compiled
 * @param sources the alerts that fired in the incidents of the start, and that inhibit others
 * @param rules that are simulated
 * @param tables the lookup tables that these name
 */
record Premises(
    List<ServiceView> services,
    Map<UUID, OwnedService> owned,
    Checkpoint start,
    World.Setting setting,
    Past past,
    HidingTable hides,
    List<Received> sources,
    RuleSetDefinition rules,
    LookupTable.Versions tables) {

  Premises {
    services = List.copyOf(services);
    owned = Map.copyOf(owned);
    sources = List.copyOf(sources);
  }
}
