package dev.imas.core.figures;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import java.util.List;

/** Figures of incidents over time. */
public final class FiguresFeature implements Feature {

  private final CoreContext core;

  public FiguresFeature(CoreContext core) {
    this.core = core;
  }

  @Override
  public List<String> apiTags() {
    return List.of("metrics");
  }

  @Override
  public void mount(Api api) {
    new FiguresRoutes(core.searches(), core.unindexed(), new ServiceRepository(), core.clock())
        .mount(api);
  }
}
