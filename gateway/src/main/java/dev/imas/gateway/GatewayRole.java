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
import dev.imas.core.platform.Readiness;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.gateway.alertmanager.AlertReads;
import dev.imas.gateway.backlog.BacklogWatch;
import dev.imas.gateway.commit.CommitMeters;
import dev.imas.gateway.commit.CommitPermits;
import dev.imas.gateway.dedup.KnownAlerts;
import dev.imas.gateway.dedup.UrgentGroups;
import dev.imas.gateway.edge.Admission;
import dev.imas.gateway.edge.IngestMeters;
import dev.imas.gateway.edge.KeylessRoom;
import dev.imas.gateway.edge.MailSources;
import dev.imas.gateway.edge.RoutingTime;
import dev.imas.gateway.edge.SenderRoutes;
import dev.imas.gateway.edge.Shed;
import dev.imas.gateway.edge.SignedPosts;
import dev.imas.gateway.log.PostLog;
import dev.imas.gateway.ping.Pings;
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
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The gateway. Everything is wired here, by constructors. */
public final class GatewayRole implements Role {

  static final int MOST_LOOPS = 64;

  private final Senders senders;

  public GatewayRole() {
    this(new Senders());
  }

  /** For tests: with other senders than the built-in ones. */
  public GatewayRole(Senders senders) {
    this.senders = senders;
  }

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public Setup configure(Settings settings) {
    return new ConfiguredGateway(GatewayConfig.read(settings), senders);
  }

  private record ConfiguredGateway(GatewayConfig config, Senders senders) implements Setup {

    @Override
    public int port() {
      return config.port();
    }

    private static Map<String, Object> shown(KafkaVerticle log, @Nullable PostLog postLog) {
      Map<String, Object> all = new LinkedHashMap<>(log.shown());
      all.put("takes_posts", postLog != null && postLog.isUp());
      return all;
    }

