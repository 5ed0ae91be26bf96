package dev.imas.core.storm;

import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Qualification;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import java.time.InstantSource;
import java.util.List;

/** The timers of storms. */
public final class StormTimers {

  private final StormTimer look;
  private final StormRelease release;

  public StormTimers(
      IncidentRepository incidents,
      IncidentWriter writer,
      Qualification qualification,
      Timers timers,
      InstantSource clock) {
    this.look = new StormTimer(incidents, writer, timers, clock);
    this.release = new StormRelease(incidents, writer, qualification, timers, clock);
  }

  public List<TimerKind> kinds() {
    return List.of(look.kind(), release.kind());
  }
}
