package dev.imas.gateway;

import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Platform;
import dev.imas.gateway.backlog.BacklogWatch;
import dev.imas.gateway.commit.RecordCommitter;
import dev.imas.gateway.commit.RecordOffsets;
import dev.imas.gateway.commit.TextRefresh;
import dev.imas.gateway.dedup.KnownAlerts;
import dev.imas.gateway.dedup.UrgentGroups;
import dev.imas.gateway.edge.IngestMeters;
import dev.imas.gateway.edge.Reading;
import dev.imas.gateway.edge.RecordBodies;
import dev.imas.gateway.edge.RoutingTime;
import dev.imas.gateway.edge.SenderRoutes;
import dev.imas.gateway.kafka.KafkaConfig;
import dev.imas.gateway.kafka.TopicReader;
import dev.imas.gateway.kafka.TopicReading;
import dev.imas.gateway.recent.RecentBodies;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Pool;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads what sources have in Kafka. Deployed on virtual threads, beside the event loops. */
final class KafkaVerticle extends VerticleBase {

  /** What it shares with the event loops. */
  record Shared(
      Platform platform,
      GatewayConfig config,
      SnapshotKeeper snapshots,
      BacklogWatch backlog,
      KnownAlerts known,
      UrgentGroups urgentGroups,
      IngestMeters ingestMeters,
      SenderRoutes senderRoutes,
      RoutingTime routing,
      Pool reads,
      WorkerExecutor decoders,
      RecentBodies recent) {}

  private final Shared shared;
  private final int shard;
  private @Nullable TopicReader reader;
  private @Nullable RecordCommitter committer;
  private @Nullable Pool pool;

  /**
   * @param shard of the ledger, the first of as many as it has connections
   */
  KafkaVerticle(Shared shared, int shard) {
    this.shared = shared;
    this.shard = shard;
  }

  @Override
  public Future<?> start() {
    Platform platform = shared.platform();
    KafkaConfig config = shared.config().kafka();
    Pool own =
        platform
            .database()
            .pool(
                DatabaseConfig.Login.INGEST,
                "gateway-kafka",
                config.connections() + 1,
                shared.config().statementTimeout());
    RecordCommitter ownCommitter =
        new RecordCommitter(
            own,
            shared.config().committer(),
            platform.clock(),
            shared.known(),
            shared.urgentGroups(),
            new TextRefresh(vertx, shared.reads(), shared.known()),
            shard,
            config.connections(),
            changes -> vertx.eventBus().send(TransitionsCommitted.ADDRESS, changes));
    RecordBodies bodies =
        new RecordBodies(
            shared.senderRoutes(),
            new Reading(shared.known(), shared.routing()),
            shared.config().edge(),
            platform.clock());
    TopicReading reading =
        new TopicReading(
            context,
            shared.snapshots()::current,
            config,
            tenant ->
                shared
                    .backlog()
                    .current()
                    .isAbove(
                        shared.config().shedding().softBacklog(),
                        tenant,
                        shared.snapshots().current().weights()),
            bodies,
            ownCommitter,
            shared.decoders(),
            shared.ingestMeters(),
            shared.recent(),
            platform.meters(),
            platform.database().outage(),
            platform.clock());
    TopicReader topics = new TopicReader(vertx, config, reading, new RecordOffsets(own));
    pool = own;
    committer = ownCommitter;
    reader = topics;
    context.runOnContext(now -> topics.run());
    return Future.succeededFuture();
  }

  /** For the health of the gateway, which does not depend on it. */
  Map<String, Object> shown() {
    TopicReader own = reader;
    return own == null ? Map.of() : own.shown();
  }

  /** What was begun is committed, and the partitions go to others. */
  @Override
  public Future<?> stop() {
    TopicReader own = reader;
    RecordCommitter ownCommitter = committer;
    Pool connections = pool;
    if (own == null || ownCommitter == null || connections == null) {
      return Future.succeededFuture();
    }
    return own.stop()
        .timeout(shared.config().stopTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .compose(
            done -> {
              ownCommitter.stop();
              return connections.close();
            });
  }
}
