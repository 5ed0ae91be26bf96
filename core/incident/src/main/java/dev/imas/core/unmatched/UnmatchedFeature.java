package dev.imas.core.unmatched;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.OnCallLookup;
import dev.imas.core.incident.Qualification;
import dev.imas.core.incident.Reassignment;
import java.util.List;

/** Names that fell to triage, and the way to their services. */
public final class UnmatchedFeature implements Feature {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final Qualification qualification;
  private final OnCallLookup onCall;

  public UnmatchedFeature(
      CoreContext core, IncidentWriter writer, Qualification qualification, OnCallLookup onCall) {
    this.core = core;
    this.writer = writer;
    this.qualification = qualification;
    this.onCall = onCall;
  }

  @Override
  public List<String> apiTags() {
    return List.of("unmatched names");
  }

  @Override
  public void mount(Api api) {
    ServiceRepository services = new ServiceRepository();
    new UnmatchedRoutes(
            core.searches(),
            services,
            new Reassignment(
                core.searches(),
                new IncidentRepository(),
                services,
                writer,
                qualification,
                onCall,
                core.missing(),
                core.clock()),
            core.clock())
        .mount(api);
  }
}
