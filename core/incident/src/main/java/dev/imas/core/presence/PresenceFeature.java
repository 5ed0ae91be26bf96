package dev.imas.core.presence;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentRepository;
import java.util.List;

/** Who else looks at an incident. */
public final class PresenceFeature implements Feature {

  private final CoreContext core;
  private final Presences presences;

  public PresenceFeature(CoreContext core) {
    this.core = core;
    this.presences = new Presences(core.clock(), core.meters());
  }

  @Override
  public void mount(Api api) {
    new PresenceRoutes(core.transactions(), new IncidentRepository(), core.missing(), presences)
        .mount(api);
  }

  @Override
  public List<Worker> workers() {
    return List.of(new Worker(presences));
  }
}
