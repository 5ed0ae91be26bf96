package dev.imas.core.grouping;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.scheduler.TimerKind;
import java.util.List;

/** How long a group of alerts waits for its others before people are paged. */
public final class GroupingFeature implements IncidentExtension {

  private final CoreContext core;
  private final IncidentWriter writer;

  public GroupingFeature(CoreContext core, IncidentWriter writer) {
    this.core = core;
    this.writer = writer;
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new GroupWait(core.timers()));
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(new GroupWaitTimer(new IncidentRepository(), writer, core.timers()).kind());
  }
}
