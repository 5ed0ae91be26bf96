package dev.imas.core;

import dev.imas.core.fallback.OutcomeFollower;
import dev.imas.core.grouping.GroupIntervalRestraint;
import dev.imas.core.hidden.HidingSweep;
import dev.imas.core.incident.GrowthSweep;
import dev.imas.core.intake.Intake;
import dev.imas.core.ledger.LedgerGauge;
import dev.imas.core.limit.SharedLimits;
import dev.imas.core.platform.HttpPort;
import dev.imas.core.platform.HttpServers;
import dev.imas.core.platform.MeasuredFigure;
import dev.imas.core.platform.OwnThreads;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Transactions;
import dev.imas.core.retention.AlertSweep;
import dev.imas.core.retention.OpenTransactionRepository;
import dev.imas.core.retention.RetentionGauge;
import dev.imas.core.retention.Upkeep;
import dev.imas.core.scheduler.Scheduler;
import dev.imas.core.umbrella.Storms;
import dev.imas.core.work.TenantsReader;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts and stops core. */
final class CoreStart {

  private static final DeploymentOptions ON_VIRTUAL_THREAD =
      new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);

  private final CoreParts core;
  private final CoreRoutes routes;
  private final CoreTimers scheduled;

  CoreStart(Platform platform, CoreConfig config, Installed installed) {
    this.core = new CoreParts(platform, config, installed);
    this.routes = new CoreRoutes(core);
    this.scheduled = new CoreTimers(core);
  }

  Future<Role.Running> run() {
    Intake intake =
        new Intake(
            core.platform,
            new Transactions(core.intakePool), // API requests must never delay a page.
            core.config.intake(),
            core.polls.of(Intake.WAITS),
            core.incidents,
            core.ownedServices,
            core.writer,
            core.qualification,
            core.feed,
            core.beatAlerts,
            core.timers,
            new Storms(core.stormy, core.timers, core.platform.meters()),
            core.urgentHeartbeat,
            core.bulkHeartbeat);
    OutcomeFollower outcomes =
        new OutcomeFollower(
            core.platform,
            Transactions.forSearches(
                core.intakePool), // never uses a cached plan for an emptier table
            core.polls.of(OutcomeFollower.WAITS),
            core.incidents,
            core.writer,
            core.queue,
            core.people,
            core.escalation.onCall(),
            core.holds,
            core.escalation,
            core.outcomesHeartbeat);
    MeasuredFigure imbalance =
        LedgerGauge.of(core.transactions, core.ledger, core.platform.meters());
    MeasuredFigure oldest =
        OpenTransactionRepository.oldest(core.transactions, core.platform.meters());
    MeasuredFigure pastRetention =
        RetentionGauge.of(
            core.transactions,
            core.config.retention(),
            core.platform.clock(),
            core.platform.meters());
    Transactions housekeeping = new Transactions(core.housekeepingPool);
    Scheduler scheduler =
        new Scheduler(
            core.platform,
            new Transactions(core.timerPool),
            housekeeping,
            scheduled.recurring(
                housekeeping,
                new Upkeep(
                    core.vertx,
                    housekeeping,
                    core.config.retention(),
                    core.platform.clock(),
                    core.platform.meters()),
                new AlertSweep(
                    housekeeping, core.config.sweep(), core.platform.clock(), intake::nudge),
                new HidingSweep(
                    housekeeping,
                    core.config.retention().incidents(),
                    core.platform.clock(),
                    intake::nudge),
                new GrowthSweep(
                    housekeeping,
                    core.incidents,
                    core.growth,
                    core.pager,
                    core.writer,
                    new GroupIntervalRestraint(),
                    core.platform.meters(),
                    core.platform.clock())),
            scheduled.timerKinds(),
            core.config.timers(),
            core.polls::of,
            core.urgentTimersHeartbeat,
            core.timersHeartbeat);
    MeasuredFigure overdue = scheduler.overdue();
    HttpServers servers =
        new HttpServers(
            core.vertx,
            new HttpPort(
                "core", core.config.http(), core.platform.meters(), core.config.proxies()::isOne),
            core.config.host(),
            core.config.port(),
            routes::mount);
    TenantsReader remembered =
        new TenantsReader(
            core.transactions,
            List.of(core.subscribed, core.scopeQualification, core.tagQualification, core.stormy));
    // Not on virtual threads: a request that computes there would keep a page waiting.
    VerticleBase ownIntake = new OwnThreads("intake", intake);
    VerticleBase ownOutcomes = new OwnThreads("outcomes", outcomes);
    List<VerticleBase> workers =
        new ArrayList<>(
            List.of(
                ownIntake,
                scheduler,
                ownOutcomes,
                core.changes,
                core.polls,
                remembered,
                core.statusPages,
                core.presences,
                core.clocks,
                imbalance,
                oldest,
                overdue,
                pastRetention));
    workers.addAll(core.threads);
    List<VerticleBase> shared = sharedLimits();
    workers.addAll(shared);
    return core.vertx
        .deployVerticle(ownIntake)
        .compose(deployed -> core.vertx.deployVerticle(scheduler))
        .compose(deployed -> core.vertx.deployVerticle(ownOutcomes))
        .compose(deployed -> core.vertx.deployVerticle(core.changes, ON_VIRTUAL_THREAD))
        .compose(deployed -> core.vertx.deployVerticle(core.polls))
        .compose(deployed -> core.vertx.deployVerticle(remembered))
        .compose(deployed -> core.vertx.deployVerticle(core.statusPages, ON_VIRTUAL_THREAD))
        .compose(deployed -> core.vertx.deployVerticle(core.presences))
        .compose(deployed -> core.vertx.deployVerticle(core.clocks))
        .compose(deployed -> core.vertx.deployVerticle(imbalance))
        .compose(deployed -> core.vertx.deployVerticle(oldest))
        .compose(deployed -> core.vertx.deployVerticle(overdue))
        .compose(deployed -> core.vertx.deployVerticle(pastRetention))
        .compose(deployed -> Future.all(shared.stream().map(core.vertx::deployVerticle).toList()))
        .compose(
            deployed ->
                Future.all(
                    core.threads.stream()
                        .map(one -> core.vertx.deployVerticle(one, ON_VIRTUAL_THREAD))
                        .toList()))
        .compose(deployed -> servers.open(core.config.loops()))
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
                        core.health.announceStop();
                        servers.drain();
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
    return core.config.redis().stream()
        .map(
            url ->
                (VerticleBase)
                    new SharedLimits(
                        url.reveal(),
                        Map.of(
                            "api",
                            core.callerLimits.buckets(),
                            "log-in",
                            core.guessLimits.addresses()),
                        System::nanoTime,
                        core.platform.meters()))
        .toList();
  }

  private Future<Void> stop(HttpServers servers, List<VerticleBase> verticles) {
    core.health.stop();
    core.changes.leave();
    Future<Void> stopped = servers.close(core.config.drain());
    for (VerticleBase verticle : verticles) {
      stopped =
          stopped.eventually(
              () ->
                  verticle.deploymentID() == null
                      ? Future.succeededFuture()
                      : core.vertx.undeploy(verticle.deploymentID()));
    }
    return stopped.eventually(core::close);
  }
}
