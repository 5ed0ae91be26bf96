package dev.imas.core.heartbeat;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Qualification;
import dev.imas.core.scheduler.TimerKind;
import java.time.Duration;
import java.util.List;

/** What must be heard of regularly: silence opens an incident. */
public final class HeartbeatFeature implements Feature {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final Qualification qualification;
  private final Duration stillFiringAfter;
  private final HeartbeatRoutes heartbeats;

  /**
   * @param stillFiringAfter after which an incident that somebody resolved by hand is looked at
   */
  public HeartbeatFeature(
      CoreContext core,
      IncidentWriter writer,
      Qualification qualification,
      Duration stillFiringAfter) {
    this.core = core;
    this.writer = writer;
    this.qualification = qualification;
    this.stillFiringAfter = stillFiringAfter;
    this.heartbeats =
        new HeartbeatRoutes(
            core.searches(),
            new ServiceRepository(),
            new IncidentRepository(),
            writer,
            core.timers(),
            core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("heartbeats");
  }

  @Override
  public void mount(Api api) {
    heartbeats.mount(api);
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(
        new HeartbeatTimer(
                new IncidentRepository(),
                writer,
                qualification,
                core.timers(),
                stillFiringAfter,
                core.clock())
            .kind());
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(HeartbeatDocuments.of(heartbeats));
  }
}
