package dev.imas.core.servicelevel;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.paging.FurtherStep;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.work.RememberedTenants;
import java.util.List;

/** Within what time incidents are to be acknowledged and resolved, and whether they are. */
public final class ServiceLevelFeature implements IncidentExtension {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final PersonReach people;
  private final ServiceLevelTenants tenants = new ServiceLevelTenants();
  private final ServiceLevelRoutes levels;
  private final ClockStore store;
  private final ClockHolds holds;

  public ServiceLevelFeature(CoreContext core, IncidentWriter writer, PersonReach people) {
    this.core = core;
    this.writer = writer;
    this.people = people;
    this.levels = new ServiceLevelRoutes(core.searches(), tenants, core.clock());
    this.store = new ClockStore(core.timers());
    this.holds =
        new ClockHolds(new IncidentRepository(), writer, store, core.timers(), core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("service levels");
  }

  @Override
  public void mount(Api api) {
    levels.mount(api);
    new ClockRoutes(
            core.searches(),
            new IncidentRepository(),
            new IncidentAccess(new ServiceRepository(), new OnCall()),
            store,
            holds,
            core.missing(),
            core.clock())
        .mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new ClockReaction(tenants, store, core.clock()));
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(
        new ClockTimer(
                new IncidentRepository(),
                writer,
                store,
                new FurtherStep(people, core.clock()),
                core.clock())
            .kind(),
        holds.kind());
  }

  @Override
  public List<RememberedTenants> remembered() {
    return List.of(tenants);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(ServiceLevelDocuments.of(levels));
  }
}
