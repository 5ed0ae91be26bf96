package dev.imas.core.relation;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentLocks;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.OnCallLookup;
import java.util.List;

/** Links between incidents. */
public final class RelationFeature implements Feature {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final OnCallLookup onCall;

  public RelationFeature(CoreContext core, IncidentWriter writer, OnCallLookup onCall) {
    this.core = core;
    this.writer = writer;
    this.onCall = onCall;
  }

  @Override
  public List<String> apiTags() {
    return List.of("incident links");
  }

  @Override
  public void mount(Api api) {
    IncidentRepository incidents = new IncidentRepository();
    IncidentAccess access = new IncidentAccess(new ServiceRepository(), onCall);
    new RelationRoutes(
            core.searches(),
            incidents,
            access,
            new Relations(incidents, writer, core.clock()),
            new IncidentLocks(incidents, access, core.missing(), core.clock()),
            core.clock())
        .mount(api);
  }
}
