package dev.imas.core.dora;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.incidentreport.ReportFiles;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.summary.DeliveryOfMonth;
import java.time.Duration;
import java.util.List;

/** The metrics of DORA, and their monthly reports. */
public final class DoraFeature implements Feature {

  private final CoreContext core;
  private final DoraRoutes metrics;
  private final DoraReportRoutes reports;
  private final DoraSummary summary;
  private final DoraSettingsRoutes settings;

  /**
   * @param files writes documents
   */
  public DoraFeature(CoreContext core, ReportFiles files) {
    this.core = core;
    DoraReader reader = new DoraReader(core.unindexed(), core.computations());
    this.settings = new DoraSettingsRoutes(core.searches());
    this.metrics = new DoraRoutes(core.searches(), reader, core.clock());
    DoraArchive archive = new DoraArchive(core.searches(), reader, core.clock());
    this.reports = new DoraReportRoutes(core.searches(), reader, archive, files, core.clock());
    this.summary =
        new DoraSummary(
            reader, new DoraArchive(core.housekeeping(), reader, core.clock()), core.clock());
  }

  /** What a month's summary says of delivery. */
  public DeliveryOfMonth summary() {
    return summary;
  }

  @Override
  public List<String> apiTags() {
    return List.of("dora");
  }

  @Override
  public void mount(Api api) {
    settings.mount(api);
    metrics.mount(api);
    reports.mount(api);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(settings.documents());
  }

  @Override
  public List<Recurring> recurring() {
    DoraReportSweep sweep =
        new DoraReportSweep(core.housekeeping(), core.retention().deployments(), core.clock());
    return List.of(
        Recurring.every(Duration.ofHours(1), "dora-reports-past", tenant -> sweep.forget()));
  }
}
