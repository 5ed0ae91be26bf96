package dev.imas.notifier;

import dev.imas.core.platform.HealthRoutes;
import dev.imas.core.platform.Role;
import dev.imas.notifier.delivery.Channels;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A started notifier, and how it ends. */
final class RunningNotifier implements Role.Running {

  private final Vertx vertx;
  private final HealthRoutes health;
  private final HttpServer server;
  private final List<String> verticles;
  private final Channels channels;
  private final Pool pool;
  private @Nullable Future<Void> stopped;

  /** verticles: their deployments, the intake's first. */
  RunningNotifier(
      Vertx vertx,
      HealthRoutes health,
      HttpServer server,
      List<String> verticles,
      Channels channels,
      Pool pool) {
    this.vertx = vertx;
    this.health = health;
    this.server = server;
    this.verticles = List.copyOf(verticles);
    this.channels = channels;
    this.pool = pool;
  }

  @Override
  public int port() {
    return server.actualPort();
  }

  /** Again is harmless: the answer is the first stop's. */
  @Override
  public synchronized Future<Void> stop() {
    if (stopped == null) {
      stopped = end();
    }
    return stopped;
  }

  /** The intake first: it waits for what is under way, which needs channels and database. */
  private Future<Void> end() {
    health.announceStop();
    Future<Void> undeployed = Future.succeededFuture();
    for (String verticle : verticles) {
      undeployed = undeployed.eventually(() -> vertx.undeploy(verticle));
    }
    return undeployed
        .eventually(() -> server.shutdown(1, TimeUnit.SECONDS))
        // A mail client that is closed waits for its server: not for ever.
        .eventually(() -> channels.close().timeout(2, TimeUnit.SECONDS))
        .eventually(pool::close)
        .mapEmpty();
  }
}
