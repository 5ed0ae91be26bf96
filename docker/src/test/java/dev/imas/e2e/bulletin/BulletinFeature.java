package dev.imas.e2e.bulletin;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.scheduler.TimerKind;
import io.vertx.core.Future;
import java.util.List;

/** Bulletins, which count the incidents that open while they are up. */
public final class BulletinFeature implements IncidentExtension {

  private final CoreContext core;
  private final BulletinRepository bulletins = new BulletinRepository();

  public BulletinFeature(CoreContext core) {
    this.core = core;
  }

  @Override
  public List<String> apiTags() {
    return List.of("bulletins");
  }

  @Override
  public void mount(Api api) {
    new BulletinRoutes(core, bulletins).mount(api);
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(new BulletinTimer(bulletins).kind());
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(
        (tx, changes) -> {
          int opened = (int) changes.stream().filter(IncidentChange::isNew).count();
          return opened == 0
              ? Future.succeededFuture()
              : bulletins.count(tx, opened, core.clock().instant());
        });
  }
}
