package dev.imas.core.inbox;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import java.util.List;

/** What was sent to somebody, in the dashboard. */
public final class InboxFeature implements Feature {

  private final CoreContext core;

  public InboxFeature(CoreContext core) {
    this.core = core;
  }

  @Override
  public List<String> apiTags() {
    return List.of("inbox");
  }

  @Override
  public void mount(Api api) {
    new InboxRoutes(core.searches(), core.clock()).mount(api);
  }
}
