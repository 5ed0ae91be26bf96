package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.TestDatabase;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VertxMetersIT {

  private static final Pattern DOCUMENTED =
      Pattern.compile("^\\| `((?:vertx|netty)_[a-z0-9_]+)` \\|", Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile("^# TYPE ((?:vertx|netty)_[a-z0-9_]+) ", Pattern.MULTILINE);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final int corePort = FreePort.next();
  private final int gatewayPort = FreePort.next();
  private final List<Vertx> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(vertx -> Await.result(vertx.close()));
  }

  @Test
  void nothingThatAClientOrAReceiverChoosesMakesASeries() {
    Vertx vertx = start(EnumSet.allOf(VertxDomain.class));
    listen(vertx, corePort);
    call(vertx, corePort, HttpMethod.GET, "/first", "localhost");
    Await.until("an answer", this::requests, answered -> !answered.isEmpty());
    Set<String> before = series("vertx_http");

    for (int i = 0; i < 20; i++) {
      call(vertx, corePort, HttpMethod.valueOf("M" + i), "/path/" + i, "127.0.0.1");
      call(vertx, corePort, HttpMethod.GET, "/status/" + (700 + i), "localhost");
    }

    assertThat(before).anyMatch(line -> line.contains("role=\"core\""));
    // For a server, the label has the status that we answer ourselves.
    assertThat(series("vertx_http").stream().filter(line -> !line.contains("code=\"7")))
        .containsExactlyInAnyOrderElementsOf(before);
    assertThat(series("vertx_http_client")).noneMatch(line -> line.contains("code="));
    assertThat(series("vertx_pool")).noneMatch(line -> line.contains("pool_type=\"http\""));
  }

  @Test
  void gatewaysPortIsToldOnlyWhereItIsChosen() {
    Vertx vertx = start(VertxDomain.DEFAULT);
    listen(vertx, corePort);
    listen(vertx, gatewayPort);
    call(vertx, corePort, HttpMethod.GET, "/", "localhost");
    call(vertx, gatewayPort, HttpMethod.GET, "/", "localhost");

    assertThat(Await.until("an answer", this::requests, answered -> !answered.isEmpty()))
        .containsExactly("vertx_http_server_response_bytes_count{code=\"200\",role=\"core\"}");
  }

  @Test
  void whereNoneIsChosenThereAreNone() {
    Vertx vertx = start(EnumSet.noneOf(VertxDomain.class));
    listen(vertx, corePort);
    call(vertx, corePort, HttpMethod.GET, "/", "localhost");

    assertThat(series("vertx")).isEmpty();
    assertThat(series("netty")).isEmpty();
  }

  /** Registries are kept by name for the whole JVM. */
  @Test
  void eachVertxHasItsOwnRegistry() {
    PrometheusMeterRegistry others = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    start(VertxDomain.DEFAULT);
    Vertx second = start(others, VertxDomain.DEFAULT);

    Await.result(second.executeBlocking(() -> 1));

    // It is counted a moment after its result has arrived.
    Await.until("the work to be counted", () -> workDone(others), done -> done == 1);
    assertThat(workDone(registry)).isZero();
  }

  private static double workDone(PrometheusMeterRegistry registry) {
    return registry
        .get("vertx.pool.completed")
        .tag("pool_name", "vert.x-worker-thread")
        .counter()
        .count();
  }

  @Test
  void everyMetricIsInTheDocumentsAndEveryRowIsAMetric() throws IOException {
    Vertx vertx = start(EnumSet.allOf(VertxDomain.class));
    listen(vertx, corePort);
    call(vertx, corePort, HttpMethod.GET, "/", "localhost");
    vertx.eventBus().localConsumer("address", message -> message.reply("pong"));
    Await.result(vertx.eventBus().request("address", "ping"));
    vertx.eventBus().publish("address", "news");
    try (TestDatabase database = TestDatabase.create()) {
      Pool pool =
          new Database(vertx, database.config())
              .pool(DatabaseConfig.Login.APP, "measured", 1, Duration.ofSeconds(5));
      Await.result(pool.query("SELECT 1").execute());

      assertThat(series("vertx_sql_processing_time_seconds_count"))
          .containsExactly("vertx_sql_processing_time_seconds_count{pool_name=\"measured\"}");
      assertThat(series("vertx_pool_completed_total"))
          .contains("vertx_pool_completed_total{pool_name=\"measured\",pool_type=\"sql\"}");
      Await.result(pool.close());
    }

    Await.until("an answer", this::requests, answered -> !answered.isEmpty());
    String page = Files.readString(Path.of("../../docs/metrics.md"));
    assertThat(names(TYPE, registry.scrape().replace("_max ", " ")))
        .isEqualTo(names(DOCUMENTED, page));
  }

  private Vertx start(Set<VertxDomain> domains) {
    return start(registry, domains);
  }

  private Vertx start(PrometheusMeterRegistry into, Set<VertxDomain> domains) {
    Vertx vertx =
        new VertxMeters(into, domains, Map.of("core", corePort, "gateway", gatewayPort))
            .builder(new VertxOptions())
            .build();
    started.add(vertx);
    return vertx;
  }

  /** Answers with the status that the path asks for. */
  private void listen(Vertx vertx, int port) {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  String path = String.valueOf(request.path());
                  request
                      .response()
                      .setStatusCode(
                          path.startsWith("/status/")
                              ? Integer.parseInt(path.substring("/status/".length()))
                              : 200)
                      .end("answered");
                });
    Await.result(server.listen(port, "0.0.0.0"));
  }

  private void call(Vertx vertx, int port, HttpMethod method, String path, String host) {
    HttpClient client = vertx.createHttpClient();
    Buffer body =
        Await.result(
            client
                .request(method, port, host, path)
                // On the client's context: asked for later, the body may have passed already.
                .compose(request -> request.send().compose(response -> response.body())));
    assertThat(body.length()).isPositive();
    Await.result(client.close());
  }

  /** It is recorded a moment after the client has its answer; this meter is the last one. */
  private Set<String> requests() {
    return series("vertx_http_server_response_bytes_count");
  }

  private Set<String> series(String prefix) {
    return lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<String> lines() {
    return registry.scrape().lines();
  }

  private static Set<String> names(Pattern pattern, String text) {
    List<MatchResult> found = pattern.matcher(text).results().toList();
    return found.stream().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
  }
}
