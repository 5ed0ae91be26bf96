package dev.imas.core.explain;

import dev.imas.core.alert.AlertRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.delivery.DeliveryRepository;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.recent.RecentBodyRepository;
import dev.imas.core.ruleset.RuleSetRepository;
import dev.imas.core.ruleset.RuleSetRoutes;
import io.vertx.core.Future;
import java.time.Duration;

/** Why something went where it did, and where it would go. */
public final class ExplainFeature implements Feature {

  private final CoreContext core;
  private final RuleSetRoutes ruleSets;
  private final PersonReach people;
  private final Duration reopenWindow;
  private final Reruns reruns;

  /**
   * @param reopenWindow for how long an alert that comes back reopens its incident
   */
  public ExplainFeature(
      CoreContext core, RuleSetRoutes ruleSets, PersonReach people, Duration reopenWindow) {
    this.core = core;
    this.ruleSets = ruleSets;
    this.people = people;
    this.reopenWindow = reopenWindow;
    this.reruns = new Reruns(core.vertx(), core.meters());
  }

  @Override
  public void mount(Api api) {
    ServiceRepository services = new ServiceRepository();
    PastedReader pasted = new PastedReader(core.vertx().eventBus());
    new ExplainRoutes(
            reruns,
            core.searches(),
            new AlertRepository(),
            new DeliveryRepository(core.channels()),
            new RuleSetRepository(),
            services,
            core.missing())
        .mount(api);
    new PastedBodyRoutes(reruns, core.searches(), ruleSets, services, pasted, core.clock())
        .mount(api);
    new PostRoutes(core.searches(), pasted).mount(api);
    new TrialRoutes(
            reruns,
            core.searches(),
            ruleSets,
            services,
            people,
            pasted,
            new RecentBodyRepository(core.secrets(), core.clock()),
            reopenWindow,
            core.clock())
        .mount(api);
  }

  @Override
  public Future<Void> close() {
    return reruns.close();
  }
}
