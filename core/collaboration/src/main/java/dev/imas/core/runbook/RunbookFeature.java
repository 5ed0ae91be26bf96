package dev.imas.core.runbook;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.work.RememberedTenants;
import java.util.List;

/** Runbooks, and those of incidents (INC-22 to INC-26). */
public final class RunbookFeature implements IncidentExtension {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final RunbookTenants tenants = new RunbookTenants();
  private final RunbookRepository runbooks = new RunbookRepository();
  private final IncidentRunbookRepository repository = new IncidentRunbookRepository();
  private final RunbookRoutes routes;

  public RunbookFeature(CoreContext core, IncidentWriter writer) {
    this.core = core;
    this.writer = writer;
    this.routes = new RunbookRoutes(core.searches(), core.clock(), runbooks, tenants);
  }

  @Override
  public List<String> apiTags() {
    return List.of("runbooks");
  }

  @Override
  public void mount(Api api) {
    new RunbookTrialRoutes(
            core.searches(), core.computations(), runbooks, repository, core.missing())
        .mount(api);
    routes.mount(api);
    new IncidentRunbookRoutes(
            core.searches(),
            runbooks,
            repository,
            new IncidentRunbooks(runbooks, repository, writer, core.clock()),
            new IncidentAccess(new ServiceRepository(), new OnCall()),
            core.missing())
        .mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new RunbookReaction(tenants, core.timers()));
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(new RunbookAttaching(runbooks, repository, writer, core.clock()).kind());
  }

  @Override
  public List<RememberedTenants> remembered() {
    return List.of(tenants);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(RunbookDocuments.of(routes));
  }
}
