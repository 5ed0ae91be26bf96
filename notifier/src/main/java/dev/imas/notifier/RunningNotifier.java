package dev.imas.notifier;

import dev.imas.core.platform.HealthRoutes;
import dev.imas.core.platform.HttpServers;
import dev.imas.core.platform.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A started notifier, and how it stops. */
final class RunningNotifier implements Role.Running {

  private final Vertx vertx;
  private final HealthRoutes health;
  private final HttpServers servers;
  private final List<String> verticles;
  private final Paging paging;
  private @Nullable Future<Void> stopped;

  /**
   * @param verticles the deployments, with the claims first
   */
  RunningNotifier(
      Vertx vertx,
      HealthRoutes health,
      HttpServers servers,
      List<String> verticles,
      Paging paging) {
    this.vertx = vertx;
    this.health = health;
    this.servers = servers;
    this.verticles = List.copyOf(verticles);
    this.paging = paging;
  }

  @Override
  public int port() {
    return servers.port();
  }

  @Override
  public void announceStop() {
    health.announceStop();
    servers.drain();
  }

  /** Calling it again is harmless: every call gets the result of the first. */
  @Override
  public synchronized Future<Void> stop() {
    if (stopped == null) {
      stopped = end();
    }
    return stopped;
  }

  /**
   * Stops the claims first. They wait for deliveries in flight, which need channels and database.
   */
  private Future<Void> end() {
    health.stop();
    Future<Void> undeployed = Future.succeededFuture();
    for (String verticle : verticles) {
      undeployed = undeployed.eventually(() -> vertx.undeploy(verticle));
    }
    return undeployed
        .eventually(() -> servers.close(Duration.ofSeconds(1)))
        .eventually(paging::close);
  }
}
