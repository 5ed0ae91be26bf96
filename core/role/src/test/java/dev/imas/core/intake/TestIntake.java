package dev.imas.core.intake;

import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.changes.FeedWriter;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.delivery.Holding;
import dev.imas.core.delivery.MessageLinks;
import dev.imas.core.heartbeat.BeatAlerts;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.JoinedAlertReaction;
import dev.imas.core.incident.JoinedAlertRepository;
import dev.imas.core.incident.PagedPeople;
import dev.imas.core.incident.Pager;
import dev.imas.core.incident.Qualification;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.storm.StormTenants;
import dev.imas.core.storm.Storms;
import dev.imas.core.work.Poll;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Core's intake alone, without the rest of core. */
final class TestIntake implements AutoCloseable {

  private final TestDatabase database;
  private final String name;
  private final Pool pool;
  private final Vertx vertx;
  private final Intake intake;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private TestIntake(
      Vertx vertx,
      TestDatabase database,
      String name,
      InstantSource clock,
      Map<String, String> settings) {
    this.vertx = vertx;
    this.database = database;
    this.name = name;
    this.pool =
        new Database(vertx, database.config())
            .pool(DatabaseConfig.Login.APP, name, Intake.CONNECTIONS, Duration.ofSeconds(15));
    IntakeConfig config = IntakeConfig.read(new Settings(withoutRate(settings), new Properties()));
    this.intake =
        new Intake(
            new Platform(
                vertx,
                new Database(vertx, database.config()),
                clock,
                meters,
                new SecretBox(new byte[32]),
                clock.instant(),
                "test"),
            new Transactions(pool),
            config,
            Poll.every(config.poll()),
            new IncidentRepository(),
            new OwnedServiceRepository(),
            new IncidentWriter(
                List.of(
                    new Pager(
                        new DeliveryQueue(
                            Duration.ofMinutes(5),
                            vertx.eventBus(),
                            new MessageLinks(new SecretBox(new byte[32]), Duration.ofDays(1))),
                        PagedPeople.NONE,
                        Holding.NONE,
                        clock)),
                List.of(new JoinedAlertReaction(new JoinedAlertRepository(Duration.ofMinutes(5))))),
            Qualification.NONE,
            new FeedWriter(() -> {}),
            new BeatAlerts(clock),
            new Timers(vertx.eventBus(), clock),
            new Storms(new StormTenants(), new Timers(vertx.eventBus(), clock), meters),
            new WorkerHealth("urgent", Duration.ofSeconds(20), clock),
            new WorkerHealth("bulk", Duration.ofSeconds(20), clock));
  }

  /**
   * @param name distinguishes its connections from others'
   */
  static TestIntake start(
      Vertx vertx,
      TestDatabase database,
      String name,
      InstantSource clock,
      Map<String, String> settings) {
    TestIntake started = new TestIntake(vertx, database, name, clock, settings);
    Await.result(
        vertx.deployVerticle(
            started.intake,
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    started.intake.nudge();
    return started;
  }

  /** How many state changes it has processed. */
  double followed() {
    return meters.counter("imas.intake.transitions").count();
  }

  /** How many passes that lane has had, including those that found nothing. */
  long passes(OutboxLoop.Kind lane) {
    return meters
        .timer("imas.worker.passes", "worker", lane.wireName(), "result", "passed")
        .count();
  }

  /** Says that there may be work. */
  void nudge() {
    intake.nudge();
  }

  /** Cuts its connections, whatever they are doing, and lets it open no others. */
  void kill() {
    database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'imas-"
            + name
            + "' AND datname = current_database()");
    Await.result(pool.close());
  }

  @Override
  public void close() {
    Await.result(vertx.undeploy(intake.deploymentID()));
    Await.result(pool.close());
  }

  /** If the clock stood still, the minute of new incidents would never end. */
  private static Map<String, String> withoutRate(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("IMAS_CORE_NEW_INCIDENTS", "1000000");
    return all;
  }
}
