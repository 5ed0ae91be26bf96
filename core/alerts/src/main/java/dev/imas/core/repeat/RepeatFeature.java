package dev.imas.core.repeat;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.work.DatabaseLoad;
import java.time.Duration;
import java.util.List;

/** How often alerts repeat. */
public final class RepeatFeature implements Feature {

  private final CoreContext core;
  private final RepeatConfig config;

  public RepeatFeature(CoreContext core, RepeatConfig config) {
    this.core = core;
    this.config = config;
  }

  @Override
  public void mount(Api api) {
    new RepeatRoutes(config, core.searches(), core.missing(), core.clock()).mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    if (!config.isOn()) {
      return List.of();
    }
    RepeatSweep counting =
        new RepeatSweep(
            core.housekeeping(),
            new DatabaseLoad(core.vertx(), core.housekeeping(), core.stopping()),
            config,
            core.clock(),
            core.meters());
    return List.of(
        Recurring.every(Duration.ofMinutes(1), "alert-repeats", tenant -> counting.run()));
  }
}
