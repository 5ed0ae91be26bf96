package dev.imas.core.gate;

import dev.imas.core.changeevent.ChangeReaction;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.schedule.TeamReach;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** Whether a deployment may start. */
public final class GateFeature implements Feature {

  private final GateRoutes gate;
  private final GatePolicyRoutes policy;
  private final GateSweep sweep;

  /**
   * @param reaction is told of deployments that may not start
   */
  public GateFeature(CoreContext core, ChangeReaction reaction) {
    this.gate =
        new GateRoutes(
            core.searches(),
            new Gate(core, reaction),
            new OverrideNotices(core.notices(), new TeamReach(core.receivers())),
            core.meters());
    this.policy = new GatePolicyRoutes(core.searches());
    this.sweep = new GateSweep(core.housekeeping(), core.retention().deployments(), core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("gate");
  }

  @Override
  public void mount(Api api) {
    gate.mount(api);
    policy.mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    return List.of(Recurring.every(Duration.ofHours(1), "gate-past", tenant -> sweep.forget()));
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(policy.documents());
  }
}
