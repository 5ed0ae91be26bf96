package dev.imas.core.flapping;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.scheduler.TimerKind;
import java.util.List;

/** Incidents that end and come back again and again. */
public final class FlappingFeature implements Feature {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final FlappingPolicyRoutes policy;

  public FlappingFeature(CoreContext core, IncidentWriter writer) {
    this.core = core;
    this.writer = writer;
    this.policy = new FlappingPolicyRoutes(core.searches());
  }

  @Override
  public void mount(Api api) {
    policy.mount(api);
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(new FlappingTimer(new IncidentRepository(), writer, core.clock()).kind());
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(FlappingPolicyDocuments.of(policy));
  }
}
