package dev.imas.core.stakeholder;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.ActiveIncident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Pager;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.servicelevel.UpdateIntervals;
import java.util.List;

/** Updates for the stakeholders of incidents, and the promise of the next one. */
public final class StakeholderFeature implements IncidentExtension {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final Pager pager;
  private final UpdateRepository repository = new UpdateRepository();
  private final PromiseTimer timer;

  public StakeholderFeature(CoreContext core, IncidentWriter writer, Pager pager) {
    this.core = core;
    this.writer = writer;
    this.pager = pager;
    this.timer =
        new PromiseTimer(
            repository,
            new InformerNotices(core.notices(), core.receivers()),
            core.timers(),
            core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("stakeholder-updates");
  }

  @Override
  public void mount(Api api) {
    IncidentRepository incidents = new IncidentRepository();
    new UpdateRoutes(
            core.searches(),
            incidents,
            new ActiveIncident(
                incidents,
                new IncidentAccess(new ServiceRepository(), new OnCall()),
                core.missing(),
                core.clock()),
            repository,
            new UpdateIntervals(),
            pager,
            new Updating(repository, timer, writer),
            core.missing(),
            core.clock())
        .mount(api);
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(timer.kind());
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new PromiseReaction(repository, core.timers()));
  }
}
