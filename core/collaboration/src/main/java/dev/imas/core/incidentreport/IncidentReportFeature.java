package dev.imas.core.incidentreport;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.platform.Computations;
import java.util.List;

/** What happened in an incident, as a document. */
public final class IncidentReportFeature implements Feature {

  private final CoreContext core;
  private final Computations documents;

  /**
   * @param documents where documents are written
   */
  public IncidentReportFeature(CoreContext core, Computations documents) {
    this.core = core;
    this.documents = documents;
  }

  @Override
  public List<String> apiTags() {
    return List.of("incident-report");
  }

  @Override
  public void mount(Api api) {
    new IncidentReportRoutes(core.searches(), documents, core.missing(), core.clock()).mount(api);
  }
}
