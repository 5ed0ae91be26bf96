package dev.imas.core.simulation;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.intake.IntakePolicy;
import dev.imas.core.platform.ConnectionPool;
import dev.imas.core.ruleset.RuleSetRepository;
import dev.imas.core.ruleset.RuleSetRoutes;
import dev.imas.core.scheduler.Scheduler.Recurring;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** Rules that are tried on past alerts. */
public final class SimulationFeature implements Feature {

  private final CoreContext core;
  private final RuleSetRoutes ruleSets;
  private final ConnectionPool connections;
  private final Simulations simulations;

  /**
   * @param threads on which a simulation may await
   */
  public SimulationFeature(
      CoreContext core, RuleSetRoutes ruleSets, IntakePolicy policy, Executor threads) {
    this.core = core;
    this.ruleSets = ruleSets;
    this.connections =
        new ConnectionPool(
            core.platform().database(),
            "core-simulation",
            Simulations.CONNECTIONS,
            Simulations.LONGEST_READ);
    this.simulations =
        new Simulations(
            core.vertx(),
            threads,
            core.searches(),
            connections.searches(),
            new ServiceRepository(),
            policy);
  }

  @Override
  public void mount(Api api) {
    new SimulationRoutes(
            simulations,
            core.searches(),
            new RuleSetRepository(),
            ruleSets,
            core.missing(),
            core.clock())
        .mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    return List.of(
        Recurring.every(
            Duration.ofMinutes(10),
            "simulations-past",
            tenant -> core.upkeep().forEachTenant(simulations::forget)));
  }

  @Override
  public Future<Void> close() {
    return simulations.close().eventually(connections::close);
  }
}
