package dev.imas.core;

import dev.imas.core.access.Permission;
import dev.imas.core.audit.AuditRepository;
import dev.imas.core.audit.AuditTrail;
import dev.imas.core.changes.ChangeFeed;
import dev.imas.core.dashboard.Dashboard;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.delivery.Holding;
import dev.imas.core.delivery.MessageLinks;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.feature.Feature.Worker;
import dev.imas.core.feature.OpenRoutes;
import dev.imas.core.hold.Holds;
import dev.imas.core.hold.TakeBacks;
import dev.imas.core.http.Api;
import dev.imas.core.http.CallerLimits;
import dev.imas.core.http.Cors;
import dev.imas.core.http.EveryAnswer;
import dev.imas.core.idempotency.StoredAnswers;
import dev.imas.core.limit.SharedLimits;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.HttpErrors;
import dev.imas.core.platform.HttpPort;
import dev.imas.core.platform.HttpServers;
import dev.imas.core.platform.Permits;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.PortTls;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.UnindexedReads;
import dev.imas.core.platform.VirtualThreads;
import dev.imas.core.retention.Upkeep;
import dev.imas.core.scheduler.Scheduler;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.work.SharedPoll;
import dev.imas.core.work.TenantsReader;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Starts the features of core, serves what they mount, and stops them. */
final class CoreServer {

  /** Nobody waits longer for a page of the dashboard. */
  private static final Duration LONGEST_COMPUTATION = Duration.ofSeconds(10);

