package dev.imas.core.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * How long searches take over HTTP among many incidents, as core's login, and what writing their
 * words costs. Arguments: incidents, requests of each kind.
 */
final class SearchBenchmark {

  private static final String WAL = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint";

  private SearchBenchmark() {}

  public static void main(String[] arguments) {
    int incidents = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int requests = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
    try (RunningCore core = RunningCore.start(Map.of("IMAS_CORE_STATEMENT_TIMEOUT", "60s"))) {
      core.holdHousekeeping();
      marks(core);
      fill(core, incidents);
      write(core, incidents);
      core.database.execute("VACUUM ANALYZE");
      // Answers until all texts were looked at, and how long they took together.
      System.out.println("    p50      p95  total  answers   all  search");
      for (String q :
          List.of(
              "nobodyhasthis", // absent
              "nobodyhasth", // the beginning of what is absent
              "rare", // one in a hundred thousand
              "common", // every other
              "common rare",
              "common other", // each has one of them
              "common -disk", // all have disk
              "space -device", // all have both
              "\"common disk\"",
              "\"disk common\"", // both words, never so
              "db-77.eu.example.com",
              "eu.example",
              "INC-7",
              "di")) {
        measure(core, q, requests);
      }
    }
  }

  private static void fill(RunningCore core, int incidents) {
    core.database.execute(
        """
        INSERT INTO incident (tenant_id, id, short_id, title, description, service_id, severity, status, origin, created_by,
                              detected_at, created_at, updated_at)
        SELECT '%1$s', uuidv7(make_interval(secs => n - %3$d)), 'INC-' || upper(to_hex(n + 1048576)),
               CASE WHEN n %% 2 = 0 THEN 'common ' ELSE 'other ' END || 'disk is full on db-' || n %% 5000 || '.eu.example.com',
               CASE WHEN n %% 100000 = 7 OR n %% 100000 = 8 THEN 'rare ' ELSE '' END
                 || 'node_filesystem_avail_bytes is ' || n || ' for cluster-' || n %% 40 || ', no space left on device',
               '%2$s', 3, 'RESOLVED', 'api', 'benchmark', now(), now() + make_interval(secs => n - %3$d), now()
          FROM generate_series(1, %3$d) AS n\
        """
            .formatted(core.tenant, core.triage, incidents));
    core.database.execute(
        """
        INSERT INTO search_work (tenant_id, incidents)
        SELECT '%s', array_agg(id ORDER BY place)
          FROM (SELECT id, row_number() OVER (ORDER BY created_at) AS place FROM incident) AS p GROUP BY place / 500 ORDER BY place / 500\
        """
            .formatted(core.tenant));
  }

  /** What the transaction that pages pays, for an incident with some alerts. */
  private static void marks(RunningCore core) {
    Pool pool =
        new Database(core.vertx, core.database.config())
            .pool(Login.APP, "search", 1, Duration.ofSeconds(60));
    Transactions transactions = new Transactions(pool);
    try {
      for (int alerts : new int[] {1, 1, 20, 500}) { // The first warms up.
        int times = 10_000;
        long bytes = core.database.count(WAL);
        long begun = System.nanoTime();
        for (int i = 0; i < times / 100; i++) {
          Await.result(
              transactions.run(
                  new TenantId(core.tenant),
                  tx -> mark(tx, new SearchTextRepository(), alerts, 100)));
        }
        System.out.printf(
            Locale.ROOT,
            "marks of an incident with %d alerts: %.0f µs, %d bytes of WAL%n",
            alerts,
            (System.nanoTime() - begun) / 1e3 / times,
            (core.database.count(WAL) - bytes) / times);
        core.database.execute("DELETE FROM search_work");
        core.database.execute("VACUUM search_work");
      }
    } finally {
      Await.result(pool.close());
    }
  }

  private static Future<Void> mark(Tx tx, SearchTextRepository texts, int alerts, int times) {
    if (times == 0) {
      return Future.succeededFuture();
    }
    List<UUID> fingerprints = Stream.generate(UUID::randomUUID).limit(alerts).toList();
    return Future.all(
            texts.mark(tx, fingerprints, List.of(), List.of()),
            texts.mark(tx, List.of(), fingerprints.subList(0, 1), List.of()))
        .compose(marked -> mark(tx, texts, alerts, times - 1));
  }

  private static void write(RunningCore core, int incidents) {
    Pool pool =
        new Database(core.vertx, core.database.config())
            .pool(Login.APP, "search", 2, Duration.ofSeconds(60));
    try {
      long bytes = core.database.count(WAL);
      long begun = System.nanoTime();
      core.vertx
          .deployVerticle(
              new VerticleBase() {
                @Override
                public Future<?> start() {
                  SearchIndexer indexer =
                      new SearchIndexer(core.vertx, new Transactions(pool), () -> false);
                  while (!indexer.write().await().startsWith("0 ")) {} // Each run ends in time.
                  return Future.succeededFuture();
                }
              },
              new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
      System.out.printf(
          Locale.ROOT,
          "written: %.0f µs and %d bytes of WAL a text; %d bytes of table and indexes%n",
          (System.nanoTime() - begun) / 1e3 / incidents,
          (core.database.count(WAL) - bytes) / incidents,
          core.database.count("SELECT pg_total_relation_size('imas.search_text')") / incidents);
    } finally {
      Await.result(pool.close());
    }
  }

  private static void measure(RunningCore core, String q, int requests) {
    String path = "/api/v1/search?kind=INCIDENT&q=" + URLEncoder.encode(q, StandardCharsets.UTF_8);
    List<Long> nanos = new ArrayList<>();
    String total = "";
    for (int i = 0; i < requests + 10; i++) {
      long begun = System.nanoTime();
      RunningCore.Reply reply = core.get(path);
      if (i >= 10) {
        nanos.add(System.nanoTime() - begun);
      }
      var kind = reply.json().at("/kinds/0");
      total = kind.path("total") + (kind.path("more").asBoolean() ? "+" : "");
    }
    Collections.sort(nanos);
    long begun = System.nanoTime();
    int answers = 0;
    String older = "";
    do {
      JsonNode kind = core.get(path + older).json().at("/kinds/0");
      older = kind.path("older").isNull() ? "" : "&older=" + kind.path("older").asText();
      answers++;
    } while (!older.isEmpty());
    System.out.printf(
        Locale.ROOT,
        "%7.1f  %7.1f  %5s  %7d  %7.1f  %s%n",
        nanos.get(nanos.size() / 2) / 1e6,
        nanos.get(nanos.size() * 95 / 100) / 1e6,
        total,
        answers,
        (System.nanoTime() - begun) / 1e6,
        q);
  }
}
