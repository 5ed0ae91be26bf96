package dev.imas.core.window;

import dev.imas.core.changeevent.ChangeReaction;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.gate.Gate;
import dev.imas.core.http.Api;
import dev.imas.core.planned.CalendarSource;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.scheduler.TimerKind;
import java.time.Duration;
import java.util.List;

/** When somebody intends to deploy, who approves it, and how it goes. */
public final class DeploymentWindowFeature implements Feature {

  private final CoreContext core;
  private final DeploymentWindowRoutes windows;
  private final WindowActRoutes acts;
  private final WindowSweep sweep;
  private final WindowFollowing following;
  private final WindowRejudging rejudging;

  /**
   * @param reaction is told what happens to windows
   */
  public DeploymentWindowFeature(CoreContext core, ChangeReaction reaction) {
    this.core = core;
    WindowNotices notices = new WindowNotices(core.notices(), core.receivers());
    WindowEvents events = new WindowEvents(reaction);
    WindowPlans plans = new WindowPlans(core.computations());
    this.windows = new DeploymentWindowRoutes(core.searches(), core.clock(), plans, events);
    this.rejudging = new WindowRejudging(core.housekeeping(), plans, notices, core.clock());
    this.acts =
        new WindowActRoutes(
            core.searches(),
            windows,
            plans,
            new Gate(core, reaction),
            notices,
            events,
            new WindowRejudging(core.searches(), plans, notices, core.clock()));
    this.following =
        new WindowFollowing(
            core.housekeeping(), plans, notices, events, core.audit(), core.clock());
    this.sweep =
        new WindowSweep(core.housekeeping(), notices, core.retention().deployments(), core.clock());
  }

  /** Its part of the calendar. */
  public CalendarSource calendar() {
    return new WindowCalendar(core.searches(), core.clock());
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
        Recurring.every(
            Duration.ofSeconds(15),
            "window-deployments",
            "deployment_windows_wait(" + TimerKind.Work.Leased.CLOCK + ")",
            tenant -> following.follow()),
        Recurring.every(Duration.ofMinutes(5), "window-conflicts", tenant -> rejudging.judge()),
        Recurring.every(Duration.ofMinutes(1), "window-reminders", tenant -> sweep.remind()),
        Recurring.every(Duration.ofHours(1), "window-past", tenant -> sweep.forget()));
  }
}
