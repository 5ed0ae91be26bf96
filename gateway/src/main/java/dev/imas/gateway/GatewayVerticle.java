package dev.imas.gateway;

import dev.imas.core.bus.BodyKept;
import dev.imas.core.bus.BodyPasted;
import dev.imas.core.bus.BodyPosted;
import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.model.TenantId;
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
import dev.imas.gateway.commit.CommitMeters;
import dev.imas.gateway.commit.CommitPermits;
import dev.imas.gateway.commit.Committer;
import dev.imas.gateway.commit.LetterCommitter;
import dev.imas.gateway.commit.TextRefresh;
import dev.imas.gateway.dedup.KnownAlerts;
import dev.imas.gateway.dedup.UrgentGroups;
import dev.imas.gateway.edge.Admission;
import dev.imas.gateway.edge.IncidentLookup;
import dev.imas.gateway.edge.IngestMeters;
import dev.imas.gateway.edge.KeylessRoom;
import dev.imas.gateway.edge.MailBodies;
import dev.imas.gateway.edge.MailSources;
import dev.imas.gateway.edge.PastedBodies;
import dev.imas.gateway.edge.PostedBodies;
import dev.imas.gateway.edge.Decode;
import dev.imas.gateway.edge.Replays;
import dev.imas.gateway.edge.RoutingTime;
import dev.imas.gateway.edge.SenderEdge;
import dev.imas.gateway.edge.SenderRoutes;
import dev.imas.gateway.edge.Shed;
import dev.imas.gateway.edge.SignedPosts;
import dev.imas.gateway.log.PostLog;
import dev.imas.gateway.opsgenie.RequestStatusRoutes;
import dev.imas.gateway.ping.PingEdge;
import dev.imas.gateway.ping.Pings;
import dev.imas.gateway.recent.RecentBodies;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.sns.SnsPosts;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
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
      SnapshotKeeper snapshots,
      Admission admission,
      Shed shedding,
      KnownAlerts known,
      UrgentGroups urgentGroups,
      CommitPermits permits,
      CommitMeters commitMeters,
      IngestMeters ingestMeters,
      SenderRoutes senderRoutes,
      Pool reads,
      AlertReads alertReads,
      HealthRoutes health,
      WorkerExecutor decoders,
      SignedPosts signedPosts,
      KeylessRoom keyless,
      RoutingTime routing,
      Pings pings,
      RecentBodies recent,
      SnsPosts sns,
      MailSources mailSources,
      @Nullable PostLog postLog) {}

  private final Shared shared;
  private final int shard;
  private final WorkerHealth heartbeat;
  private @Nullable Committer committer;
  private @Nullable SenderEdge edge;
  private @Nullable HttpListener server;
  private @Nullable MailBodies mails;

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
    Platform platform = shared.platform();
    GatewayConfig config = shared.config();
    CommitConnection connection =
        new CommitConnection(
            vertx,
            platform
                .database()
                .pool(
                    DatabaseConfig.Login.INGEST,
                    // The shard changes with each start, but names in metrics must stay.
                    "ingest-" + shard % GatewayRole.MOST_LOOPS,
                    1,
                    config.statementTimeout()),
            platform.database().outage());
    Committer ownCommitter =
        new Committer(
            vertx,
            connection,
            config.committer(),
            platform.clock(),
            shared.known(),
            shared.urgentGroups(),
            shared.commitMeters(),
            new TextRefresh(vertx, shared.reads(), shared.known()),
            shard,
            shared.permits(),
            tenant -> shared.snapshots().current().weights().of(new TenantId(tenant)),
            changes -> vertx.eventBus().send(TransitionsCommitted.ADDRESS, changes),
            heartbeat);
    SenderEdge ownEdge =
        new SenderEdge(
            vertx,
            config.edge(),
            platform.clock(),
            shared.senderRoutes(),
            shared.snapshots(),
            shared.admission(),
            shared.shedding(),
            ownCommitter,
            shared.known(),
            shared.ingestMeters(),
            new IncidentLookup(shared.reads()),
            shared.decoders(),
            shared.signedPosts(),
            shared.keyless(),
            shared.routing(),
            shared.recent(),
            shared.sns(),
            shared.postLog());
    Replays replays =
        new Replays(
            shared.senderRoutes(),
            shared.snapshots(),
            new Decode(new KnownAlerts(4, 0), shared.routing()),
            new LetterCommitter(
                shared.reads(),
                config.committer(),
                platform.clock(),
                shared.known(),
                shared.urgentGroups(),
                shard,
                changes -> vertx.eventBus().send(TransitionsCommitted.ADDRESS, changes)),
            config.edge().alerts(),
            platform.clock());
    vertx.eventBus().<ReplayRequested>consumer(ReplayRequested.ADDRESS, replays::handle);
    PastedBodies pasted =
        new PastedBodies(
            shared.senderRoutes(),
            shared.snapshots(),
            shared.decoders(),
            config.edge().alerts(),
            config.autoResolve(),
            platform.clock());
    vertx.eventBus().<BodyPasted>consumer(BodyPasted.ADDRESS, pasted::handle);
    vertx.eventBus().<BodyKept>consumer(BodyKept.ADDRESS, pasted::handleKept);
    committer = ownCommitter;
    edge = ownEdge;
    MailBodies ownMails =
        new MailBodies(
            context,
            shared.mailSources(),
            shared.snapshots(),
            shared.admission(),
            shared.shedding(),
            ownCommitter,
            shared.known(),
            shared.routing(),
            config.edge(),
            shared.ingestMeters(),
            shared.recent(),
            platform.clock());
    mails = ownMails;
    PostedBodies posted =
        new PostedBodies(shared.senderRoutes(), shared.snapshots(), shared.decoders(), ownMails);
    vertx.eventBus().<BodyPosted>consumer(BodyPosted.ADDRESS, posted::handle);
    PingEdge pings = new PingEdge(shared.pings(), platform.meters());
    Router router = Router.router(vertx);
    new AlertmanagerReadRoutes(platform, shared.alertReads(), ownEdge::authenticate).mount(router);
    new RequestStatusRoutes(ownEdge::authenticate).mount(router);
    shared.health().mount(router);
    HttpErrors.mount(router);
    HttpListener listening =
        shared
            .httpPort()
            .listener(
                vertx,
                false,
                request -> {
                  if (!ownEdge.handle(request) && !pings.handle(request)) {
                    router.handle(request);
                  }
                });
    server = listening;
    return connection
        .open()
        // It keeps trying by itself. Until then posts are answered 503.
        .otherwiseEmpty()
        .compose(opened -> listening.listen(shared.port(), config.host()));
  }

  /** Where mails go that this loop's committer commits. Of any thread, once it is deployed. */
  MailBodies mails() {
    return Objects.requireNonNull(mails, "deployed");
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
