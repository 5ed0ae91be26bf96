package dev.imas.core.snooze;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.ActiveIncident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.scheduler.TimerKind;
import java.util.List;

/** Acknowledgements that end at a time that the person chose. */
public final class SnoozeFeature implements IncidentExtension {

  private final CoreContext core;
  private final IncidentWriter writer;

  public SnoozeFeature(CoreContext core, IncidentWriter writer) {
    this.core = core;
    this.writer = writer;
  }

  @Override
  public List<String> apiTags() {
    return List.of("snoozes");
  }

  @Override
  public void mount(Api api) {
    new SnoozeRoutes(
            core.searches(),
            new ActiveIncident(
                new IncidentRepository(),
                new IncidentAccess(new ServiceRepository(), new OnCall()),
                core.missing(),
                core.clock()),
            new Snoozing(writer, core.timers()),
            core.clock())
        .mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new SnoozeReaction(core.timers()));
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(
        new SnoozeTimer(new IncidentRepository(), writer, core.timers(), core.clock()).kind());
  }
}
