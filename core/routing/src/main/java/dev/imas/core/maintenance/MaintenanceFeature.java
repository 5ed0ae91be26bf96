package dev.imas.core.maintenance;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.planned.CalendarSource;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** Planned work, during which alerts are suppressed. */
public final class MaintenanceFeature implements Feature {

  private final CoreContext core;
  private final MaintenanceRoutes windows;

  public MaintenanceFeature(CoreContext core) {
    this.core = core;
    this.windows =
        new MaintenanceRoutes(
            core.searches(),
            core.unindexed(),
            new ServiceRepository(),
            core.computations(),
            core.clock());
  }

  /** Its part of the calendar. */
  public CalendarSource calendar() {
    return new MaintenanceCalendar(core.searches(), core.computations(), core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("maintenance");
  }

  @Override
  public void mount(Api api) {
    windows.mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    Maintenance maintenance = new Maintenance(core.clock());
    return List.of(
        Recurring.every(
            Duration.ofMinutes(10),
            "maintenance-windows",
            tenant -> core.upkeep().forEachTenant(maintenance::plan)));
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(MaintenanceWindowDocuments.of(windows));
  }
}