    private static Future<Void> deploy(
        Vertx vertx, KafkaVerticle verticle, List<String> deployments) {
      return vertx
          .deployVerticle(
              verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
          .onSuccess(deployments::add)
          .mapEmpty();
    }

    private WorkerHealth heartbeat(Platform platform, String worker) {
      return new WorkerHealth(worker, config.workersWithin(), platform.clock());
    }

    private static List<WorkerHealth> heartbeats(
        WorkerHealth snapshot, List<WorkerHealth> committers) {
      List<WorkerHealth> all = new ArrayList<>(committers);
      all.add(snapshot);
      return all;
    }

    @Override
    public Future<Running> start(Platform platform) {
      Vertx vertx = platform.vertx();
      TransitionsCommitted.registerOn(vertx.eventBus());
      ReplayRequested.registerOn(vertx.eventBus());
      BodyPasted.registerOn(vertx.eventBus());
      BodyPosted.registerOn(vertx.eventBus());
      BodyKept.registerOn(vertx.eventBus());
      Pool reads =
          platform
              .database()
              .pool(DatabaseConfig.Login.INGEST, "gateway-reads", 4, config.statementTimeout());
      WorkerHealth snapshotHeartbeat = heartbeat(platform, "snapshot");
      List<WorkerHealth> committerHeartbeats =
          IntStream.range(0, config.eventLoops())
              .mapToObj(loop -> heartbeat(platform, "committer_" + loop))
              .toList();
      SnapshotKeeper snapshots =
          new SnapshotKeeper(
              platform,
              reads,
              platform
                  .database()
                  .pool(
                      DatabaseConfig.Login.INGEST,
                      "gateway-listener",
                      1,
                      config.statementTimeout()),
              senders.readers(),
              config.autoResolve(),
              snapshotHeartbeat);
      Gauge.builder("imas_routing_generation", snapshots, keeper -> keeper.current().generation())
          .description("Version of the sources, services and rules in use")
          .register(platform.meters());
      FunctionCounter.builder(
              "imas_routing_conditions_failed_total", snapshots, SnapshotKeeper::conditionsFailed)
          .description("Conditions of rules that could not be evaluated, so that no rule matched")
          .register(platform.meters());
      Admission admission =
          new Admission(config.inFlight(), () -> snapshots.current().weights(), System::nanoTime);
      BacklogWatch backlog = new BacklogWatch(vertx, reads, System::nanoTime);
      Pool pingPool =
          platform
              .database()
              .pool(
                  DatabaseConfig.Login.INGEST,
                  "gateway-pings",
                  Pings.CONNECTIONS,
                  config.statementTimeout());
      Pings pings = new Pings(pingPool, platform.clock());
      Presence presence = new Presence(vertx, reads, platform.clock(), pings::takeLost);
      Shed shedding =
          new Shed(config.shedding(), backlog::current, () -> snapshots.current().weights());
      HealthRoutes health =
          new HealthRoutes(
              platform,
              () ->
                  snapshots.isLoaded()
                      ? reads.query("SELECT 1").execute().mapEmpty()
                      : Future.failedFuture("sources have not been read yet"),
              new Readiness(
                  platform, "gateway", heartbeats(snapshotHeartbeat, committerHeartbeats)),
              config.metrics());
      WorkerExecutor decoders =
          vertx.createSharedWorkerExecutor("imas-decode", 2, 60, TimeUnit.SECONDS);
      RecentBodies recent =
          new RecentBodies(
              vertx,
              new BodyStore(reads, decoders, platform.secrets())::keep,
              platform.database().outage());
      SnsStore snsStore = new SnsStore(reads);
      SnsPosts sns =
          new SnsPosts(new SigningKeys(snsStore::certificate), snsStore, platform.meters());
      HttpPort httpPort =
          new HttpPort("gateway", config.http(), platform.meters(), config.edge().proxies()::isOne);
      AlertReads alertReads = new AlertReads(vertx, reads, platform.clock());
      SignedPosts signedPosts = new SignedPosts();
      KeylessRoom keyless = new KeylessRoom();
      RoutingTime routing = new RoutingTime(System::nanoTime);
      SenderRoutes senderRoutes = new SenderRoutes(senders.all());
      MailSources mailSources = new MailSources(snapshots, senderRoutes, platform.clock());
      int processLoops = config.eventLoops();
      List<GatewayVerticle> verticles = new ArrayList<>();
      List<String> deployments = new ArrayList<>();
      KnownAlerts known =
          new KnownAlerts(
              config.knownAlerts(), config.refreshSeconds(), config.annotationsPerSecond());
      FunctionCounter.builder(
              "imas_ingest_annotations_put_off_total", known, KnownAlerts::textsPutOff)
          .description("Repeats whose changed annotations were not stored at once")
          .register(platform.meters());
      UrgentGroups urgentGroups = new UrgentGroups();
      CommitPermits permits = new CommitPermits(config.commitsAtOnce());
      CommitMeters commitMeters = new CommitMeters(platform.meters());
      IngestMeters ingestMeters =
          new IngestMeters(
              platform.meters(), admission, () -> backlog.current().total(), System::nanoTime);
      long everySecond = vertx.setPeriodic(1_000, id -> ingestMeters.look());
      // Committers of several gateways must not share a ledger row, so each process takes a random
      // block of shards.
      int shards = ThreadLocalRandom.current().nextInt(Short.MAX_VALUE / MOST_LOOPS) * MOST_LOOPS;
      int kafkaShards =
          ThreadLocalRandom.current().nextInt(Short.MAX_VALUE / MOST_LOOPS) * MOST_LOOPS;
      int logShards =
          ThreadLocalRandom.current().nextInt(Short.MAX_VALUE / MOST_LOOPS) * MOST_LOOPS;
      PostLog postLog =
          config.log().isOn() && config.log().appends()
              ? new PostLog(vertx, config.log(), config.kafka().common(), platform.meters())
              : null;
      if (postLog != null) {
        health.readyAlsoWhile(
            () ->
                postLog.isUp()
                    && snapshots.isLoaded()
                    && snapshots.age().compareTo(config.log().keysKnownFor()) < 0);
      }
      Future<Void> deployed =
          Future.join(
                  snapshots.start(),
                  backlog.start(),
                  postLog == null ? Future.succeededFuture() : postLog.start())
              .<Void>mapEmpty()
              .otherwiseEmpty();
      for (int i = 0; i < processLoops; i++) {
        int shard = shards + i;
        WorkerHealth committerHeartbeat = committerHeartbeats.get(i);
        deployed =
            deployed.compose(
                before -> {
                  // Port 0 lets the system choose. With a negative number, all loops share its
                  // choice.
                  int port = config.port() == 0 ? -1 : config.port();
                  GatewayVerticle verticle =
                      new GatewayVerticle(
                          new GatewayVerticle.Shared(
                              platform,
                              config,
                              port,
                              httpPort,
                              snapshots,
                              admission,
                              shedding,
                              known,
                              urgentGroups,
                              permits,
                              commitMeters,
                              ingestMeters,
                              senderRoutes,
                              reads,
                              alertReads,
                              health,
                              decoders,
                              signedPosts,
                              keyless,
                              routing,
                              pings,
                              recent,
                              sns,
                              mailSources,
                              postLog),
                          shard,
                          committerHeartbeat);
                  verticles.add(verticle);
                  return vertx.deployVerticle(verticle).onSuccess(deployments::add).mapEmpty();
                });
      }
      if (config.kafka().isOn()) {
        KafkaVerticle.Shared forKafka =
            new KafkaVerticle.Shared(
                platform,
                config,
                snapshots,
                backlog,
                known,
                urgentGroups,
                ingestMeters,
                senderRoutes,
                routing,
                reads,
                decoders,
                recent);
        KafkaVerticle kafka = KafkaVerticle.ofSources(forKafka, kafkaShards);
        health.noting("kafka", kafka::shown);
        deployed = deployed.compose(before -> deploy(vertx, kafka, deployments));
        if (config.log().isOn()) {
          KafkaVerticle log = KafkaVerticle.ofLog(forKafka, logShards);
          health.noting("log", () -> shown(log, postLog));
          deployed = deployed.compose(before -> deploy(vertx, log, deployments));
        }
      }
      List<String> mailDeployments = new ArrayList<>();
      if (config.mail().isOn()) {
        MailVerticle mail =
            new MailVerticle(
                config.mail(),
                mailSources,
                () -> verticles.getFirst().mails(),
                platform.meters(),
                platform.clock(),
                config.stopTimeout());
        health.noting("mail", mail::shown);
        deployed =
            deployed.compose(
                before -> vertx.deployVerticle(mail).onSuccess(mailDeployments::add).mapEmpty());
      }
      return deployed
          .compose(done -> presence.start())
          .onSuccess(done -> recent.start())
          .map(
              done ->
                  new RunningGateway(
                      vertx,
                      health,
                      httpPort,
                      snapshots,
                      backlog,
                      presence,
                      recent,
                      everySecond,
                      reads,
                      pingPool,
                      alertReads,
                      decoders,
                      mailDeployments,
                      deployments,
                      postLog,
                      config.stopTimeout(),
                      verticles.getFirst().port()));
    }
  }

  private record RunningGateway(
      Vertx vertx,
      HealthRoutes health,
      HttpPort httpPort,
      SnapshotKeeper snapshots,
      BacklogWatch backlog,
      Presence presence,
      RecentBodies recent,
      long everySecond,
      Pool reads,
      Pool pingPool,
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
          .eventually(() -> Future.join(mailDeployments.stream().map(vertx::undeploy).toList()))
          .eventually(() -> Future.join(deployments.stream().map(vertx::undeploy).toList()))
          // No post comes any more that would wait for it.
          .eventually(() -> postLog == null ? Future.succeededFuture() : postLog.close(stopTimeout))
          .eventually(recent::stop)
          .eventually(snapshots::stop)
          .eventually(alertReads::close)
          .eventually(reads::close)
          .eventually(pingPool::close)
          .eventually(decoders::close)
          .mapEmpty();
    }
  }
}
