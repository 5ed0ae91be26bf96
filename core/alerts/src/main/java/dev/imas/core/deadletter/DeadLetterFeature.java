package dev.imas.core.deadletter;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import java.util.List;

/** What senders posted and nobody could read. */
public final class DeadLetterFeature implements Feature {

  private final CoreContext core;

  public DeadLetterFeature(CoreContext core) {
    this.core = core;
  }

  @Override
  public List<String> apiTags() {
    return List.of("dead letters");
  }

  @Override
  public void mount(Api api) {
    new DeadLetterRoutes(core.searches(), core.missing(), core.vertx()).mount(api);
  }
}
