package dev.imas.core.paging;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.contact.PersonReach;
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
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.scheduler.TimerKind;
import java.time.Duration;
import java.util.List;

/** Escalations that run: who is paged next, and when. */
public final class PagingFeature implements IncidentExtension {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final PersonReach people;
  private final Pager pager;

  public PagingFeature(CoreContext core, IncidentWriter writer, PersonReach people, Pager pager) {
    this.core = core;
    this.writer = writer;
    this.people = people;
    this.pager = pager;
  }

  @Override
  public List<String> apiTags() {
    return List.of("escalation");
  }

  @Override
  public void mount(Api api) {
    EscalationRoutes escalations =
        new EscalationRoutes(
            core.searches(), new IncidentRepository(), core.channels(), core.missing(), people);
    escalations.mount(api);
    new ManualPagingRoutes(
            core.searches(),
            new ActiveIncident(
                new IncidentRepository(),
                new IncidentAccess(new ServiceRepository(), new OnCall()),
                core.missing(),
                core.clock()),
            new ManualPaging(writer, core.timers(), people, core.clock()),
            escalations::escalation)
        .mount(api);
  }

  @Override
  public List<IncidentReaction> paging() {
    return List.of(pager);
  }

  @Override
  public List<TimerKind> timers() {
    IncidentRepository incidents = new IncidentRepository();
    return List.of(
        new StepTimer(incidents, writer, core.timers(), people, core.clock()).kind(),
        new CallTimer(incidents, core.timers(), pager, core.clock()).kind(),
        new ResumeTimer(incidents, writer, core.timers(), people, core.clock()).kind());
  }

  @Override
  public List<Recurring> recurring() {
    SuppressionPause pause =
        new SuppressionPause(core.housekeeping(), new IncidentRepository(), writer, core.clock());
    return List.of(
        Recurring.every(
            Duration.ofSeconds(1),
            "hidden-incidents",
            SuppressionPause.WAITS,
            tenant -> pause.look()));
  }
}
