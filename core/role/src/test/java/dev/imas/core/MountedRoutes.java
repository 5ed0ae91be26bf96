package dev.imas.core;

import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.CallerLimits;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Settings;
import dev.imas.fixtures.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The routes that core mounts, without a database behind them. */
public final class MountedRoutes {

  public static final List<Feature> FEATURES;

  static final List<Api.Mounted> ALL;

  static {
    Vertx vertx = Vertx.vertx();
    try {
      Platform platform =
          new Platform(
              vertx,
              new Database(vertx, DatabaseConfig.parse("postgresql://a:b@localhost:1/none")),
              InstantSource.system(),
              new SimpleMeterRegistry(),
              new SecretBox(new byte[32]),
              Instant.EPOCH,
              "test");
      Api api =
          new Api(
              Router.router(vertx),
              token -> Future.failedFuture("nobody may ask here"),
              new CallerLimits(CallerLimits.Rates.ENDLESS, System::nanoTime, platform.meters()),
              1_000,
              Runnable::run,
              Audit.NONE);
      CoreServer core =
          new CoreServer(
              platform,
              CoreConfig.read(new Settings(Map.of(), new Properties())),
              Installed.onClassPath());
      core.mount(api);
      FEATURES = core.features();
      ALL = api.mounted();
    } finally {
      Await.result(vertx.close());
    }
  }

  private MountedRoutes() {}
}
