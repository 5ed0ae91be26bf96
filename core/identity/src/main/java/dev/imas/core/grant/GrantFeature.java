package dev.imas.core.grant;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.rights.AdminWatch;
import java.util.List;

/** Rights that somebody has for a time. */
public final class GrantFeature implements Feature {

  private final CoreContext core;
  private final Runnable changed;
  private final AdminWatch admins;

  /**
   * @param changed runs after a change of what somebody may do
   */
  public GrantFeature(CoreContext core, Runnable changed, AdminWatch admins) {
    this.core = core;
    this.changed = changed;
    this.admins = admins;
  }

  @Override
  public List<String> apiTags() {
    return List.of("grants");
  }

  @Override
  public void mount(Api api) {
    new GrantRoutes(core.searches(), core.clock(), changed, admins).mount(api);
  }
}
