package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.e2e.ImasProcess;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestPostgres;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A PostgreSQL on another machine that is unreachable, stopped or restarted; and roles in separate
 * processes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NetworkFaultsIT {

  private final Vertx vertx = Vertx.vertx();
  private final ExternalPostgres postgres = new ExternalPostgres(vertx);
  private final FaultScene scene = FaultScene.external(postgres.settings(), postgres.sql());

  /** A test that failed leaves its storm raging, and the next one would wait for it in vain. */
  @AfterEach
  void abandonStorms() {
    scene.abandonStorms();
  }

  @AfterAll
  void close() {
    scene.close();
    postgres.close();
    Await.result(vertx.close());
  }

  /** Connections stay open, new ones are accepted, and nothing ever comes back. */
  @Test
  void theNetworkSwallowsEverything() {
    Signs signs = Signs.from(scene.imas);
    Storm storm = scene.storm("BlackHole").awaitMore(300);

    postgres.network.freeze();
    storm.rage(FaultRun.span(Duration.ofSeconds(8), Duration.ofSeconds(30)));
    postgres.network.thaw();

    storm.awaitMore(300);
    signs
        .logs("The connection to the database is lost")
        .logs("Not ready: a worker does not do its work")
        .logs("The connection to the database is back")
        .logs("Ready again: all workers do their work")
        .counts("imas_ingest_batches_failed_total", 1)
        .counts("imas_ingest_refused_total", 1, "reason=\"not_stored\"");
    assertThat(storm.slowestAnswer()).isLessThan(Duration.ofSeconds(6));
    Aftermath.of(scene).isInOrder(storm);
  }

  /**
   * A failover, or a firewall that drops its state: open connections stay silent, and new ones
   * work.
   */
  @Test
  void openConnectionsGoSilentForGood() {
    Signs signs = Signs.from(scene.imas);
    Storm storm = scene.storm("OpenConnectionsSilent").awaitMore(300);
    int times = FaultRun.times(2, 20);
    for (int time = 1; time <= times; time++) {
      postgres.network.forgetAll();

      storm.awaitMore(300);
    }
    signs
        .logs("The connection to the database is lost")
        .logs("The connection to the database is back")
        .counts("imas_ingest_refused_total", 1, "reason=\"not_stored\"");
    assertThat(storm.slowestAnswer()).isLessThan(Duration.ofSeconds(6));
    Aftermath.of(scene).isInOrder(storm);
  }

  @Test
  void theDatabaseIsStoppedForAWhile() {
    Signs signs = Signs.from(scene.imas);
    Storm storm = scene.storm("DatabaseStopped").awaitMore(300);

    postgres.stop();
    storm.rage(FaultRun.span(Duration.ofSeconds(3), Duration.ofSeconds(30)));
    postgres.start();

    storm.awaitMore(300);
    signs
        .logs("The connection to the database is lost")
        .logs("The connection to the database is back")
        .counts("imas_ingest_refused_total", 10, "reason=\"not_stored\"")
        // Two for the outage, and two for each role's readiness as it changes.
        .logsNoMoreThan(16);
    Aftermath.of(scene).isInOrder(storm);
  }

  @Test
  void theDatabaseIsRestarted() {
    Signs signs = Signs.from(scene.imas);
    Storm storm = scene.storm("DatabaseRestarted");
    int restarts = FaultRun.times(1, 20);
    for (int restart = 1; restart <= restarts; restart++) {
      storm.awaitMore(300);
      long acknowledged = scene.acknowledged();

      postgres.stop();
      postgres.start();

      Aftermath.countsHold(scene, acknowledged);
      storm.awaitMore(300);
    }
    signs
        .logs("The connection to the database is back")
        .counts("imas_ingest_refused_total", restarts, "reason=\"not_stored\"");
    Aftermath.of(scene).isInOrder(storm);
  }

  /**
   * The event bus is not clustered, so between processes it is cut: no commit is announced to core
   * and no page to the notifier. Nothing reports it, since nothing is wrong; pages come by polling.
   */
  @Test
  void theEventBusIsCutBetweenRolesInProcessesOfTheirOwn() {
    Path folder = TestPostgres.newFolder();
    Map<String, String> settings = new HashMap<>(postgres.settings());
    settings.put("IMAS_GATEWAY_STATEMENT_TIMEOUT", "1s");
    // It need not know more.
    settings.computeIfPresent(
        "IMAS_DATABASE_URL",
        (key, url) -> DatabaseConfig.parse(url).as(DatabaseConfig.Login.INGEST).url().reveal());
    try (ImasProcess gateway =
        new ImasProcess(folder, settings, ImasProcess.QUICK_TO_START, "gateway")) {
      gateway.start();
      Storm storm =
          scene.storm(Storm.Shape.named("BusCut"), FaultRun.random("bus cut"), gateway.gateway());
      storm.awaitMore(FaultRun.times(1_000, 100_000));
      Aftermath.of(scene).isInOrder(storm);
      assertThat(Metrics.of(gateway).sum("imas_ingest_alerts_total"))
          .as("taken in by the gateway that no core hears")
          .isGreaterThanOrEqualTo(storm.acknowledged());
    } finally {
      TestPostgres.delete(folder);
    }
  }
}
