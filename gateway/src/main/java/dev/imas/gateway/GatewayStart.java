package dev.imas.gateway;

import dev.imas.core.bus.BodyKept;
import dev.imas.core.bus.BodyPasted;
import dev.imas.core.bus.BodyPosted;
import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.HealthRoutes;
import dev.imas.core.platform.HttpPort;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.PortTls;
import dev.imas.core.platform.Readiness;
import dev.imas.core.platform.Role.Running;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.gateway.alertmanager.AlertReads;
import dev.imas.gateway.backlog.BacklogWatch;
import dev.imas.gateway.edge.KeylessRoom;
import dev.imas.gateway.log.PostLog;
import dev.imas.gateway.mail.MailSources;
import dev.imas.gateway.ping.Pings;
import dev.imas.gateway.pipeline.Admission;
import dev.imas.gateway.pipeline.IngestMeters;
import dev.imas.gateway.pipeline.PostPipelines;
import dev.imas.gateway.pipeline.RoutingTime;
import dev.imas.gateway.pipeline.SenderRoutes;
import dev.imas.gateway.pipeline.Shed;
import dev.imas.gateway.presence.Presence;
import dev.imas.gateway.recent.BodyStore;
import dev.imas.gateway.recent.RecentBodies;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.sns.SigningKeys;
import dev.imas.gateway.sns.SnsPosts;
import dev.imas.gateway.sns.SnsStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One start of a gateway: what its doors share, and then the doors, one after the other. */
final class GatewayStart {

  private final Platform platform;
  private final GatewayConfig config;
  private final Vertx vertx;
  private final Pool reads;
  private final Pool pingPool;
  private final WorkerExecutor decoders;
  private final List<WorkerHealth> committerHeartbeats;
  private final SnapshotKeeper snapshots;
  private final BacklogWatch backlog;
  private final Presence presence;
  private final RecentBodies recent;
  private final AlertReads alertReads;
  private final HealthRoutes health;
  private final HttpPort httpPort;
  private final @Nullable PostLog postLog;
  private final IngestMeters ingestMeters;
  private final GatewayVerticle.Shared forLoops;
  private final KafkaVerticle.Shared forKafka;
  private final List<GatewayVerticle> loops = new ArrayList<>();
  private final List<String> deployments = new ArrayList<>();
  private final List<String> mailDeployments = new ArrayList<>();

  GatewayStart(Platform platform, GatewayConfig config, Senders senders) {
    this.platform = platform;
    this.config = config;
    this.vertx = platform.vertx();
    this.reads = pool("gateway-reads", 4);
    this.pingPool = pool("gateway-pings", Pings.CONNECTIONS);
    this.decoders = vertx.createSharedWorkerExecutor("imas-decode", 2, 60, TimeUnit.SECONDS);
    WorkerHealth snapshotHeartbeat = heartbeat("snapshot");
    this.committerHeartbeats =
        IntStream.range(0, config.eventLoops())
            .mapToObj(loop -> heartbeat("committer_" + loop))
            .toList();
    this.snapshots = snapshotKeeper(senders, snapshotHeartbeat);
    this.backlog = new BacklogWatch(vertx, reads, System::nanoTime);
    Pings pings = new Pings(pingPool, platform.clock());
    this.presence = new Presence(vertx, reads, platform.clock(), pings::takeLost);
    this.recent = recentBodies();
    this.alertReads = new AlertReads(vertx, reads, platform.clock());
    this.health = healthRoutes(snapshotHeartbeat);
    Optional<PortTls> tls = PortTls.open(platform, config.tls());
    tls.ifPresent(on -> health.noting("tls", on::shown));
    this.httpPort =
        new HttpPort(
            "gateway", config.http(), platform.meters(), config.edge().proxies()::isOne, tls);
    this.postLog = postLog();
    Admission admission =
        new Admission(config.inFlight(), () -> snapshots.current().weights(), System::nanoTime);
    this.ingestMeters =
        new IngestMeters(
            platform.meters(), admission, () -> backlog.current().total(), System::nanoTime);
    SenderRoutes routes = new SenderRoutes(senders.all());
    RoutingTime routing = new RoutingTime(System::nanoTime);
    Committers committers = new Committers(platform, config, snapshots, reads);
    PostPipelines pipelines = pipelines(committers, routing);
    this.forLoops =
        new GatewayVerticle.Shared(
            platform,
            config,
            // Port 0 lets the system choose. With a negative number, all loops share its choice.
            config.port() == 0 ? -1 : config.port(),
            httpPort,
            health,
            snapshots,
            routes,
            admission,
            new KeylessRoom(),
            routing,
            ingestMeters,
            decoders,
            pipelines,
            committers,
            reads,
            alertReads,
            pings,
            postLog);
    this.forKafka =
        new KafkaVerticle.Shared(
            platform,
            config,
            snapshots,
            backlog,
            routes,
            ingestMeters,
            decoders,
            pipelines,
            committers,
            recent);
  }

