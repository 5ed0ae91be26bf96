package dev.imas.core.backup;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.platform.Backups;
import java.util.List;

/** Shows the backups of the database, where this process runs it. */
public final class BackupFeature implements Feature {

  private final CoreContext core;

  public BackupFeature(CoreContext core) {
    this.core = core;
  }

  @Override
  public List<String> apiTags() {
    return List.of("backups");
  }

  @Override
  public void mount(Api api) {
    new BackupRoutes(core.searches(), () -> Backups.of(core.vertx())).mount(api);
  }
}
