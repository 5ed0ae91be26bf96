package dev.imas.core.alert;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** Alerts, found by their labels and what else is known of them. */
public final class AlertFeature implements Feature {

  private final CoreContext core;
  private final LabelSearch labels;
  private final BiFunction<Tx, String, Future<Optional<UUID>>> incidents;

  /**
   * @param incidents finds an incident by what a filter says of it
   */
  public AlertFeature(CoreContext core, BiFunction<Tx, String, Future<Optional<UUID>>> incidents) {
    this.core = core;
    this.labels = new LabelSearch(core.computations(), core.unindexed());
    this.incidents = incidents;
  }

  @Override
  public List<String> apiTags() {
    return List.of("alerts");
  }

  @Override
  public void mount(Api api) {
    AlertFilters filters =
        new AlertFilters(labels, new ServiceRepository(), new TeamRepository(), incidents);
    // They come before the route with a fingerprint, which would match them too.
    new AlertSummaryRoutes(filters).mount(api);
    new LabelRoutes(filters).mount(api);
    new AlertRoutes(core.searches(), filters, new AlertRepository(), core.missing()).mount(api);
  }
}