  private PostPipelines pipelines(Committers committers, RoutingTime routing) {
    return new PostPipelines(
        config.edge().posts(),
        platform.clock(),
        committers.known(),
        routing,
        sns(),
        decoders,
        new Shed(config.shedding(), backlog::current, () -> snapshots.current().weights()),
        recent,
        ingestMeters);
  }

  private SnapshotKeeper snapshotKeeper(Senders senders, WorkerHealth heartbeat) {
    return new SnapshotKeeper(
        platform,
        reads,
        pool("gateway-listener", 1),
        senders.readers(),
        config.autoResolve(),
        heartbeat);
  }

  private @Nullable PostLog postLog() {
    return config.log().isOn() && config.log().appends()
        ? new PostLog(vertx, config.log(), config.kafka().common(), platform.meters())
        : null;
  }

  private RecentBodies recentBodies() {
    BodyStore store = new BodyStore(reads, decoders, platform.secrets());
    return new RecentBodies(vertx, store::keep, platform.database().outage());
  }

  private Pool pool(String name, int connections) {
    return platform
        .database()
        .pool(DatabaseConfig.Login.INGEST, name, connections, config.statementTimeout());
  }

  private WorkerHealth heartbeat(String worker) {
    return new WorkerHealth(worker, config.workersWithin(), platform.clock());
  }

  private SnsPosts sns() {
    SnsStore store = new SnsStore(reads);
    return new SnsPosts(new SigningKeys(store::certificate), store, platform.meters());
  }

  private HealthRoutes healthRoutes(WorkerHealth snapshotHeartbeat) {
    List<WorkerHealth> heartbeats = new ArrayList<>(committerHeartbeats);
    heartbeats.add(snapshotHeartbeat);
    return new HealthRoutes(
        platform,
        () ->
            snapshots.isLoaded()
                ? reads.query("SELECT 1").execute().mapEmpty()
                : Future.failedFuture("sources have not been read yet"),
        new Readiness(platform, "gateway", heartbeats),
        config.metrics());
  }

  /** Starts what the doors read from, and then opens them. */
  Future<Running> start() {
    registerCodecs(vertx.eventBus());
    registerMeters();
    long everySecond = vertx.setPeriodic(1_000, id -> ingestMeters.look());
    List<KafkaVerticle> topics = kafkaDoors();
    MailVerticle mail = config.mail().isOn() ? mailDoor() : null;
    return beforeDoors()
        .compose(done -> openHttp())
        .compose(done -> open(topics))
        .compose(done -> open(mail))
        .compose(done -> presence.start())
        .onSuccess(done -> recent.start())
        .map(done -> running(everySecond));
  }

  private static void registerCodecs(EventBus bus) {
    TransitionsCommitted.registerOn(bus);
    ReplayRequested.registerOn(bus);
    BodyPasted.registerOn(bus);
    BodyPosted.registerOn(bus);
    BodyKept.registerOn(bus);
  }

