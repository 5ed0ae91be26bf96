package dev.imas.core.impact;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentRepository;
import java.util.List;

/** What is around an incident, by the dependencies of services (INC-17). */
public final class ImpactFeature implements Feature {

  private final CoreContext core;

  public ImpactFeature(CoreContext core) {
    this.core = core;
  }

  @Override
  public List<String> apiTags() {
    return List.of("impact");
  }

  @Override
  public void mount(Api api) {
    new ImpactRoutes(core.searches(), new IncidentRepository(), core.missing()).mount(api);
  }
}
