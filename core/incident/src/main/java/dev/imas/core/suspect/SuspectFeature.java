package dev.imas.core.suspect;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.incident.ActiveIncident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.OnCallLookup;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** Which changes may have caused an incident. */
public final class SuspectFeature implements Feature {

  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final CoreContext core;
  private final IncidentWriter writer;
  private final OnCallLookup onCall;

  public SuspectFeature(CoreContext core, IncidentWriter writer, OnCallLookup onCall) {
    this.core = core;
    this.writer = writer;
    this.onCall = onCall;
  }

  @Override
  public List<String> apiTags() {
    return List.of("suspects");
  }

  @Override
  public void mount(Api api) {
    IncidentRepository incidents = new IncidentRepository();
    IncidentAccess access = new IncidentAccess(new ServiceRepository(), onCall);
    new SuspectRoutes(
            core.searches(),
            incidents,
            new ActiveIncident(incidents, access, core.missing(), core.clock()),
            writer,
            core.missing(),
            core.clock())
        .mount(api);
    new HitRateRoutes(core.searches(), core.clock()).mount(api);
    new PrecursorRoutes(core.searches(), core.clock()).mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    SuspectSweep sweep =
        new SuspectSweep(core.housekeeping(), core.clock(), System::nanoTime, core.meters());
    return List.of(Recurring.every(PERIOD, "suspects", SuspectSweep.WAITS, tenant -> sweep.run()));
  }
}
