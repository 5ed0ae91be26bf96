package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.ManyTenants;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All three roles start in a process of their own, on a database with 1,200 tenants. */
class ManyTenantsStartIT {

  private static final Duration HOUSEKEEPING = Duration.ofMinutes(6);
  private static final int SENDERS = 8;

  /** An alert that nobody is paged about. */
  private static final String RECOVERY = "{\"alert_name\":\"Disk\",\"status\":\"resolved\"}";

  private final Path folder = TestPostgres.newFolder();
  private final TestDatabase database = TestDatabase.create();
  private final ManyTenants tenants = ManyTenants.in(database);
  private final ImasProcess imas = new ImasProcess(folder, environment());
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>();
    all.put("IMAS_DATABASE_URL", database.config().url().reveal());
    all.put("IMAS_ENCRYPTION_KEY", Base64.getEncoder().encodeToString(new byte[32]));
    all.put("IMAS_LOG_LEVEL", "INFO");
    return all;
  }

  @AfterEach
  void close() {
    imas.close();
    http.close();
    database.close();
    TestPostgres.delete(folder);
  }

  @Test
  void everyTenantIsServedFromTheMomentTheGatewayIsReady() throws Exception {
    imas.start();

    assertThat(post(tenants.size(), RECOVERY)).as("of the last tenant, at once").isEqualTo(202);
    assertThat(answersToAll()).as("statuses, and how many").containsOnlyKeys(200);
    assertThat(imas.metrics())
        .as("the gateway's own count")
        .doesNotContainPattern("imas_ingest_refused_total\\{[^}]*reason=\"not_ready\"[^}]*} [^0]");
    Await.until(
        "all housekeeping to be done once",
        HOUSEKEEPING,
        () ->
            database.query(
                "SELECT kind || ': ' || coalesce(last_outcome, 'none yet') FROM timer"
                    + " WHERE subject = 'platform' AND (last_ended_at IS NULL OR attempts > 0)"),
        List::isEmpty);

    assertThat(troubleIn(imas.log())).isEmpty();
    assertThat(imas.output()).contains("IMAS is up");
  }

  /** To a body without alerts, which is let in and read like any other. */
  private Map<Integer, Integer> answersToAll() throws Exception {
    Map<Integer, Integer> answers = new TreeMap<>();
    List<Future<Integer>> posts = new ArrayList<>();
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      IntStream.rangeClosed(1, tenants.size())
          .forEach(n -> posts.add(senders.submit(() -> post(n, "[]"))));
      for (Future<Integer> post : posts) {
        answers.merge(post.get(), 1, Integer::sum);
      }
    }
    return answers;
  }

  private int post(int tenant, String body) throws IOException, InterruptedException {
    String path = body.equals("[]") ? "/api/v2/alerts" : "/api/v1/webhooks/custom/";
    return http.send(
            HttpRequest.newBuilder(URI.create(imas.gateway() + path))
                .header("Authorization", "Bearer " + tenants.key(tenant))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static List<String> troubleIn(Path log) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains("ERROR")).limit(20).collect(Collectors.toList());
    }
  }
}
