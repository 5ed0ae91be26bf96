package dev.imas.core.storm;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.OnCallLookup;
import dev.imas.core.incident.Qualification;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.work.RememberedTenants;
import java.util.List;

/** One incident for many that open at once. */
public final class StormFeature implements IncidentExtension {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final Qualification qualification;
  private final OnCallLookup onCall;
  private final StormTenants tenants = new StormTenants();
  private final StormPolicyRoutes policy;

  public StormFeature(
      CoreContext core, IncidentWriter writer, Qualification qualification, OnCallLookup onCall) {
    this.core = core;
    this.writer = writer;
    this.qualification = qualification;
    this.onCall = onCall;
    this.policy = new StormPolicyRoutes(core.searches(), tenants);
  }

  /** Decides in intake which incidents a storm holds. */
  public Storms storms() {
    return new Storms(tenants, core.timers(), core.meters());
  }

  @Override
  public List<String> apiTags() {
    return List.of("storms");
  }

  @Override
  public void mount(Api api) {
    new StormRoutes(
            core.searches(),
            new IncidentRepository(),
            new ServiceRepository(),
            writer,
            onCall,
            core.missing(),
            core.timers(),
            core.clock())
        .mount(api);
    policy.mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new StormReaction(tenants, core.timers(), core.clock()));
  }

  @Override
  public List<TimerKind> timers() {
    return new StormTimers(
            new IncidentRepository(), writer, qualification, core.timers(), core.clock())
        .kinds();
  }

  @Override
  public List<RememberedTenants> remembered() {
    return List.of(tenants);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(StormPolicyDocuments.of(policy));
  }
}
