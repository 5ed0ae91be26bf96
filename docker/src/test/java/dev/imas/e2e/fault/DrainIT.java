package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imas.e2e.ImasProcess;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.TestPostgres;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * One of two gateways behind a load balancer that tries nothing again is told to stop, while 500
 * posts a second come. No post is cut off.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DrainIT {

  /** Longer than both load balancers need for noticing. */
  private static final String DELAY = "4s";

  private static final int MILLIS_BETWEEN_POSTS = 2;
  private static final int CLIENTS = 16;
  private static final int ENOUGH = 500;

  private final Vertx vertx = Vertx.vertx();
  private final ExternalPostgres postgres = new ExternalPostgres(vertx);
  private final Path folder = TestPostgres.newFolder();
  private final ImasProcess stays = gateway("stays");
  private final ImasProcess goes = gateway("goes");

  /** Posts by their answer's status; what failed by its reason. */
  private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();

  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();

  private ImasProcess gateway(String name) {
    Map<String, String> settings = new HashMap<>(postgres.settings());
    settings.put("IMAS_STOP_DELAY", DELAY);
    // A machine that is busy must not count as overload.
    settings.put("IMAS_GATEWAY_LONGEST_WAIT", "5s");
    try {
      Path own = Files.createDirectory(folder.resolve(name));
      return new ImasProcess(own, settings, ImasProcess.QUICK_TO_START, "gateway");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startBoth() {
    for (ImasProcess gateway : List.of(stays, goes)) {
      if (!gateway.isRunning()) {
        gateway.start();
      }
    }
  }

  @AfterAll
  void close() {
    stays.close();
    goes.close();
    postgres.close();
    Await.result(vertx.close());
    TestPostgres.delete(folder);
  }

  @Test
  void noPostIsCutBehindABalancerThatKeepsConnections() {
    startBoth();
    try (Balancer balancer = Balancer.start(vertx, ports())) {
      Await.until(
          "both to be asked",
          () -> ports().stream().allMatch(balancer::sendsTo),
          sendsToBoth -> sendsToBoth);

      noPostIsCutWhenOneStops(balancer.port());

      assertThat(balancer.cuts()).isEmpty();
    }
  }

  @Test
  void noPostIsCutBehindHaproxy() throws Exception {
    Optional<Path> haproxy = installed("haproxy");
    assumeTrue(haproxy.isPresent(), "haproxy is not installed");
    startBoth();
    int port = FreePort.next();
    Path configuration = Files.writeString(folder.resolve("haproxy.cfg"), haproxyConfig(port));
    Process balancer =
        new ProcessBuilder(haproxy.get().toString(), "-db", "-f", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("haproxy.log").toFile())
            .start();
    try {
      Await.until("HAProxy to listen", () -> listens(port), listens -> listens);

      noPostIsCutWhenOneStops(port);
    } finally {
      balancer.destroyForcibly().waitFor();
    }
  }

  private void noPostIsCutWhenOneStops(int port) {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
            new PoolOptions().setHttp1MaxSize(CLIENTS));
    long posting = vertx.setPeriodic(MILLIS_BETWEEN_POSTS, id -> post(client));
    awaitMoreAnswers();
    for (ImasProcess gateway : List.of(stays, goes)) {
      assertThat(Metrics.of(gateway).sum("imas_ingest_alerts_total"))
          .as("what it took; all answers: %s", answers)
          .isPositive();
    }

    CompletableFuture<Integer> stopped = CompletableFuture.supplyAsync(goes::stop);
    Await.until("it to have stopped", stopped::isDone, done -> done);
    awaitMoreAnswers();
    vertx.cancelTimer(posting);
    Await.until("the last answer", answered::get, n -> n == sent.get());
    Await.result(client.close());

    assertThat(stopped).isCompletedWithValue(143);
    assertThat(goes.output()).contains("Serving on for a while", "Stopped");
    assertThat(answers.keySet()).as("%s", answers).isSubsetOf("202", "503 of a gateway");
    assertThat(postgres.sql().number("SELECT sum(accepted) FROM imas.ledger"))
        .isEqualTo(answers.getOrDefault("202", new AtomicInteger()).get());
  }

  private void post(HttpClient client) {
    int number = sent.incrementAndGet();
    client
        .request(HttpMethod.POST, "/api/v1/webhooks/custom/")
        .compose(
            request ->
                request
                    .putHeader("authorization", "Bearer " + ImasProcess.SOURCE_KEY)
                    .putHeader("content-type", "application/json")
                    .send(Buffer.buffer("{\"alert_name\":\"Drained %d\"}".formatted(number % 20))))
        .compose(
            answer ->
                answer
                    .body()
                    .map(
                        body ->
                            answer.statusCode()
                                + (answer.getHeader("retry-after") == null ? "" : " of a gateway")))
        .otherwise(Throwable::toString)
        .onSuccess(
            answer -> {
              answers.computeIfAbsent(answer, first -> new AtomicInteger()).incrementAndGet();
              answered.incrementAndGet();
            });
  }

  private void awaitMoreAnswers() {
    int enough = answered.get() + ENOUGH;
    Await.until("more answers", answered::get, n -> n >= enough);
  }

  private List<Integer> ports() {
    return List.of(stays.gatewayPort(), goes.gatewayPort());
  }

  /** As in running.md. */
  private String haproxyConfig(int port) {
    return """
    defaults
      mode http
      timeout connect 2s
      timeout client 30s
      timeout server 30s
      retries 0
    frontend senders
      bind 127.0.0.1:%d
      default_backend gateways
    backend gateways
      balance roundrobin
      http-reuse always
      option httpchk GET /health/accept
      default-server check inter 1s fall 2 rise 1
      server stays 127.0.0.1:%d
      server goes 127.0.0.1:%d
    """
        .formatted(port, stays.gatewayPort(), goes.gatewayPort());
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Optional<Path> installed(String program) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
