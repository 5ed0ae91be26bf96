package dev.imas.core.incidentreport;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import java.util.List;

/** What happened in an incident, as a document. */
public final class IncidentReportFeature implements Feature {

  private final CoreContext core;
  private final ReportFiles files;

  /**
   * @param files writes documents
   */
  public IncidentReportFeature(CoreContext core, ReportFiles files) {
    this.core = core;
    this.files = files;
  }

  @Override
  public List<String> apiTags() {
    return List.of("incident-report");
  }

  @Override
  public void mount(Api api) {
    new IncidentReportRoutes(core.searches(), files, core.missing(), core.clock()).mount(api);
  }
}
