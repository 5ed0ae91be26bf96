package dev.imas.core.impactfact;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.FurtherFacts;
import dev.imas.core.incident.IncidentExtension;
import java.util.List;

/** From when until when customers were hit by incidents (C60). */
public final class ImpactFactFeature implements IncidentExtension {

  private final CoreContext core;

  public ImpactFactFeature(CoreContext core) {
    this.core = core;
  }

  /** The impact of incidents. */
  public FurtherFacts facts() {
    return new ImpactFacts();
  }

  @Override
  public List<String> apiTags() {
    return List.of("incident-impact");
  }

  @Override
  public void mount(Api api) {
    new ImpactFactRoutes(core.searches(), core.missing()).mount(api);
  }
}
