package dev.imas.core;

import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Settings;
import io.vertx.core.Future;

/** The truth about incidents: intake, lifecycle, pages, timers, and the JSON API. */
public final class CoreRole implements Role {

  @Override
  public String name() {
    return "core";
  }

  @Override
  public Setup configure(Settings settings) {
    CoreConfig config = CoreConfig.read(settings);
    return new Setup() {
      @Override
      public int port() {
        return config.port();
      }

      @Override
      public Future<Running> start(Platform platform) {
        return new CoreStart(platform, config).run();
      }
    };
  }
}
