package dev.imas.core.reminder;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.util.List;

/** Reminders of incidents that stay open. */
public final class ReminderFeature implements IncidentExtension {

  private final CoreContext core;
  private final ReminderConfig config;
  private final IncidentWriter writer;

  public ReminderFeature(CoreContext core, ReminderConfig config, IncidentWriter writer) {
    this.core = core;
    this.config = config;
    this.writer = writer;
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new ReminderReaction(config, core.clock()));
  }

  @Override
  public List<Recurring> recurring() {
    Reminders reminders =
        new Reminders(core.housekeeping(), new IncidentRepository(), writer, config, core.clock());
    return List.of(
        Recurring.every(config.poll(), "incident-reminders", tenant -> reminders.remind()));
  }
}
