package dev.imas.core.figures;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.sla.BusinessCalendar;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Figures of incidents over time. */
public final class FiguresFeature implements IncidentExtension {

  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final CoreContext core;
  private final Function<Tx, BusinessCalendar> calendar;
  private final FigureSettingsRoutes settings;

  /**
   * @param calendar says when a tenant works
   */
  public FiguresFeature(CoreContext core, Function<Tx, BusinessCalendar> calendar) {
    this.core = core;
    this.calendar = calendar;
    this.settings = new FigureSettingsRoutes(core.searches());
  }

  @Override
  public List<String> apiTags() {
    return List.of("metrics");
  }

  @Override
  public void mount(Api api) {
    new FiguresRoutes(
            core.searches(),
            core.unindexed(),
            new ServiceRepository(),
            core.clock(),
            core.computations(),
            calendar)
        .mount(api);
    settings.mount(api);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(settings.documents());
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new PastMonths(core.clock()));
  }

  @Override
  public List<Recurring> recurring() {
    MonthPacker packer =
        new MonthPacker(core.housekeeping(), core.clock(), System::nanoTime, core.meters());
    return List.of(
        Recurring.every(
            PERIOD,
            "figures",
            MonthPacker.WAITS.formatted(TimerKind.Work.Leased.CLOCK),
            tenant -> packer.run()));
  }
}