  private void registerMeters() {
    Gauge.builder("imas_routing_generation", snapshots, keeper -> keeper.current().generation())
        .description("Version of the sources, services and rules in use")
        .register(platform.meters());
    FunctionCounter.builder(
            "imas_routing_conditions_failed_total", snapshots, SnapshotKeeper::conditionsFailed)
        .description("Conditions of rules that could not be evaluated, so that no rule matched")
        .register(platform.meters());
  }

  /** What fails to start goes on trying by itself. */
  private Future<Void> beforeDoors() {
    PostLog appended = postLog;
    if (appended != null) {
      health.readyAlsoWhile(
          () ->
              appended.isUp()
                  && snapshots.isLoaded()
                  && snapshots.age().compareTo(config.log().keysKnownFor()) < 0);
    }
    return Future.join(
            snapshots.start(),
            backlog.start(),
            appended == null ? Future.succeededFuture() : appended.start())
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /**
   * Committers of several gateways must not share a ledger row, so each process takes a random
   * block of shards.
   */
  private static int firstShard() {
    return ThreadLocalRandom.current().nextInt(Short.MAX_VALUE / GatewayRole.MOST_LOOPS)
        * GatewayRole.MOST_LOOPS;
  }

  private Future<Void> openHttp() {
    int shards = firstShard();
    Future<Void> opened = Future.succeededFuture();
    for (int i = 0; i < config.eventLoops(); i++) {
      GatewayVerticle loop = new GatewayVerticle(forLoops, shards + i, committerHeartbeats.get(i));
      loops.add(loop);
      opened =
          opened.compose(
              before -> vertx.deployVerticle(loop).onSuccess(deployments::add).mapEmpty());
    }
    return opened;
  }

  private List<KafkaVerticle> kafkaDoors() {
    List<KafkaVerticle> doors = new ArrayList<>();
    if (config.kafka().isOn()) {
      KafkaVerticle sources = KafkaVerticle.ofSources(forKafka, firstShard());
      health.noting("kafka", sources::shown);
      doors.add(sources);
    }
    if (config.kafka().isOn() && config.log().isOn()) {
      KafkaVerticle log = KafkaVerticle.ofLog(forKafka, firstShard());
      health.noting("log", () -> shown(log));
      doors.add(log);
    }
    return doors;
  }

  private Map<String, Object> shown(KafkaVerticle log) {
    Map<String, Object> all = new LinkedHashMap<>(log.shown());
    all.put("takes_posts", postLog != null && postLog.isUp());
    return all;
  }

  private Future<Void> open(List<KafkaVerticle> doors) {
    Future<Void> opened = Future.succeededFuture();
    for (KafkaVerticle door : doors) {
      opened =
          opened.compose(
              before ->
                  vertx
                      .deployVerticle(
                          door,
                          new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                      .onSuccess(deployments::add)
                      .mapEmpty());
    }
    return opened;
  }

  private MailVerticle mailDoor() {
    MailVerticle mail =
        new MailVerticle(
            config.mail(),
            new MailSources(snapshots, forLoops.senderRoutes(), platform.clock()),
            () -> loops.getFirst().bareBodies(),
            platform.meters(),
            platform.clock(),
            config.stopTimeout());
    health.noting("mail", mail::shown);
    return mail;
  }

  private Future<Void> open(@Nullable MailVerticle door) {
    return door == null
        ? Future.succeededFuture()
        : vertx.deployVerticle(door).onSuccess(mailDeployments::add).mapEmpty();
  }

  private Running running(long everySecond) {
    return new RunningGateway(
        vertx,
        health,
        httpPort,
        snapshots,
        backlog,
        presence,
        recent,
        everySecond,
        List.of(reads, pingPool),
        alertReads,
        decoders,
        mailDeployments,
        deployments,
        postLog,
        config.stopTimeout(),
        loops.getFirst().port());
  }
}
