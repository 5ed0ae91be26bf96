package dev.imas.core;

import dev.imas.core.access.Permission;
import dev.imas.core.alert.AlertRepository;
import dev.imas.core.alert.AlertRoutes;
import dev.imas.core.alert.LabelSearch;
import dev.imas.core.audit.AuditRepository;
import dev.imas.core.audit.AuditRoutes;
import dev.imas.core.calendar.FeedRoutes;
import dev.imas.core.catalog.ContactRoutes;
import dev.imas.core.catalog.ContactTestRoutes;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.ServiceRoutes;
import dev.imas.core.catalog.TeamRoutes;
import dev.imas.core.chat.CallbackRoutes;
import dev.imas.core.chat.ChatDesk;
import dev.imas.core.contact.MatrixRoutes;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.contact.RuleRoutes;
import dev.imas.core.contact.UserContactRoutes;
import dev.imas.core.contact.VerificationRoutes;
import dev.imas.core.deadletter.DeadLetterRoutes;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.delivery.DeliveryRepository;
import dev.imas.core.delivery.DeliveryRoutes;
import dev.imas.core.delivery.MessageLinks;
import dev.imas.core.delivery.TestDelivery;
import dev.imas.core.explain.ExplainRoutes;
import dev.imas.core.explain.Reruns;
import dev.imas.core.fallback.FallbackRoutes;
import dev.imas.core.fallback.OutcomeFollower;
import dev.imas.core.grant.GrantRoutes;
import dev.imas.core.http.Api;
import dev.imas.core.http.CallerLimits;
import dev.imas.core.http.Cors;
import dev.imas.core.http.EveryAnswer;
import dev.imas.core.incident.GrowthMarks;
import dev.imas.core.incident.GrowthRepository;
import dev.imas.core.incident.GrowthSweep;
import dev.imas.core.incident.IdempotencyRepository;
import dev.imas.core.incident.IncidentReplies;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentRoutes;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Pager;
import dev.imas.core.incident.StillFiring;
import dev.imas.core.incident.TimelineRepository;
import dev.imas.core.intake.Intake;
import dev.imas.core.ledger.LedgerGauge;
import dev.imas.core.ledger.LedgerRepository;
import dev.imas.core.ledger.LedgerRoutes;
import dev.imas.core.limit.SharedLimits;
import dev.imas.core.link.LinkRoutes;
import dev.imas.core.link.Links;
import dev.imas.core.login.Login;
import dev.imas.core.onboarding.TenantRoutes;
import dev.imas.core.paging.CallTimer;
import dev.imas.core.paging.Escalation;
import dev.imas.core.paging.EscalationRoutes;
import dev.imas.core.paging.ResumeTimer;
import dev.imas.core.paging.StepTimer;
import dev.imas.core.password.GuessLimits;
import dev.imas.core.password.Passwords;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.HealthRoutes;
import dev.imas.core.platform.Heartbeat;
import dev.imas.core.platform.HttpErrors;
import dev.imas.core.platform.HttpPort;
import dev.imas.core.platform.HttpServers;
import dev.imas.core.platform.MeasuredFigure;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Readiness;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Turns;
import dev.imas.core.platform.UnindexedReads;
import dev.imas.core.platform.VirtualThreads;
import dev.imas.core.policy.ChoiceRoutes;
import dev.imas.core.policy.DryRunRoutes;
import dev.imas.core.policy.PolicyDuties;
import dev.imas.core.policy.PolicyRepository;
import dev.imas.core.policy.PolicyRoutes;
import dev.imas.core.provider.ProviderRoutes;
import dev.imas.core.provider.ProviderTestRoutes;
import dev.imas.core.receipt.ReceiptRoutes;
import dev.imas.core.retention.AlertSweep;
import dev.imas.core.retention.Missing;
import dev.imas.core.retention.OpenTransactionRepository;
import dev.imas.core.retention.RetentionGauge;
import dev.imas.core.retention.Upkeep;
import dev.imas.core.ruleset.RuleSetRepository;
import dev.imas.core.ruleset.RuleSetRoutes;
import dev.imas.core.schedule.AbsenceRoutes;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.schedule.OnCallDuties;
import dev.imas.core.schedule.OnCallRoutes;
import dev.imas.core.schedule.OverrideRoutes;
import dev.imas.core.schedule.ScheduleRoutes;
import dev.imas.core.scheduler.Recurrence;
import dev.imas.core.scheduler.Scheduler;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.TimerRoutes;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.source.SourceRoutes;
import dev.imas.core.token.TokenRoutes;
import dev.imas.core.totp.SecondFactor;
import dev.imas.core.totp.TotpRoutes;
import dev.imas.core.user.MemberRoutes;
import dev.imas.core.user.OwnPassword;
import dev.imas.core.user.PasswordRoutes;
import dev.imas.core.user.UserRoutes;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Wires, starts and stops core. */
final class CoreStart {

