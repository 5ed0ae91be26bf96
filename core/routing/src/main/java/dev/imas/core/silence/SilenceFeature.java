package dev.imas.core.silence;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** Silences, and a word to whoever made one before it ends. */
public final class SilenceFeature implements Feature {

  private final CoreContext core;

  public SilenceFeature(CoreContext core) {
    this.core = core;
  }

  @Override
  public List<String> apiTags() {
    return List.of("silences");
  }

  @Override
  public void mount(Api api) {
    new SilenceRoutes(core.searches(), core.unindexed(), core.clock()).mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    EndingSilences endings =
        new EndingSilences(core.housekeeping(), core.notices(), core.receivers(), core.clock());
    return List.of(
        Recurring.every(Duration.ofSeconds(30), "silences-ending", tenant -> endings.tell()));
  }
}
