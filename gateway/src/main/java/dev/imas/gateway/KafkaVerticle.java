package dev.imas.gateway;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Platform;
import dev.imas.gateway.backlog.BacklogWatch;
import dev.imas.gateway.commit.RecordCommitter;
import dev.imas.gateway.commit.RecordOffsets;
import dev.imas.gateway.kafka.Feed;
import dev.imas.gateway.kafka.KafkaConfig;
import dev.imas.gateway.kafka.KafkaMeters;
import dev.imas.gateway.kafka.LogFeed;
import dev.imas.gateway.kafka.RecordBodies;
import dev.imas.gateway.kafka.SourceFeed;
import dev.imas.gateway.kafka.TopicReader;
import dev.imas.gateway.kafka.TopicReading;
import dev.imas.gateway.pipeline.IngestMeters;
import dev.imas.gateway.pipeline.PostPipelines;
import dev.imas.gateway.pipeline.PostReader;
import dev.imas.gateway.pipeline.SenderRoutes;
import dev.imas.gateway.presence.LogUse;
import dev.imas.gateway.recent.RecentBodies;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Pool;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads what sources have in Kafka, or the log in front of the gateway. Deployed on virtual
 * threads, beside the event loops.
 */
final class KafkaVerticle extends VerticleBase {

  /** What it shares with the event loops. */
  record Shared(
      Platform platform,
      GatewayConfig config,
      SnapshotKeeper snapshots,
      BacklogWatch backlog,
      SenderRoutes senderRoutes,
      IngestMeters ingestMeters,
      WorkerExecutor decoders,
      PostPipelines pipelines,
      Committers committers,
      RecentBodies recent) {}

  private final Shared shared;
  private final boolean isOfLog;
  private final int shard;
  private @Nullable LogUse use;
  private @Nullable TopicReader reader;
  private @Nullable RecordCommitter committer;
  private @Nullable Pool pool;

  private KafkaVerticle(Shared shared, boolean isOfLog, int shard) {
    this.shared = shared;
    this.isOfLog = isOfLog;
    this.shard = shard;
  }

  /**
   * Reads the topics that sources name.
   *
   * @param shard of the ledger, the first of as many as it has connections
   */
  static KafkaVerticle ofSources(Shared shared, int shard) {
    return new KafkaVerticle(shared, false, shard);
  }

  /**
   * Reads the log.
   *
   * @param shard of the ledger, the first of as many as it has connections
   */
  static KafkaVerticle ofLog(Shared shared, int shard) {
    return new KafkaVerticle(shared, true, shard);
  }

  @Override
  public Future<?> start() {
    Platform platform = shared.platform();
    KafkaConfig config = isOfLog ? shared.config().kafka().forLog() : shared.config().kafka();
    int connections = isOfLog ? shared.config().log().connections() : config.connections();
    Pool own =
        platform
            .database()
            .pool(
                DatabaseConfig.Login.INGEST,
                isOfLog ? "gateway-log" : "gateway-kafka",
                connections + 1,
                shared.config().statementTimeout());
    RecordCommitter ownCommitter = shared.committers().ofRecords(vertx, own, shard, connections);
    TopicReading reading =
        new TopicReading(
            context,
            isOfLog ? logFeed() : sourceFeed(config),
            connections,
            ownCommitter,
            new RecordOffsets(own),
            shared.decoders(),
            shared.ingestMeters(),
            shared.recent(),
            isOfLog
                ? KafkaMeters.ofLog(platform.meters())
                : KafkaMeters.ofSources(platform.meters()),
            platform.database().outage(),
            platform.clock());
    TopicReader topics = new TopicReader(vertx, config, reading);
    pool = own;
    committer = ownCommitter;
    reader = topics;
    context.runOnContext(now -> topics.run());
    if (!isOfLog) {
      return Future.succeededFuture();
    }
    LogUse told = new LogUse(vertx, own, shared.config().log().topic());
    use = told;
    // It goes on by itself where the database is away.
    return told.start().otherwiseEmpty();
  }

  private Feed sourceFeed(KafkaConfig config) {
    return new SourceFeed(
        shared.snapshots()::current,
        config.prefix(),
        shared.config().log().topic(),
        this::isBehind,
        bodies(shared.pipelines().ofTopics()));
  }

  /** Whether more of a tenant waits for core than its share. */
  private boolean isBehind(TenantId tenant) {
    return shared
        .backlog()
        .current()
        .isAbove(
            shared.config().shedding().softBacklog(),
            tenant,
            shared.snapshots().current().weights());
  }

  private Feed logFeed() {
    return new LogFeed(
        shared.config().log().topic(),
        shared.snapshots()::current,
        shared.snapshots()::isLoaded,
        () -> shared.backlog().current().total() > shared.config().shedding().hardBacklog(),
        this::isBehind,
        shared.config().log().apartAfter(),
        bodies(shared.pipelines().ofLog()));
  }

  private RecordBodies bodies(PostReader reader) {
    return new RecordBodies(
        shared.senderRoutes(),
        reader,
        shared.config().edge().posts().bodyBytes(),
        shared.platform().clock());
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
    LogUse told = use;
    return (told == null ? Future.<Void>succeededFuture() : told.stop())
        .otherwiseEmpty()
        .compose(quiet -> own.stop())
        .timeout(shared.config().stopTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .compose(
            done -> {
              ownCommitter.stop();
              return connections.close();
            });
  }
}
