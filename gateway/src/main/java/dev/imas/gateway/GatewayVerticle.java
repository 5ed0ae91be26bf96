package dev.imas.gateway;

import dev.imas.core.bus.BodyKept;
import dev.imas.core.bus.BodyPasted;
import dev.imas.core.bus.BodyPosted;
import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.HealthRoutes;
import dev.imas.core.platform.HttpErrors;
import dev.imas.core.platform.HttpListener;
import dev.imas.core.platform.HttpPort;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.gateway.alertmanager.AlertReads;
import dev.imas.gateway.alertmanager.AlertmanagerReadRoutes;
import dev.imas.gateway.commit.CommitConnection;
import dev.imas.gateway.commit.Committer;
import dev.imas.gateway.edge.HttpPosts;
import dev.imas.gateway.edge.IncidentLookup;
import dev.imas.gateway.edge.KeylessPosts;
import dev.imas.gateway.edge.KeylessRoom;
import dev.imas.gateway.edge.RequestAuth;
import dev.imas.gateway.edge.SenderEdge;
import dev.imas.gateway.log.PostLog;
import dev.imas.gateway.opsgenie.RequestStatusRoutes;
import dev.imas.gateway.ping.PingEdge;
import dev.imas.gateway.ping.Pings;
import dev.imas.gateway.pipeline.Admission;
import dev.imas.gateway.pipeline.BareBodies;
import dev.imas.gateway.pipeline.IngestMeters;
import dev.imas.gateway.pipeline.PostPipelines;
import dev.imas.gateway.pipeline.RoutingTime;
import dev.imas.gateway.pipeline.SenderRoutes;
import dev.imas.gateway.request.PastedBodies;
import dev.imas.gateway.request.PostedBodies;
import dev.imas.gateway.request.Replays;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.EventBus;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One event loop of the gateway: a listener, a committer, a connection. */
final class GatewayVerticle extends VerticleBase {

  /** What the event loops share. */
  record Shared(
      Platform platform,
      GatewayConfig config,
      int port,
      HttpPort httpPort,
      HealthRoutes health,
      SnapshotKeeper snapshots,
      SenderRoutes senderRoutes,
      Admission admission,
      KeylessRoom keyless,
      RoutingTime routing,
      IngestMeters ingestMeters,
      WorkerExecutor decoders,
      PostPipelines pipelines,
      Committers committers,
      Pool reads,
      AlertReads alertReads,
      Pings pings,
      @Nullable PostLog postLog) {}

  private final Shared shared;
  private final int shard;
  private final WorkerHealth heartbeat;
  private @Nullable Committer committer;
  private @Nullable SenderEdge edge;
  private @Nullable HttpListener server;
  private @Nullable BareBodies bareBodies;

  /**
   * @param heartbeat of the committer
   */
  GatewayVerticle(Shared shared, int shard, WorkerHealth heartbeat) {
    this.shared = shared;
    this.shard = shard;
    this.heartbeat = heartbeat;
  }

  @Override
  public Future<?> start() {
    CommitConnection connection =
        new CommitConnection(
            vertx,
            shared
                .platform()
                .database()
                .pool(
                    DatabaseConfig.Login.INGEST,
                    // The shard changes with each start, but names in metrics must stay.
                    "ingest-" + shard % GatewayRole.MOST_LOOPS,
                    1,
                    shared.config().statementTimeout()),
            shared.platform().database().outage());
    Committer ownCommitter = shared.committers().ofLoop(vertx, connection, shard, heartbeat);
    committer = ownCommitter;
    BareBodies bare = bareBodies(ownCommitter);
    bareBodies = bare;
    answerCore(bare);
    HttpListener listening = httpDoor(ownCommitter);
    server = listening;
    return connection
        .open()
        // It keeps trying by itself. Until then posts are answered 503.
        .otherwiseEmpty()
        .compose(opened -> listening.listen(shared.port(), shared.config().host()));
  }

  /** They are committed, also where there is a log in front. */
  private BareBodies bareBodies(Committer ownCommitter) {
    return new BareBodies(
        context,
        shared.snapshots(),
        shared.admission(),
        shared.pipelines().committingBy(ownCommitter),
        shared.ingestMeters());
  }

  /** What core asks of a gateway over the bus. */
  private void answerCore(BareBodies bare) {
    EventBus bus = vertx.eventBus();
    Replays replays =
        new Replays(
            shared.senderRoutes(),
            shared.snapshots(),
            shared.pipelines().ofLetters(),
            shared.committers().ofLetters(vertx, shard),
            shared.platform().clock());
    bus.<ReplayRequested>consumer(ReplayRequested.ADDRESS, replays::handle);
    PastedBodies pasted =
        new PastedBodies(
            shared.senderRoutes(),
            shared.snapshots(),
            shared.decoders(),
            shared.pipelines().ofLetters(),
            shared.config().autoResolve());
    bus.<BodyPasted>consumer(BodyPasted.ADDRESS, pasted::handle);
    bus.<BodyKept>consumer(BodyKept.ADDRESS, pasted::handleKept);
    PostedBodies posted =
        new PostedBodies(shared.senderRoutes(), shared.snapshots(), shared.decoders(), bare);
    bus.<BodyPosted>consumer(BodyPosted.ADDRESS, posted::handle);
  }

  private HttpListener httpDoor(Committer ownCommitter) {
    PostLog postLog = shared.postLog();
    RequestAuth auth = new RequestAuth(shared.snapshots(), shared.platform().clock());
    HttpPosts posts =
        new HttpPosts(
            vertx,
            shared.config().edge(),
            shared.snapshots(),
            shared.admission(),
            postLog == null
                ? shared.pipelines().committingBy(ownCommitter)
                : shared.pipelines().appendingTo(postLog),
            shared.ingestMeters(),
            new IncidentLookup(shared.reads()));
    SenderEdge senders =
        new SenderEdge(
            vertx,
            shared.senderRoutes(),
            shared.snapshots(),
            auth,
            posts,
            new KeylessPosts(posts, auth, shared.snapshots(), shared.keyless(), shared.decoders()),
            shared.routing());
    edge = senders;
    PingEdge pings = new PingEdge(shared.pings(), shared.platform().meters());
    Router router = Router.router(vertx);
    new AlertmanagerReadRoutes(shared.platform(), shared.alertReads(), auth::sourceOf)
        .mount(router);
    new RequestStatusRoutes(auth::sourceOf).mount(router);
    shared.health().mount(router);
    HttpErrors.mount(router);
    return shared
        .httpPort()
        .listener(
            vertx,
            false,
            request -> {
              if (!senders.handle(request) && !pings.handle(request)) {
                router.handle(request);
              }
            });
  }

  /** Takes mails, which this loop's committer commits. Of any thread, once it is deployed. */
  BareBodies bareBodies() {
    return Objects.requireNonNull(bareBodies, "deployed");
  }

  int port() {
    HttpListener listening = server;
    return listening == null ? -1 : listening.actualPort();
  }

  /**
   * Accepts no new connections. What was read is committed and answered; then the database
   * connection is closed.
   */
  @Override
  public Future<?> stop() {
    HttpListener listening = server;
    Committer ownCommitter = committer;
    SenderEdge ownEdge = edge;
    if (listening == null || ownCommitter == null || ownEdge == null) {
      return Future.succeededFuture();
    }
    ownEdge.stop();
    return listening
        .close(shared.config().stopTimeout())
        .otherwiseEmpty()
        .compose(closed -> ownCommitter.drain())
        .timeout(shared.config().stopTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .otherwiseEmpty();
  }
}
