package dev.imas.core.postmortem;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incidentreport.ReportFiles;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.scheduler.TimerKind;
import java.util.List;

/** Post-mortems of incidents (COL-11). */
public final class PostMortemFeature implements IncidentExtension {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final ReportFiles files;
  private final int workingDays;
  private final PostMortemRepository repository = new PostMortemRepository();
  private final PostMortemMessages messages;
  private final PostMortemReminders reminders;

  /**
   * @param files writes its documents
   * @param workingDays from the end of an incident until its post-mortem is due
   */
  public PostMortemFeature(
      CoreContext core, IncidentWriter writer, ReportFiles files, int workingDays) {
    this.files = files;
    this.core = core;
    this.writer = writer;
    this.workingDays = workingDays;
    this.messages = new PostMortemMessages(core.notices(), core.receivers());
    this.reminders = new PostMortemReminders(repository, messages, core.timers(), core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("post-mortems");
  }

  @Override
  public void mount(Api api) {
    PostMortemViewRepository views = new PostMortemViewRepository();
    PostMortemCommands commands =
        new PostMortemCommands(repository, views, reminders, messages, writer, core.clock());
    new PostMortemRoutes(
            core.searches(),
            repository,
            views,
            commands,
            new IncidentAccess(new ServiceRepository(), new OnCall()),
            core.missing())
        .mount(api);
    new PostMortemDocumentRoutes(core.searches(), repository, commands, files, core.missing())
        .mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new PostMortemDuties(repository, reminders, workingDays, core.clock()));
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(reminders.kind());
  }
}
