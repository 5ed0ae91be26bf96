package dev.imas.core.sideevent;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;

/** Changes and actions that senders report beside alerts. */
public final class SideEventFeature implements Feature {

  private final CoreContext core;

  public SideEventFeature(CoreContext core) {
    this.core = core;
  }

  @Override
  public void mount(Api api) {
    new SideEventRoutes(core.searches(), new ServiceRepository()).mount(api);
  }
}
