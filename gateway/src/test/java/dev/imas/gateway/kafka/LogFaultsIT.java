package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever stops meanwhile, what was answered 2xx is counted, and counted once. */
class LogFaultsIT {

  private static final KafkaProcess KAFKA = KafkaProcess.shared();
  private final LogScene scene = new LogScene(KAFKA, 4, Map.of());
  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway = TestGateway.start(scene.settings("gateway.log.longest-wait", "2s"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static String body(String name) {
    return "{\"name\":\"" + name + "\"}";
  }

  /** All of these are there, and each post of the log counts once in the ledger. */
  private void eachIsCounted(String beginning, Set<String> acknowledged) {
    Await.until(
        "all that was acknowledged",
        () ->
            gateway
                .database()
                .query("SELECT name FROM alert WHERE name LIKE '" + beginning + "%'")
                .stream()
                .filter(acknowledged::contains)
                .count(),
        found -> found == acknowledged.size());
    Await.until(
        "as many as are in the log",
        () -> gateway.ledger("accepted") == scene.next(gateway),
        equal -> equal);
    gateway.ledgerBalances();
  }

  @Test
  void aBrokerThatIsKilledInTheMiddleOfPostsLosesNothingThatWasAcknowledged() {
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    AtomicInteger refused = new AtomicInteger();
    AtomicBoolean ends = new AtomicBoolean();
    Semaphore inFlight = new Semaphore(50);
    Thread posting =
        Thread.startVirtualThread(
            () -> {
              for (int i = 0; !ends.get(); i++) {
                inFlight.acquireUninterruptibly();
                String name = "Killed " + i;
                gateway
                    .postAsync(TestGateway.CUSTOM, body(name))
                    .whenComplete(
                        (reply, failed) -> {
                          inFlight.release();
                          if (reply != null && reply.status() == 202) {
                            acknowledged.add(name);
                          } else if (reply != null
                              && reply.status() == 503
                              && "1".equals(reply.header("retry-after"))) {
                            refused.incrementAndGet();
                          }
                        });
              }
            });
    Await.until("some", acknowledged::size, size -> size > 500);

    KAFKA.kill();
    try {
      Await.until(
          "what is not acknowledged",
          () -> gateway.metric("imas_log_append_failures_total"),
          count -> count > 0);
    } finally {
      KAFKA.start();
    }
    int before = acknowledged.size();
    Await.until("posts again", acknowledged::size, size -> size > before + 500);
    ends.set(true);
    Await.until(
        "the last", () -> !posting.isAlive() && inFlight.availablePermits() == 50, is -> is);

    eachIsCounted("Killed ", acknowledged);
    assertThat(refused.get()).isPositive();
  }

  @Test
  void aGatewayThatIsKilledBetweenAppendingAndReadingLosesNothingAndCountsNothingTwice()
      throws Exception {
    LogScene.slowCommits(gateway, 0.4);
    long before = scene.next(gateway);
    int port = FreePort.next();
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    try (GatewayProcess dies =
            GatewayProcess.start(
                gateway.database().config(),
                scene.settings("gateway.port", Integer.toString(port)));
        HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.Builder ready =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"));
      Await.until(
          "it to be ready",
          () -> {
            try {
              return http.send(ready.build(), HttpResponse.BodyHandlers.ofString()).body();
            } catch (java.io.IOException notYet) {
              return "";
            }
          },
          body -> body.contains("\"partitions\":2"));
      List<CompletableFuture<?>> all = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        String name = "Dying " + i;
        all.add(
            http.sendAsync(
                    HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + TestGateway.CUSTOM))
                        .header("Authorization", "Bearer " + TestGateway.KEY)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body(name)))
                        .build(),
                    HttpResponse.BodyHandlers.ofString())
                .thenAccept(
                    reply -> {
                      if (reply.statusCode() == 202) {
                        acknowledged.add(name);
                      }
                    })
                .exceptionally(gone -> null));
      }
      Await.until(
          "some to be acknowledged that are not read",
          () -> acknowledged.size() - (scene.next(gateway) - before),
          unread -> unread > 20);
      dies.close();
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    }

    eachIsCounted("Dying ", acknowledged);
    assertThat(gateway.alerts("name LIKE 'Dying %'"))
        .allMatch(alert -> alert.fireCount() == 1 && alert.dedupCount() == 0);
  }

  @Test
  void withoutItsBrokersAGatewayAnswers503InTimeAndStoresNothingBesideTheLog() {
    assertThat(gateway.custom("\"name\":\"With brokers\"").status()).isEqualTo(202);
    LogScene.awaitAlerts(gateway, "With brokers", 1);
    KAFKA.kill();
    try {
      for (int i = 0; i < 10; i++) {
        long begun = System.nanoTime();
        Reply reply = gateway.custom("\"name\":\"Without brokers " + i + "\"");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("retry-after")).isEqualTo("1");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
      }
      assertThat(gateway.metric("imas_log_append_failures_total")).isGreaterThanOrEqualTo(10);
      assertThat(gateway.inFlightBytes()).isZero();
      assertThat(gateway.alerts("name LIKE 'Without brokers%'")).isEmpty();
    } finally {
      KAFKA.start();
    }
    Await.until(
        "posts again",
        () -> gateway.custom("\"name\":\"With brokers again\"").status(),
        status -> status == 202);
    LogScene.awaitAlerts(gateway, "With brokers again", 1);
  }

  /** More than the buffers of its connections hold (2.1). */
  @Test
  void aBrokerThatReadsNothingIsAnsweredForInTime() {
    assertThat(gateway.custom("\"name\":\"Before it\"").status()).isEqualTo(202);
    String large = "{\"name\":\"Unread %d\",\"description\":\"" + "x".repeat(50_000) + "\"}";
    KAFKA.freeze();
    try {
      long begun = System.nanoTime();
      List<CompletableFuture<Reply>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(gateway.postAsync(TestGateway.CUSTOM, large.formatted(i)));
      }
      assertThat(all).allMatch(reply -> reply.join().status() == 503);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
      assertThat(gateway.get("/health/live").status()).isEqualTo(200);
      Await.until("nothing to be held", gateway::inFlightBytes, bytes -> bytes == 0);
    } finally {
      KAFKA.thaw();
    }

    Await.until(
        "posts again",
        () -> gateway.custom("\"name\":\"After it\"").status(),
        status -> status == 202);
    eachIsCounted("", Set.of("Before it", "After it"));
  }

  @Test
  void aGatewayThatStopsAnswersWhatItTook() {
    List<CompletableFuture<Reply>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(gateway.postAsync(TestGateway.CUSTOM, body("Stopping " + i)));
    }
    Await.result(gateway.stop());
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < all.size(); i++) {
      int number = i;
      all.get(i)
          .handle((reply, gone) -> reply != null && reply.status() == 202)
          .thenAccept(
              is -> {
                if (is) {
                  acknowledged.add("Stopping " + number);
                }
              })
          .join();
    }

    try (TestGateway next = gateway.startAnother(scene.settings("gateway.log.append", "false"))) {
      eachIsCounted("Stopping ", acknowledged);
      // It only reads the log, and answers after the commit.
      Reply reply = next.custom("\"name\":\"Beside the log\"");
      assertThat(reply.json().get("opened").asInt()).isEqualTo(1);
      assertThat(reply.json().has("logged")).isFalse();
    }
  }

  @Test
  void aWrongClockMovesNothingIntoTheFutureNorFarIntoThePast() {
    LogScene stamped = new LogScene(KAFKA, 1, Map.of("message.timestamp.type", "LogAppendTime"));
    try (TestGateway own = TestGateway.start(stamped.settings())) {
      Instant right = own.clock().instant();
      own.clock().move(Duration.ofHours(-3));
      assertThat(own.custom("\"name\":\"Behind\"").status()).isEqualTo(202);
      own.clock().move(Duration.ofHours(3));
      assertThat(own.custom("\"name\":\"Behind\",\"status\":\"resolved\"").status()).isEqualTo(202);
      LogScene.awaitAlerts(own, "Behind", 1);

      Await.until("its recovery", () -> own.alert("Behind").firing(), firing -> !firing);
      assertThat(
              own.database()
                  .query(
                      "SELECT first_seen > timestamptz '"
                          + right
                          + "' - interval '3 minutes' FROM alert WHERE name = 'Behind'"))
          .as("the brokers' clock corrects that of the gateway")
          .containsExactly("t");
    }
  }

  @Test
  void aRecordOfANewerFormatWaitsForAGatewayThatReadsIt() {
    KAFKA.writeAs(scene.topic(), Map.of("imas-format", "3"), TopicScene.bytes("{}"));
    gateway.custom("\"name\":\"Beside it\"");
    Await.until(
        "its claim",
        () ->
            gateway
                .database()
                .count(
                    "SELECT count(*) FROM kafka_offset WHERE topic = '"
                        + scene.topic()
                        + "' AND partition_no = 0"),
        rows -> rows == 1);
    Await.until(
        "the lag to be told",
        () -> gateway.metric("imas_kafka_lag_records", scene.topic()),
        lag -> lag >= 1);

    assertThat(
            gateway
                .database()
                .count(
                    "SELECT next FROM kafka_offset WHERE topic = '"
                        + scene.topic()
                        + "' AND partition_no = 0"))
        .isZero();
  }

  @Test
  void keysThatWereNotReadForTooLongOpenNothing() {
    LogScene own = new LogScene(KAFKA, 1, Map.of());
    try (TestGateway forgets =
        TestGateway.start(own.settings("gateway.log.keys-known-for", "5s"))) {
      LogScene.withoutDatabase(
          forgets,
          () -> {
            assertThat(forgets.custom("\"name\":\"Known\"").status()).isEqualTo(202);
            Reply reply =
                Await.until(
                    "the keys to be too old",
                    () -> forgets.custom("\"name\":\"Known\""),
                    answer -> answer.status() == 503);
            assertThat(reply.header("retry-after")).isEqualTo("30");
            assertThat(forgets.get("/health/ready").status()).isEqualTo(503);
          });
    }
  }

  @Test
  void aTopicThatForgetsPostsIsNotAppendedTo() {
    LogScene compacted = new LogScene(KAFKA, 1, Map.of("cleanup.policy", "compact"));
    try (TestGateway refuses = TestGateway.start(compacted.settings())) {
      Reply reply = refuses.custom("\"name\":\"Compacted\"");
      reply.assertProblem(503);
      assertThat(reply.json().get("detail").asText()).contains("is compacted");
      assertThat(refuses.get("/health/ready").json().at("/checks/log/takes_posts").asBoolean())
          .isFalse();
    }
  }

  @Test
  void aBrokerThatLeadsThePartitionIsKilledAndAnotherGoesOn() {
    KafkaProcess second = KAFKA.join(2);
    KafkaProcess third = KAFKA.join(3);
    try {
      LogScene own = new LogScene(KAFKA, topic -> KAFKA.createOn(topic, List.of(2, 3), Map.of()));
      String servers = String.join(",", KAFKA.servers(), second.servers(), third.servers());
      try (TestGateway posts =
          TestGateway.start(own.settings("gateway.kafka.bootstrap-servers", servers))) {
        for (int i = 0; i < 20; i++) {
          assertThat(posts.custom("\"name\":\"Before " + i + "\"").status()).isEqualTo(202);
        }

        second.kill();
        for (int i = 0; i < 20; i++) {
          String body = "\"name\":\"After " + i + "\"";
          Await.until(
              "another to lead", () -> posts.custom(body).status(), status -> status == 202);
        }

        LogScene.awaitAlerts(posts, "Before ", 20);
        LogScene.awaitAlerts(posts, "After ", 20);
        assertThat(posts.alerts("name LIKE 'Before %'"))
            .allMatch(alert -> alert.fireCount() == 1 && alert.dedupCount() == 0);
        posts.ledgerBalances();
      }
    } finally {
      second.kill();
      third.kill();
      KAFKA.awaitAlone();
    }
  }
}
