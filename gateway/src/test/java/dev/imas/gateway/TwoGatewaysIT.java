package dev.imas.gateway;

import static dev.imas.gateway.TestGateway.CUSTOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway.Reply;
import dev.imas.gateway.TestGateway.StoredAlert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two gateways of one database, each with two event loops, get posts for the same alerts. */
class TwoGatewaysIT {

  private static TestGateway one;
  private static TestGateway other;

  @BeforeAll
  static void start() {
    one = TestGateway.start("gateway.event-loops", "2", "gateway.known-refresh-seconds", "60");
    other = one.startAnother("gateway.event-loops", "2", "gateway.known-refresh-seconds", "60");
  }

  @AfterAll
  static void stop() {
    one.ledgerBalances();
    other.close();
    one.close();
  }

  @Test
  void sameAlertsAtBothAreOpenedOnceAndCountedEach() {
    Random random = new Random(7);
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      TestGateway to = random.nextBoolean() ? one : other;
      replies.add(to.postAsync(CUSTOM, "{\"name\":\"Shared " + random.nextInt(10) + "\"}"));
    }

    int opened = 0;
    int deduplicated = 0;
    for (CompletableFuture<Reply> reply : replies) {
      assertThat(reply.join().status()).as(reply.join().body()).isEqualTo(202);
      opened += reply.join().json().path("opened").asInt();
      deduplicated += reply.join().json().path("deduplicated").asInt();
    }

    assertThat(opened).isEqualTo(10);
    assertThat(deduplicated).isEqualTo(390);
    assertThat(one.alerts("name LIKE 'Shared %'").stream().mapToLong(StoredAlert::fireCount).sum())
        .isEqualTo(400);
  }

  @Test
  void recoveryAtOneMakesTheCacheOfTheOtherStaleAndTheAnswerIsRight() {
    one.custom("\"name\":\"Moved\"");
    one.custom("\"name\":\"Moved\"");
    one.clock().move(Duration.ofSeconds(1));
    other.custom("\"name\":\"Moved\",\"status\":\"ok\"");
    one.clock().move(Duration.ofSeconds(1));
    double missed = one.metric("imas_ingest_stale_cache_entries_total");

    Reply reply = one.custom("\"name\":\"Moved\"");

    assertThat(reply.json().path("reopened").asInt()).isEqualTo(1);
    assertThat(one.metric("imas_ingest_stale_cache_entries_total")).isEqualTo(missed + 1);
  }

  @Test
  void annotationsAreRefreshedAfterTheRefreshTimeAndNotAtEveryRepeat() {
    one.custom("\"name\":\"Value\",\"description\":\"is 1\"");
    one.custom("\"name\":\"Value\",\"description\":\"is 2\"");
    assertThat(one.alert("Value").annotations()).containsEntry("description", "is 1");

    one.clock().move(Duration.ofSeconds(61));
    one.custom("\"name\":\"Value\",\"description\":\"is 3\"");

    assertThat(one.alert("Value").annotations()).containsEntry("description", "is 3");
    assertThat(one.alert("Value").fireCount()).isEqualTo(3);
  }

  @Test
  void changedAnnotationsAreShownWithinAMinute() {
    try (TestGateway next =
        one.startAnother("gateway.event-loops", "2", "gateway.known-refresh-seconds", "600")) {
      next.custom("\"name\":\"Shown\",\"description\":\"is 1\"");
      next.custom("\"name\":\"Shown\",\"description\":\"is 1\"");
      List<String> row = next.database().query("SELECT ctid FROM alert_state WHERE name = 'Shown'");

      next.clock().move(Duration.ofSeconds(61));
      next.custom("\"name\":\"Shown\",\"description\":\"is 1\"");
      assertThat(next.database().query("SELECT ctid FROM alert_state WHERE name = 'Shown'"))
          .isEqualTo(row);
      next.clock().move(Duration.ofSeconds(61));
      Reply reply = next.custom("\"name\":\"Shown\",\"description\":\"is 2\"");

      assertThat(reply.json().path("deduplicated").asInt()).isEqualTo(1);
      Await.until(
          "the description",
          () -> next.alert("Shown").annotations().get("description"),
          "is 2"::equals);
      next.custom("\"name\":\"Shown\",\"description\":\"is 3\"");
      assertThat(next.alert("Shown").annotations()).containsEntry("description", "is 2");
      assertThat(next.alert("Shown").fireCount()).isEqualTo(5);
      assertThat(next.database().query("SELECT repeats FROM alert_repeat")).contains("4");
    }
  }

  @Test
  void severityThatARuleFindsInAChangedLabelIsARaise() {
    try (TestGateway next = one.startAnother("gateway.event-loops", "1")) {
      next.activateRules(
          next.tenant(),
          "[{\"name\":\"colours\",\"matchers\":[],\"severity_mapping\":{\"colour\":{\"orange\":\"SEV3\",\"red\":\"SEV1\"}}}]");
      AtomicInteger probes = new AtomicInteger();
      Await.until(
          "the rules to be live",
          () -> {
            String name = "Colours " + probes.incrementAndGet();
            next.custom("\"name\":\"" + name + "\"");
            return next.alert(name).ruleSetVersion();
          },
          version -> version == 1);
      String alert = "\"name\":\"Raised\",\"dedup_key\":\"raised\",\"labels\":{\"colour\":\"%s\"}";
      next.custom(alert.formatted("orange"));
      next.custom(alert.formatted("orange"));

      assertThat(next.custom(alert.formatted("red")).json().path("deduplicated").asInt()).isOne();

      assertThat(next.transitions("Raised")).containsExactly(1, 4);
      assertThat(
              next.database()
                  .count(
                      "SELECT count(*) FROM alert_repeat r JOIN alert_state a USING (fingerprint)"
                          + " WHERE a.name = 'Raised'"))
          .isZero();
      next.custom(alert.formatted("red"));
      assertThat(next.transitions("Raised")).containsExactly(1, 4);
      assertThat(
              next.database()
                  .count(
                      "SELECT count(*) FROM alert_repeat r JOIN alert_state a USING (fingerprint)"
                          + " WHERE a.name = 'Raised'"))
          .isOne();
    }
  }

  @Test
  void committersWriteLedgerRowsOfTheirOwn() {
    one.custom("\"name\":\"Shards\"");
    // Blocks of shards are chosen at random from 511. Two processes may choose the same one, three
    // hardly.
    for (int i = 0; i < 3; i++) {
      try (TestGateway next = one.startAnother("gateway.event-loops", "1")) {
        next.custom("\"name\":\"Shards\"");
      }
    }

    assertThat(one.database().count("SELECT count(DISTINCT shard) FROM ledger")).isGreaterThan(1);
  }

  @Test
  void bothAreReadyAndShowTheirMetrics() {
    for (TestGateway gateway : List.of(one, other)) {
      assertThat(TestGateway.send(gateway.to("/health/ready").GET()).status()).isEqualTo(200);
      assertThat(TestGateway.send(gateway.to("/metrics").GET()).body())
          .contains("imas_ingest_in_flight_bytes", "imas_ingest_batch_rows");
    }
  }
}
