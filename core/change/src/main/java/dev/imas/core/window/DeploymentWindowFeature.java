package dev.imas.core.window;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.gate.Gate;
import dev.imas.core.http.Api;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** When somebody intends to deploy, who approves it, and how it goes. */
public final class DeploymentWindowFeature implements Feature {

  private final DeploymentWindowRoutes windows;
  private final WindowActRoutes acts;
  private final WindowSweep sweep;

  public DeploymentWindowFeature(CoreContext core) {
    WindowNotices notices = new WindowNotices(core.notices(), core.receivers());
    WindowPlans plans = new WindowPlans(core.computations());
    this.windows = new DeploymentWindowRoutes(core.searches(), core.clock(), plans);
    this.acts =
        new WindowActRoutes(
            core.searches(),
            windows,
            plans,
            new Gate(core.searches(), core.computations(), core.clock(), core.meters()),
            notices);
    this.sweep =
        new WindowSweep(core.housekeeping(), notices, core.retention().deployments(), core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("deployment-windows");
  }

  @Override
  public void mount(Api api) {
    windows.mount(api);
    acts.mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    return List.of(
        Recurring.every(Duration.ofMinutes(1), "window-reminders", tenant -> sweep.remind()),
        Recurring.every(Duration.ofHours(1), "window-past", tenant -> sweep.forget()));
  }
}