  private static final DeploymentOptions ON_VIRTUAL_THREAD =
      new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);

  private final Platform platform;
  private final CoreConfig config;
  private final CoreConnections connections;
  private final CoreHealth health;
  private final SharedPoll polls;
  private final Scheduler scheduler;
  private final CallerLimits callerLimits;
  private final List<VirtualThreads> threads;
  private final CoreContext context;
  private final CoreFeatures features;
  private final ChangeFeed changes;

  /** Its files are in memory, so all event loops share one. */
  private final Dashboard dashboard;

  private final AtomicInteger routers = new AtomicInteger();

  CoreServer(Platform platform, CoreConfig config, Installed installed) {
    this.platform = platform;
    this.config = config;
    this.connections = new CoreConnections(platform.database(), config);
    this.health = new CoreHealth(platform, config, connections);
    this.dashboard = Dashboard.onClassPath(config.publicUrl());
    this.callerLimits = new CallerLimits(config.callers(), System::nanoTime, platform.meters());
    this.threads = Stream.generate(VirtualThreads::new).limit(config.loops()).toList();
    this.polls =
        new SharedPoll(
            connections.timers.transactions(),
            platform.clock(),
            Collections.min(List.of(config.intake().poll(), config.timers().poll())),
            config.workersWithin());
    this.changes =
        new ChangeFeed(
            platform, connections.intake.transactions(), config.feed(), polls.of(ChangeFeed.WAITS));
    Timers timers = new Timers(platform.vertx().eventBus(), platform.clock());
    Holding holding =
        new TakeBacks(
            new Holds(installed.channels(), platform.clock()),
            timers,
            config.takeBackWithin(),
            platform.clock());
    this.context = context(installed, timers, holding);
    this.features =
        new CoreFeatures(
            context,
            config,
            installed,
            connections,
            health,
            polls,
            changes,
            holding,
            threads.getFirst());
    this.scheduler = scheduler();
  }

  private CoreContext context(Installed installed, Timers timers, Holding holding) {
    Transactions transactions = connections.requests.transactions();
    Transactions searches =
        connections.requests.searches(
            // One connection always stays free for tokens and health.
            new Permits(
                platform.vertx(),
                Math.max(1, config.poolSize() - 1),
                Math.max(1, config.poolSize() / 2)));
    Transactions housekeeping = connections.housekeeping.transactions();
    int atOnce = Math.max(2, config.poolSize() / 3);
    DeliveryQueue queue =
        new DeliveryQueue(
            config.acceptWithin(),
            platform.vertx().eventBus(),
            new MessageLinks(platform.secrets(), config.linkValidFor()));
    return new CoreContext(
        platform,
        transactions,
        searches,
        housekeeping,
        new UnindexedReads(
            searches,
            new Permits(platform.vertx(), atOnce, atOnce / 2),
            config.statementTimeout().dividedBy(3)),
        new Computations(
            platform.vertx(),
            "computations",
            Computations.threads(),
            LONGEST_COMPUTATION,
            platform.meters()),
        config.retention(),
        new Upkeep(
            platform.vertx(),
            housekeeping,
            config.retention(),
            platform.clock(),
            platform.meters()),
        installed.channels(),
        timers,
        queue,
        new Notices(queue, holding, platform.clock()),
        new NoticeReceivers(installed.channels(), platform.clock()),
        new AuditTrail(
            new AuditRepository(platform.clock()),
            transactions,
            platform.clock(),
            platform.vertx()),
        health.routes::isStopping);
  }

  private Scheduler scheduler() {
    return new Scheduler(
        platform,
        connections.timers.transactions(),
        context.housekeeping(),
        features.all().stream().flatMap(one -> one.recurring().stream()).toList(),
        features.all().stream().flatMap(one -> one.timers().stream()).toList(),
        config.timers(),
        polls::of,
        health.urgentTimers,
        health.timers);
  }

  /** All routes, on the router of one event loop. */
  private void mount(Router router) {
    OpenRoutes open =
        new OpenRoutes(
            router, callerLimits, threads.get(routers.getAndIncrement() % threads.size()));
    EveryAnswer.mount(router, platform.meters(), "core", config.proxies());
    features.statusPage.openHosts(open);
    Cors.mount(router, config.corsOrigins());
    health.routes.mount(router);
    features.all().forEach(feature -> feature.open(open));
    Api api =
        new Api(
            router,
            features.login.authenticator(),
            callerLimits,
            config.bodyLimit(),
            open.handlers(),
            context.audit(),
            new StoredAnswers(context.transactions(), platform.clock(), platform.secrets()),
            features.login.deprecatedUses());
    mount(api);
    features.description.mount(router, api.mounted(), context.computations());
    dashboard.mount(router);
    api.plain("/health/detailed", Permission.HEALTH_READ, health.routes::detailed);
    HttpErrors.mount(router);
  }

  List<Feature> features() {
    return features.all();
  }

  /** The routes that the OpenAPI document describes. */
  void mount(Api api) {
    features.all().forEach(feature -> feature.mount(api));
  }

  Future<Role.Running> start() {
    Optional<PortTls> tls = PortTls.open(platform, config.tls());
    tls.ifPresent(on -> health.routes.noting("tls", on::shown));
    HttpServers servers =
        new HttpServers(
            platform.vertx(),
            new HttpPort("core", config.http(), platform.meters(), config.proxies()::isOne, tls),
            config.host(),
            config.port(),
            this::mount);
    List<Worker> workers = workers();
    Future<?> deployed = Future.succeededFuture();
    for (Worker worker : workers) {
      deployed =
          deployed.compose(
              before -> platform.vertx().deployVerticle(worker.verticle(), worker.options()));
    }
    return deployed
        .compose(all -> servers.open(config.loops()))
        .map(
            port ->
                (Role.Running)
                    new Role.Running() {
                      @Override
                      public int port() {
                        return port;
                      }

                      @Override
                      public void announceStop() {
                        health.routes.announceStop();
                        servers.drain();
                      }

                      @Override
                      public Future<Void> stop() {
                        return CoreServer.this.stop(servers, workers);
                      }
                    })
        .recover(
            failure -> stop(servers, workers).transform(stopped -> Future.failedFuture(failure)));
  }

  /** In the order in which they start and stop. */
  private List<Worker> workers() {
    List<Worker> workers = new ArrayList<>();
    features.all().forEach(feature -> workers.addAll(feature.workers()));
    Stream.of(
            scheduler,
            polls,
            new TenantsReader(
                context.transactions(),
                features.all().stream().flatMap(one -> one.remembered().stream()).toList()),
            health.clocks,
            scheduler.overdue())
        .forEach(verticle -> workers.add(new Worker(verticle)));
    config.redis().ifPresent(url -> workers.add(new Worker(sharedLimits(url.reveal()))));
    threads.forEach(one -> workers.add(new Worker(one, ON_VIRTUAL_THREAD)));
    return workers;
  }

  /** What shares the rates with other processes. */
  private VerticleBase sharedLimits(String redis) {
    return new SharedLimits(
        redis,
        Map.of("api", callerLimits.buckets(), "log-in", features.login.guesses().addresses()),
        System::nanoTime,
        platform.meters());
  }

  private Future<Void> stop(HttpServers servers, List<Worker> workers) {
    health.routes.stop();
    changes.leave();
    Future<Void> stopped = servers.close(config.drain());
    for (Worker worker : workers) {
      stopped = stopped.eventually(() -> undeployed(worker.verticle()));
    }
    return stopped.eventually(this::close);
  }

  private Future<Void> undeployed(VerticleBase verticle) {
    return verticle.deploymentID() == null
        ? Future.succeededFuture()
        : platform.vertx().undeploy(verticle.deploymentID());
  }

  /** After whatever uses it has stopped. */
  private Future<Void> close() {
    Future<Void> closed = context.audit().close();
    for (Feature feature : features.all()) {
      closed = closed.eventually(feature::close);
    }
    return closed.eventually(context.computations()::close).eventually(connections::close);
  }
}
