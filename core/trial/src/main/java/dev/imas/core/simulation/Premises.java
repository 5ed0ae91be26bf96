package dev.imas.core.simulation;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.rule.LookupTable;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.simulation.CheckpointRepository.Checkpoint;
import dev.imas.core.suppressed.PastSuppressionRepository.Past;
import dev.imas.core.suppression.SuppressionTable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a simulation starts from.
 *
 * @param owned the services with whom they belong to
 * @param start what was there when the window began
 * @param setting what holds in both worlds
 * @param teams whom a service belongs to
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
    Function<UUID, Optional<UUID>> teams,
    Past past,
    SuppressionTable hides,
    List<Received> sources,
    RuleSetDefinition rules,
    LookupTable.Versions tables) {

  Premises {
    services = List.copyOf(services);
    owned = Map.copyOf(owned);
    sources = List.copyOf(sources);
  }

  /** A world as it was when the window began. */
  World begin(Instant from, Acting acting) {
    World world = new World(setting, new SuppressedAlerts(hides, past));
    world.begin(start.incidents(), start.firing(), start.reopening());
    Map<UUID, Received> known = new HashMap<>();
    sources.forEach(one -> known.put(one.transition().fingerprint(), one));
    world.beginHiding(
        sources.stream().map(Received::transition).toList(),
        alert -> {
          Received one = known.get(alert);
          return one == null ? null : acting.then(one);
        },
        from);
    return world;
  }
}
