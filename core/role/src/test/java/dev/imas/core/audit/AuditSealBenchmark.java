package dev.imas.core.audit;

import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.core.postgres.EmbeddedPostgresConfig;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What the seal costs a change: writers on a durable PostgreSQL add entries without and with the
 * row that waits for its seal, in turns, while core seals.
 *
 * <p>Arguments: seconds of each turn (default 10), writers (8), changes a second of all writers
 * together (0: as many as they can).
 */
final class AuditSealBenchmark {

  private static final int TURNS = 3;

  private static final String ENTRY =
      "INSERT INTO audit_entry (tenant_id, id, at, actor_kind, via, address, action, subject_kind,"
          + " subject_id, before, after) VALUES (current_tenant(), uuidv7(), clock_timestamp(),"
          + " 'system', 'api', '10.1.2.3', 'team.update', 'team', gen_random_uuid(),"
          + " '{\"name\": \"Payments\", \"email\": \"a@example.org\"}', '{\"name\": \"Payments"
          + " EU\", \"email\": \"a@example.org\"}')";

  private static final String WITH_SEAL =
      "WITH entry AS ("
          + ENTRY
          + " RETURNING tenant_id, id) INSERT INTO audit_unsealed (tenant_id, id) SELECT"
          + " e.tenant_id, e.id FROM entry e";

  private AuditSealBenchmark() {}

  public static void main(String[] arguments)
      throws IOException, ExecutionException, InterruptedException {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
    int writers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
    int rate = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
    Path folder = TestPostgres.newFolder();
    try (EmbeddedPostgres server =
            EmbeddedPostgres.start(
                EmbeddedPostgresConfig.in(folder).withBinariesDir(TestPostgres.binaries()));
        RunningCore core = RunningCore.startOn(TestDatabase.createOn(server), Map.of());
        ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      System.out.println("turn       changes/s   p50 ms   p95 ms   p99 ms   waits at most s");
      for (int turn = 0; turn < TURNS; turn++) {
        measure(core, threads, "unsealed", ENTRY, seconds, writers, rate);
        measure(core, threads, "sealed", WITH_SEAL, seconds, writers, rate);
        Await.until(
            "the rest to be sealed",
            () -> core.database.count("SELECT waiting FROM audit_backlog()"),
            waiting -> waiting == 0);
      }
      System.out.println(core.database.query("SELECT count(*) || ' seals' FROM audit_seal"));
    } finally {
      TestPostgres.delete(folder);
    }
  }

  private static void measure(
      RunningCore core,
      ExecutorService threads,
      String name,
      String sql,
      int seconds,
      int writers,
      int rate)
      throws ExecutionException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long pauseNanos = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) * writers / rate;
    List<Future<List<Long>>> running = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      running.add(threads.submit(() -> write(core, sql, until, pauseNanos)));
    }
    double longest = 0;
    while (System.nanoTime() < until) {
      longest =
          Math.max(
              longest,
              Double.parseDouble(
                  core.database
                      .query("SELECT extract(epoch FROM oldest) FROM audit_backlog()")
                      .getFirst()));
      TimeUnit.MILLISECONDS.sleep(100);
    }
    List<Long> nanos = new ArrayList<>();
    for (Future<List<Long>> one : running) {
      nanos.addAll(one.get());
    }
    Collections.sort(nanos);
    System.out.printf(
        "%-10s %9d %8.2f %8.2f %8.2f %10.2f%n",
        name, nanos.size() / seconds, at(nanos, 0.5), at(nanos, 0.95), at(nanos, 0.99), longest);
  }

  private static double at(List<Long> sorted, double part) {
    return sorted.get((int) (part * (sorted.size() - 1))) / 1e6;
  }

  /** A change as core writes it: a transaction of its tenant. */
  private static List<Long> write(RunningCore core, String sql, long until, long pauseNanos)
      throws SQLException, InterruptedException {
    List<Long> nanos = new ArrayList<>();
    try (Connection connection = core.database.connect(Login.APP);
        PreparedStatement enter =
            connection.prepareStatement("SELECT set_config('imas.tenant', ?, true)");
        PreparedStatement change = connection.prepareStatement(sql)) {
      connection.setAutoCommit(false);
      while (System.nanoTime() < until) {
        long began = System.nanoTime();
        enter.setString(1, core.tenant.toString());
        enter.execute();
        change.execute();
        connection.commit();
        long took = System.nanoTime() - began;
        nanos.add(took);
        if (pauseNanos > took) {
          TimeUnit.NANOSECONDS.sleep(pauseNanos - took);
        }
      }
    }
    return nanos;
  }
}
