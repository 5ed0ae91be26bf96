package dev.imas.gateway;

import dev.imas.core.platform.HealthRoutes;
import dev.imas.core.platform.HttpPort;
import dev.imas.core.platform.Role.Running;
import dev.imas.gateway.alertmanager.AlertReads;
import dev.imas.gateway.backlog.BacklogWatch;
import dev.imas.gateway.log.PostLog;
import dev.imas.gateway.presence.Presence;
import dev.imas.gateway.recent.RecentBodies;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gateway that takes posts.
 *
 * @param everySecond a timer
 * @param mailDeployments to be undeployed before the others
 */
record RunningGateway(
    Vertx vertx,
    HealthRoutes health,
    HttpPort httpPort,
    SnapshotKeeper snapshots,
    BacklogWatch backlog,
    Presence presence,
    RecentBodies recent,
    long everySecond,
    List<Pool> pools,
    AlertReads alertReads,
    WorkerExecutor decoders,
    List<String> mailDeployments,
    List<String> deployments,
    @Nullable PostLog postLog,
    Duration stopTimeout,
    int port)
    implements Running {

  @Override
  public Future<Void> ready() {
    return snapshots.ready();
  }

  @Override
  public void announceStop() {
    health.announceStop();
    httpPort.drain();
  }

  @Override
  public Future<Void> stop() {
    health.stop();
    Future<Void> quiet = Future.join(backlog.stop(), presence.stop()).mapEmpty();
    vertx.cancelTimer(everySecond);
    return quiet
        // What is being delivered needs the committer of an event loop.
        .eventually(() -> undeploy(mailDeployments))
        .eventually(() -> undeploy(deployments))
        // No post comes any more that would wait for it.
        .eventually(() -> postLog == null ? Future.succeededFuture() : postLog.close(stopTimeout))
        .eventually(recent::stop)
        .eventually(snapshots::stop)
        .eventually(alertReads::close)
        .eventually(() -> Future.join(pools.stream().map(Pool::close).toList()))
        .eventually(decoders::close)
        .mapEmpty();
  }

  private Future<?> undeploy(List<String> ids) {
    return Future.join(ids.stream().map(vertx::undeploy).toList());
  }
}
