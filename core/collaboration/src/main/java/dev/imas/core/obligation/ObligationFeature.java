package dev.imas.core.obligation;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.planned.CalendarSource;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.scheduler.TimerKind;
import java.util.List;

/** What laws demand to be reported of incidents, by when, and the proof that it was. */
public final class ObligationFeature implements IncidentExtension {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final ObligationRepository repository = new ObligationRepository();
  private final ObligationStore store;
  private final ObligationOpening opening;

  public ObligationFeature(CoreContext core, IncidentWriter writer) {
    this.core = core;
    this.writer = writer;
    this.store = new ObligationStore(repository, core.timers());
    this.opening = new ObligationOpening(repository, store, core.clock());
  }

  /** Its part of the calendar. */
  public CalendarSource calendar() {
    return new ObligationCalendar(core.searches(), core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("obligations");
  }

  @Override
  public void mount(Api api) {
    new ObligationRoutes(
            core.searches(),
            repository,
            new ObligationViewRepository(repository),
            new ObligationCommands(repository, store, opening, writer, core.clock()),
            new IncidentAccess(new ServiceRepository(), new OnCall()),
            core.missing())
        .mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new ObligationReaction(repository, opening));
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(
        new ObligationReminders(
                repository, store, writer, core.notices(), core.receivers(), core.clock())
            .kind());
  }
}
