package dev.imas.notifier;

import dev.imas.core.platform.HealthRoutes;
import dev.imas.core.platform.Role;
import dev.imas.notifier.delivery.Channels;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.TimeUnit;

/** A started notifier, and how it ends. */
record RunningNotifier(
    Vertx vertx,
    HealthRoutes health,
    HttpServer server,
    String intake,
    Channels channels,
    Pool pool)
    implements Role.Running {

  @Override
  public int port() {
    return server.actualPort();
  }

  /** The intake first: it waits for what is under way, which needs channels and database. */
  @Override
  public Future<Void> stop() {
    health.announceStop();
    return vertx
        .undeploy(intake)
        .eventually(() -> server.shutdown(1, TimeUnit.SECONDS))
        .eventually(channels::close)
        .eventually(pool::close)
        .mapEmpty();
  }
}
