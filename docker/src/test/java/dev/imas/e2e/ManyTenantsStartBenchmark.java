package dev.imas.e2e;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.ManyTenants;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.fixtures.database.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What a start with many tenants takes until all roles are ready, how their posts are answered
 * right then, what the first housekeeping takes, and what a minute costs in which nothing happens.
 *
 * <p>Argument: the number of tenants (1,200).
 */
final class ManyTenantsStartBenchmark {

  private static final Duration HOUSEKEEPING = Duration.ofMinutes(10);
  private static final long IDLE_SECONDS = 60;

  private static final String LONGEST =
      """
      SELECT kind || ' ' || round(extract(epoch FROM last_ended_at - last_started_at)::numeric, 1) || ' s'
        FROM timer WHERE subject = 'platform' AND last_ended_at - last_started_at > interval '1 second'
       ORDER BY last_ended_at - last_started_at DESC\
      """;

  private ManyTenantsStartBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int number = arguments.length == 0 ? ManyTenants.NUMBER : Integer.parseInt(arguments[0]);
    Path folder = TestPostgres.newFolder();
    TestDatabase database = TestDatabase.create();
    ManyTenants tenants = ManyTenants.in(database, number);
    ImasProcess imas =
        new ImasProcess(
            folder,
            Map.of(
                "IMAS_DATABASE_URL",
                database.config().url().reveal(),
                "IMAS_ENCRYPTION_KEY",
                Base64.getEncoder().encodeToString(new byte[32]),
                "IMAS_LOG_LEVEL",
                "INFO"));
    try {
      long transactions = transactions(database);
      long begun = System.nanoTime();
      imas.start();
      said(
          "ready after %.1f s, %d transactions",
          since(begun), transactions(database) - transactions);
      said("posts at once: %s", answers(imas, tenants));
      Await.until(
          "all housekeeping once",
          HOUSEKEEPING,
          () ->
              database.count(
                  "SELECT count(*) FROM timer WHERE subject = 'platform' AND last_ended_at IS"
                      + " NULL"),
          left -> left == 0);
      said(
          "all housekeeping once after %.1f s, %d transactions",
          since(begun), transactions(database) - transactions);
      said("longest: %s", String.join(", ", database.query(LONGEST)));
      transactions = transactions(database);
      Duration processor = processor(imas);
      TimeUnit.SECONDS.sleep(IDLE_SECONDS);
      said(
          "idle: %.1f transactions/s, %.1f ms of processor/s",
          (transactions(database) - transactions) / (double) IDLE_SECONDS,
          processor(imas).minus(processor).toMillis() / (double) IDLE_SECONDS);
      try (var lines = Files.lines(imas.log())) {
        said("ERROR lines: %d", lines.filter(line -> line.contains("\"ERROR\"")).count());
      }
    } finally {
      imas.close();
      database.close();
      TestPostgres.delete(folder);
    }
    System.exit(0);
  }

  private static void said(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static Duration processor(ImasProcess imas) {
    return ProcessHandle.of(imas.pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
  }

  private static long transactions(TestDatabase database) {
    return database.count(
        "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname ="
            + " current_database()");
  }

  private static Map<Integer, Integer> answers(ImasProcess imas, ManyTenants tenants)
      throws Exception {
    Map<Integer, Integer> answers = new TreeMap<>();
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int n = tenants.size(); n >= 1; n--) {
        int status =
            http.send(
                    HttpRequest.newBuilder(URI.create(imas.gateway() + "/api/v2/alerts"))
                        .header("Authorization", "Bearer " + tenants.key(n))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("[]"))
                        .build(),
                    HttpResponse.BodyHandlers.discarding())
                .statusCode();
        answers.merge(status, 1, Integer::sum);
      }
    }
    return answers;
  }
}
