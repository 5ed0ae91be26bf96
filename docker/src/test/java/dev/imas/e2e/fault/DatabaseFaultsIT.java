package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The embedded PostgreSQL fails in a storm: killed, stopped, cut off, slow. */
@ExtendWith(SharedScene.class)
final class DatabaseFaultsIT {

  private static final Duration FLUSH = Duration.ofMillis(5);

  private final FaultScene scene;
  private final PostgresProcesses postgres;

  DatabaseFaultsIT(FaultScene scene) {
    this.scene = scene;
    this.postgres = new PostgresProcesses(scene.imas.dataFolder());
  }

  @Test
  void thePostmasterIsKilled() {
    Signs signs = Signs.from(scene.imas);
    Storm storm = scene.storm("PostmasterKilled");
    int kills = FaultRun.times(1, 20);
    for (int kill = 1; kill <= kills; kill++) {
      storm.awaitMore(300);
      long acknowledged = scene.acknowledged();

      PostgresProcesses.signal("KILL", List.of(postgres.postmaster()));

      signs
          .logs("PostgreSQL died; restarting it")
          .logs("PostgreSQL is back")
          .counts("imas_embedded_postgres_restarts_total", kill);
      Aftermath.countsHold(scene, acknowledged);
    }
    storm.awaitMore(300);
    signs.counts("imas_ingest_refused_total", 1, "reason=\"not_stored\"");
    Aftermath.of(scene).isInOrder(storm);
  }

  @Test
  void aBackendIsKilledAndWithItAllOthers() {
    Signs signs = Signs.from(scene.imas);
    Storm storm = scene.storm("BackendKilled");
    int kills = FaultRun.times(1, 20);
    for (int kill = 1; kill <= kills; kill++) {
      storm.awaitMore(300);
      long acknowledged = scene.acknowledged();

      PostgresProcesses.signal(
          "KILL",
          List.of(
              scene.sql.number(
                  "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'imas-ingest-%'"
                      + " LIMIT 1")));

      storm.awaitMore(300);
      Aftermath.countsHold(scene, acknowledged);
    }
    signs
        .logs("The connection to the database is lost")
        .logs("The connection to the database is back")
        .counts("imas_ingest_refused_total", kills, "reason=\"not_stored\"");
    Aftermath.of(scene).isInOrder(storm);
  }

  @Test
  void itsConnectionsAreCutOneByOne() {
    Signs signs = Signs.from(scene.imas);
    Random random = FaultRun.random("connections cut");
    Storm storm = scene.storm(Storm.Shape.named("ConnectionsCut"), random).awaitMore(200);
    int cuts = FaultRun.times(25, 500);
    for (int cut = 0; cut < cuts; cut++) {
      // Every other cut is of ingest, in the middle of a statement if there is one: of random cuts
      // alone none may have hit a batch.
      scene.sql.rows(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE"
              + (cut % 2 == 0
                  ? " 'imas-ingest-%' ORDER BY state = 'active' DESC, random() LIMIT 1"
                  : " 'imas-%' ORDER BY random() LIMIT 1"));
      storm.rage(Duration.ofMillis(20 + random.nextInt(160)));
    }
    signs
        .logs("The connection to the database is lost")
        .counts("imas_ingest_refused_total", 1, "reason=\"not_stored\"");
    storm.awaitMore(300);
    Aftermath.of(scene).isInOrder(storm);
  }

  @Test
  void itStandsStillAndGoesOn() {
    Signs signs = Signs.from(scene.imas);
    Storm storm = scene.storm("StoodStill").awaitMore(300);
    List<Long> all = postgres.all();
    assertThat(all).hasSizeGreaterThan(5);
    PostgresProcesses.signal("STOP", all);
    try {
      storm.rage(FaultRun.span(Duration.ofSeconds(8), Duration.ofSeconds(30)));
    } finally {
      PostgresProcesses.signal("CONT", all);
    }
    storm.awaitMore(300);
    signs
        .logs("The connection to the database is lost")
        .logs("The connection to the database is back")
        .counts("imas_ingest_batches_failed_total", 1)
        .counts("imas_ingest_refused_total", 1);
    // The longest wait, the statement timeout of 1 s and a tenth of it; then a refusal.
    assertThat(storm.slowestAnswer()).isLessThan(Duration.ofSeconds(6));
    Aftermath.of(scene).isInOrder(storm);
  }

  /**
   * The leader of a group commit sleeps 5 ms before it flushes, like a slow disk. A commit that
   * joins late waits for less, but no committer has two commits in one flush.
   */
  @Test
  void eachFlushTakesFiveMillisecondsLonger() {
    Storm storm = scene.storm("SlowFlush");
    try {
      slowFlushes("SET commit_delay = " + FLUSH.toNanos() / 1_000, "SET commit_siblings = 0");
      storm.awaitMore(200);
      long committers =
          scene.sql.number(
              "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'imas-ingest-%'");
      long begun = System.nanoTime();
      Metrics before = Metrics.of(scene.imas);
      storm.rage(FaultRun.span(Duration.ofSeconds(2), Duration.ofSeconds(60)));
      Metrics after = Metrics.of(scene.imas);
      double flushes = (System.nanoTime() - begun) / FLUSH.toNanos() + 1;
      double commits = grown(before, after, "imas_ingest_commit_seconds_count");
      double seconds = grown(before, after, "imas_ingest_commit_seconds_sum");
      assertThat(commits).isBetween(20.0, committers * flushes);
      assertThat(seconds / commits).as("mean seconds of a commit").isLessThan(0.5);
    } finally {
      slowFlushes("RESET commit_delay", "RESET commit_siblings");
    }
    storm.awaitMore(300);
    Aftermath.of(scene).isInOrder(storm);
  }

  private void slowFlushes(String... settings) {
    for (String setting : settings) {
      // For all connections: one that flushes without a pause flushes others' commits, too.
      scene.sql.execute("ALTER DATABASE imas " + setting);
    }
    // A database's settings take effect with the next connection.
    scene.sql.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = 'imas' AND pid <> pg_backend_pid()");
  }

  private static double grown(Metrics before, Metrics after, String name) {
    return after.sum(name) - before.sum(name);
  }
}