  private static final DeploymentOptions ON_VIRTUAL_THREAD =
      new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);

  private final Platform platform;
  private final CoreConfig config;
  private final Installed installed;
  private final CoreApi description;
  private final Vertx vertx;
  private final Pool pool;
  private final Pool intakePool;
  private final Pool timerPool;
  private final Pool housekeepingPool;
  private final Transactions transactions;
  private final Transactions searches;
  private final UnindexedReads unindexed;
  private final LabelSearch labelSearch;
  private final Reruns reruns;
  private final WorkerExecutor computations;
  private final List<VirtualThreads> threads;
  private final AtomicInteger routers = new AtomicInteger();
  private final HealthRoutes health;
  private final Heartbeat urgentHeartbeat;
  private final Heartbeat bulkHeartbeat;
  private final Heartbeat timersHeartbeat;
  private final Heartbeat urgentTimersHeartbeat;
  private final Heartbeat outcomesHeartbeat;
  private final IncidentRepository incidents = new IncidentRepository();
  private final TimelineRepository timeline = new TimelineRepository();
  private final AlertRepository alerts = new AlertRepository();
  private final ServiceRepository services = new ServiceRepository();
  private final OwnedServiceRepository ownedServices = new OwnedServiceRepository();
  private final DeliveryRepository deliveries;
  private final RuleSetRepository ruleSets = new RuleSetRepository();
  private final LedgerRepository ledger = new LedgerRepository();
  private final DeliveryQueue queue;
  private final GrowthRepository growth;
  private final Timers timers;
  private final PersonReach people;
  private final Escalation escalation;
  private final Pager pager;
  private final IncidentWriter writer;
  private final AuditRepository audit;
  private final TokenRoutes tokens;
  private final Passwords passwords;
  private final GuessLimits guessLimits;
  private final SecondFactor secondFactor;
  private final Login login;
  private final CallerLimits callerLimits;
  private final FeedRoutes feeds;
  private final IncidentReplies replies;
  private final Links links;
  private final ChatDesk chats;

  CoreStart(Platform platform, CoreConfig config, Installed installed) {
    this.installed = installed;
    this.description = new CoreApi(installed);
    this.platform = platform;
    this.config = config;
    this.deliveries = new DeliveryRepository(installed.channels());
    this.vertx = platform.vertx();
    this.pool =
        platform
            .database()
            .pool(DatabaseConfig.Login.APP, "core", config.poolSize(), config.statementTimeout());
    this.intakePool =
        platform
            .database()
            .pool(
                DatabaseConfig.Login.APP,
                "core-intake",
                Intake.CONNECTIONS + 1, // one more for OutcomeFollower
                config.statementTimeout());
    this.timerPool =
        platform
            .database()
            .pool(
                DatabaseConfig.Login.APP,
                "core-timers",
                config.timers().urgentUnits() + 1, // one more watches the database's clock
                config.statementTimeout());
    this.housekeepingPool =
        platform
            .database()
            .pool(
                DatabaseConfig.Login.APP,
                "core-housekeeping",
                Scheduler.HOUSEKEEPING_CONNECTIONS, // so that requests never wait for housekeeping
                config.statementTimeout());
    this.transactions = new Transactions(pool);
    this.searches =
        Transactions.forSearches(
            pool,
            // One connection always stays free for tokens and health.
            new Turns(
                vertx, Math.max(1, config.poolSize() - 1), Math.max(1, config.poolSize() / 2)));
    this.urgentHeartbeat = heartbeat("intake_urgent");
    this.bulkHeartbeat = heartbeat("intake_bulk");
    this.timersHeartbeat = heartbeat("timers");
    this.urgentTimersHeartbeat = heartbeat("timers_urgent");
    this.outcomesHeartbeat = heartbeat("outcomes");
    int atOnce = Math.max(2, config.poolSize() / 3);
    this.unindexed =
        new UnindexedReads(
            searches, new Turns(vertx, atOnce, atOnce / 2), config.statementTimeout().dividedBy(3));
    // Computations get worker threads, since a computing virtual thread keeps its processor from
    // all others.
    this.computations =
        vertx.createSharedWorkerExecutor(
            "imas-computations", Runtime.getRuntime().availableProcessors());
    this.threads = Stream.generate(VirtualThreads::new).limit(config.loops()).toList();
    this.labelSearch = new LabelSearch(computations, unindexed);
    this.reruns = new Reruns(vertx);
    this.health =
        new HealthRoutes(
            platform,
            () -> pool.query("SELECT 1").execute().mapEmpty(),
            new Readiness(
                platform,
                "core",
                List.of(
                    urgentHeartbeat,
                    bulkHeartbeat,
                    timersHeartbeat,
                    urgentTimersHeartbeat,
                    outcomesHeartbeat)),
            config.metrics());
    this.queue =
        new DeliveryQueue(
            config.acceptWithin(),
            vertx.eventBus(),
            new MessageLinks(platform.secrets(), config.linkValidFor()));
    this.growth = new GrowthRepository(config.intake().growthPause());
    this.timers = new Timers(vertx.eventBus(), platform.clock());
    this.people = new PersonReach(installed.channels());
    this.escalation = new Escalation(timers, people, platform.clock());
    this.pager = new Pager(queue, escalation, platform.clock());
    this.writer =
        new IncidentWriter(
            List.of(
                pager,
                new GrowthMarks(growth),
                new StillFiring(config.sweep().stillFiringAfter())));
    this.callerLimits = new CallerLimits(config.callers(), System::nanoTime, platform.meters());
    this.feeds = new FeedRoutes(searches, platform.clock());
    this.replies =
        new IncidentReplies(
            searches,
            incidents,
            services,
            writer,
            new OnCall(),
            new Missing(config.retention(), platform.clock()),
            platform.clock(),
            platform.meters());
    this.links = new Links(searches, replies, platform.clock());
    this.chats = new ChatDesk(searches, replies, new OnCall(), platform.clock());
    this.audit = new AuditRepository(platform.clock());
    this.tokens = new TokenRoutes(transactions, platform.clock(), config.tokenCache());
    this.passwords = new Passwords(vertx, config.passwords(), platform.meters());
    this.guessLimits = new GuessLimits(config.passwords(), System::nanoTime, platform.meters());
    this.secondFactor = new SecondFactor(platform.secrets(), config.passwords(), platform.clock());
    this.login =
        new Login(
            platform,
            transactions,
            tokens.authenticator(),
            config.tokenCache(),
            config.sessions(),
            passwords,
            guessLimits,
            secondFactor,
            audit);
  }

  private Heartbeat heartbeat(String worker) {
    return new Heartbeat(worker, config.workersWithin(), platform.clock());
  }

  Future<Role.Running> run() {
    Intake intake =
        new Intake(
            platform,
            new Transactions(intakePool), // API requests must never delay a page.
            config.intake(),
            incidents,
            ownedServices,
            writer,
            urgentHeartbeat,
            bulkHeartbeat);
    OutcomeFollower outcomes =
        new OutcomeFollower(
            platform,
            Transactions.forSearches(intakePool), // never uses a cached plan for an emptier table
            config.intake().poll(),
            incidents,
            writer,
            queue,
            people,
            escalation,
            outcomesHeartbeat);
    MeasuredFigure imbalance = LedgerGauge.of(transactions, ledger, platform.meters());
    MeasuredFigure oldest = OpenTransactionRepository.oldest(transactions, platform.meters());
    MeasuredFigure pastRetention =
        RetentionGauge.of(transactions, config.retention(), platform.clock(), platform.meters());
    Transactions housekeeping = new Transactions(housekeepingPool);
    Scheduler scheduler =
        new Scheduler(
            platform,
            new Transactions(timerPool),
            housekeeping,
            recurring(
                new Upkeep(
                    vertx, housekeeping, config.retention(), platform.clock(), platform.meters()),
                new AlertSweep(housekeeping, config.sweep(), platform.clock(), intake::nudge),
                new GrowthSweep(
                    housekeeping, incidents, growth, pager, platform.meters(), platform.clock())),
            timerKinds(),
            config.timers(),
            urgentTimersHeartbeat,
            timersHeartbeat);
    MeasuredFigure overdue = scheduler.overdue();
    HttpServers servers =
        new HttpServers(
            vertx,
            new HttpPort("core", config.http(), platform.meters()),
            config.host(),
            config.port(),
            this::mount);
    List<VerticleBase> workers =
        new ArrayList<>(
            List.of(intake, scheduler, outcomes, imbalance, oldest, overdue, pastRetention));
    workers.addAll(threads);
    List<VerticleBase> shared = sharedLimits();
    workers.addAll(shared);
    return vertx
        .deployVerticle(intake, ON_VIRTUAL_THREAD)
        .compose(deployed -> vertx.deployVerticle(scheduler, ON_VIRTUAL_THREAD))
        .compose(deployed -> vertx.deployVerticle(outcomes, ON_VIRTUAL_THREAD))
        .compose(deployed -> vertx.deployVerticle(imbalance))
        .compose(deployed -> vertx.deployVerticle(oldest))
        .compose(deployed -> vertx.deployVerticle(overdue))
        .compose(deployed -> vertx.deployVerticle(pastRetention))
        .compose(deployed -> Future.all(shared.stream().map(vertx::deployVerticle).toList()))
        .compose(
            deployed ->
                Future.all(
                    threads.stream()
                        .map(one -> vertx.deployVerticle(one, ON_VIRTUAL_THREAD))
                        .toList()))
        .compose(deployed -> servers.open(config.loops()))
        .map(
            port ->
                (Role.Running)
                    new Role.Running() {
                      @Override
                      public int port() {
                        return port;
                      }

                      @Override
                      public Future<Void> stop() {
                        return CoreStart.this.stop(servers, workers);
                      }
                    })
        .recover(
            failure -> stop(servers, workers).transform(stopped -> Future.failedFuture(failure)));
  }

  /** What shares the rates with other processes, if there is a Redis. */
  private List<VerticleBase> sharedLimits() {
    return config.redis().stream()
        .map(
            url ->
                (VerticleBase)
                    new SharedLimits(
                        url.reveal(),
                        Map.of("api", callerLimits.buckets(), "log-in", guessLimits.addresses()),
                        System::nanoTime,
                        platform.meters()))
        .toList();
  }

  private Future<Void> stop(HttpServers servers, List<VerticleBase> verticles) {
    health.announceStop();
    Future<Void> stopped = servers.close(config.drain());
    for (VerticleBase verticle : verticles) {
      stopped =
          stopped.eventually(
              () ->
                  verticle.deploymentID() == null
                      ? Future.succeededFuture()
                      : vertx.undeploy(verticle.deploymentID()));
    }
    return stopped
        .eventually(reruns::close)
        .eventually(computations::close)
        .eventually(passwords::close)
        .eventually(intakePool::close)
        .eventually(timerPool::close)
        .eventually(housekeepingPool::close)
        .eventually(pool::close);
  }

  private List<Scheduler.Recurring> recurring(
      Upkeep upkeep, AlertSweep sweep, GrowthSweep growths) {
    IdempotencyRepository idempotency = new IdempotencyRepository();
    Duration interval = config.sweep().interval();
    Duration hour = Duration.ofHours(1);
    return List.of(
        every(interval, "alert-expiry", tenant -> sweep.expire()),
        every(interval.dividedBy(5), "alert-refire", tenant -> sweep.refire()),
        every(interval.multipliedBy(6), "alert-lapse", tenant -> sweep.lapse()),
        every(interval, "incident-recheck", tenant -> sweep.recheck()),
        every(interval, "incident-growth", tenant -> growths.tell()),
        every(hour, "partitions-ahead", tenant -> upkeep.makePartitions()),
        every(hour, "partitions-past", tenant -> upkeep.dropPartitions()),
        every(Duration.ofMinutes(1), "rows-past", tenant -> upkeep.purgeRows()),
        every(hour, "idempotency-keys", tenant -> upkeep.forEachTenant(idempotency::forgetOld)),
        every(hour, "signing-keys", tenant -> login.rotateKeys()),
        every(hour, "sessions-past", tenant -> upkeep.forEachTenant(login::forgetSessions)),
        every(hour, "links-past", tenant -> upkeep.forEachTenant(links::forget)),
        every(hour, "callbacks-past", tenant -> upkeep.forEachTenant(chats::forget)));
  }

  /** The kinds of timers that are set one by one. */
  private List<TimerKind> timerKinds() {
    List<TimerKind> kinds = new ArrayList<>(installed.timerKinds());
    InstantSource clock = platform.clock();
    kinds.add(new StepTimer(incidents, writer, timers, people, queue, clock).kind());
    kinds.add(new CallTimer(incidents, pager, clock).kind());
    kinds.add(new ResumeTimer(incidents, writer, timers, clock).kind());
    return kinds;
  }

  private static Scheduler.Recurring every(Duration period, String kind, TimerKind.Sweep sweep) {
    return new Scheduler.Recurring(TimerKind.sweep(kind, sweep), new Recurrence.Every(period));
  }

  /** All routes, on the router of one event loop. */
  private void mount(Router router) {
    EveryAnswer.mount(router, platform.meters(), "core");
    Cors.mount(router, config.corsOrigins());
    health.mount(router);
    VirtualThreads handlers = threads.get(routers.getAndIncrement() % threads.size());
    feeds.mount(router, callerLimits, handlers);
    new LinkRoutes(links, callerLimits, handlers).mount(router);
    new CallbackRoutes(chats, searches, platform.secrets(), platform.clock(), config.publicUrl())
        .mount(router, callerLimits, handlers);
    Api api =
        new Api(router, login.authenticator(), callerLimits, config.bodyLimit(), handlers, audit);
    mount(api);
    description.mount(router, api.mounted());
    api.plain("/health/detailed", Permission.HEALTH_READ, health::detailed);
    HttpErrors.mount(router);
  }

  /** After a change of what somebody may do. */
  private void forgetRights() {
    tokens.forgetAll();
    login.forgetAll();
  }

  /** The routes that the OpenAPI document describes. */
  void mount(Api api) {
    Missing missing = new Missing(config.retention(), platform.clock());
    new IncidentRoutes(
            searches,
            unindexed,
            incidents,
            timeline,
            alerts,
            services,
            writer,
            new OnCall(),
            missing,
            platform.clock())
        .mount(api);
    new ExplainRoutes(reruns, searches, alerts, deliveries, ruleSets, services, missing).mount(api);
    new AlertRoutes(searches, labelSearch, alerts, services, missing, incidents::findForFilter)
        .mount(api);
    new ServiceRoutes(searches, services, new PolicyRepository()::keep, platform.clock())
        .mount(api);
    new TeamRoutes(searches, platform.clock()).mount(api);
    new ContactRoutes(searches, platform.secrets(), platform.clock(), installed.channels())
        .mount(api);
    TestDelivery tests = new TestDelivery(vertx, searches, deliveries, queue, platform.clock());
    new ContactTestRoutes(tests).mount(api);
    new UserContactRoutes(searches, platform.secrets(), platform.clock(), installed.channels())
        .mount(api);
    new RuleRoutes(searches).mount(api);
    new MatrixRoutes(searches).mount(api);
    new VerificationRoutes(searches, queue, platform.secrets(), platform.clock()).mount(api);
    new ProviderRoutes(searches, platform.secrets(), platform.clock(), installed.channels())
        .mount(api);
    new ProviderTestRoutes(tests, installed.channels()).mount(api);
    new FallbackRoutes(searches).mount(api);
    new ScheduleRoutes(searches, platform.clock()).mount(api);
    new OverrideRoutes(searches, platform.clock()).mount(api);
    new AbsenceRoutes(searches, platform.clock()).mount(api);
    new OnCallRoutes(searches, platform.clock()).mount(api);
    new PolicyRoutes(searches, platform.clock()).mount(api);
    new ChoiceRoutes(searches, services).mount(api);
    new DryRunRoutes(searches, incidents, services, platform.clock()).mount(api);
    feeds.mount(api);
    new SourceRoutes(searches, platform.secrets(), platform.clock(), installed.sourceTypes())
        .mount(api);
    new RuleSetRoutes(computations, searches, ruleSets, services).mount(api);
    new ReceiptRoutes(searches, config.retention().receipts(), missing, platform.clock())
        .mount(api);
    new LedgerRoutes(searches, ledger, missing).mount(api);
    new DeliveryRoutes(searches, deliveries, incidents::findForFilter, queue, missing).mount(api);
    new DeadLetterRoutes(searches, missing, vertx.eventBus()).mount(api);
    new EscalationRoutes(searches, incidents, installed.channels(), missing).mount(api);
    new TimerRoutes(searches, timers).mount(api);
    new UserRoutes(
            searches,
            platform.clock(),
            List.of(new OnCallDuties(platform.clock()), new PolicyDuties()))
        .mount(api);
    new MemberRoutes(searches).mount(api);
    OwnPassword ownPassword = new OwnPassword(searches, passwords, guessLimits);
    new PasswordRoutes(searches, passwords, ownPassword, platform.clock()).mount(api);
    new TotpRoutes(searches, secondFactor, config.sessions().totpFrom(), ownPassword).mount(api);
    login.mount(api);
    tokens.mount(api);
    new GrantRoutes(searches, platform.clock(), this::forgetRights).mount(api);
    new AuditRoutes(searches, audit).mount(api);
    new TenantRoutes(transactions, platform.clock()).mount(api);
  }
}
