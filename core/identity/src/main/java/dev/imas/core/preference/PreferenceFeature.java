package dev.imas.core.preference;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import java.util.List;

/** What people set for themselves: saved views, language, zone and keys. */
public final class PreferenceFeature implements Feature {

  private final CoreContext core;

  public PreferenceFeature(CoreContext core) {
    this.core = core;
  }

  @Override
  public List<String> apiTags() {
    return List.of("preferences");
  }

  @Override
  public void mount(Api api) {
    new ViewRoutes(core.searches(), core.clock()).mount(api);
    new PreferenceRoutes(core.searches()).mount(api);
  }
}
