package dev.imas.core.recent;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;

/** What a source has posted lately. */
public final class RecentFeature implements Feature {

  private final CoreContext core;

  public RecentFeature(CoreContext core) {
    this.core = core;
  }

  @Override
  public void mount(Api api) {
    new RecentBodyRoutes(core.searches(), new RecentBodyRepository(core.secrets(), core.clock()))
        .mount(api);
  }
}
