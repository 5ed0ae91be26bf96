package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is posted through the log counts as if it had been committed at once, and once. */
class LogIT {

  private static final KafkaProcess KAFKA = KafkaProcess.shared();
  private static LogScene scene;
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    scene = new LogScene(KAFKA, 2, Map.of());
    gateway = TestGateway.start(scene.settings("gateway.log.max-record", "20KiB"));
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  @Test
  void aPostIsAnsweredFromTheLogAndCountsOnce() {
    Reply reply = gateway.custom("\"name\":\"First\"");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("logged").asBoolean()).isTrue();
    assertThat(reply.json().get("processed").asInt()).isEqualTo(1);
    assertThat(reply.json().has("opened")).as("nobody knows yet").isFalse();
    LogScene.awaitAlerts(gateway, "First", 1);
    assertThat(gateway.alert("First").fireCount()).isEqualTo(1);
    assertThat(gateway.database().query("SELECT last_receipt FROM alert WHERE name = 'First'"))
        .containsExactly(reply.json().get("receipt").asText());
    assertThat(gateway.metric("imas_log_append_seconds")).isPositive();
    assertThat(gateway.metric("imas_log_in_flight_bytes")).isZero();
  }

  @Test
  void eachSenderIsAnsweredAsItExpects() {
    assertThat(gateway.post(TestGateway.ALERTMANAGER, TestGateway.storm("Storm", 3)).status())
        .isEqualTo(202);
    Reply broken =
        gateway.post(
            TestGateway.API_V2,
            "[{\"labels\":{\"alertname\":\"Whole of API v2\"}},{\"labels\":{}}]");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.body()).contains("/1");
    Reply event =
        TestGateway.send(
            gateway
                .to("/v2/enqueue")
                .header("Content-Type", "application/json")
                .POST(
                    java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"routing_key\":\""
                            + TestGateway.KEY
                            + "\",\"event_action\":\"trigger\",\"payload\":{\"summary\":\"Of"
                            + " PagerDuty\",\"source\":\"a\",\"severity\":\"critical\"}}")));
    assertThat(event.status()).isEqualTo(202);
    String key = event.json().get("dedup_key").asText();

    LogScene.awaitAlerts(gateway, "Whole of API v2", 1);
    LogScene.awaitAlerts(gateway, "Storm", 3);
    LogScene.awaitAlerts(gateway, "Of PagerDuty", 1);
    assertThat(
            gateway
                .database()
                .query("SELECT labels || details::text FROM alert WHERE name = 'Of PagerDuty'"))
        .as("it has the key that was told")
        .allSatisfy(text -> assertThat(text).contains(key));
    assertThat(
            gateway
                .database()
                .query("SELECT convert_from(body, 'UTF8') FROM dead_letter WHERE kind = 'element'"))
        .containsExactly("{\"labels\":{}}");
  }

  @Test
  void aBodyThatCannotBeReadIsRefusedAndKept() {
    Reply reply = gateway.post(TestGateway.CUSTOM, "no JSON through the log");

    assertThat(reply.status()).isEqualTo(400);
    Await.until(
        "its dead letter",
        () ->
            gateway
                .database()
                .query(
                    "SELECT content_type || ' ' || counted FROM dead_letter"
                        + " WHERE convert_from(body, 'UTF8') = 'no JSON through the log'"),
        letters -> letters.equals(java.util.List.of("application/json false")));
  }

  @Test
  void aBodyThatTheLogDoesNotTakeIsTooLarge() {
    Reply reply = gateway.custom("\"name\":\"Large\",\"text\":\"" + "x".repeat(30_000) + "\"");

    reply.assertProblem(413);
    assertThat(reply.json().get("detail").asText()).contains("gateway.log.max-record");
  }

  @Test
  void postsAreTakenWhileTheDatabaseIsAwayAndCountOnceAsOfThen() {
    gateway.custom("\"name\":\"Before the outage\"");
    LogScene.awaitAlerts(gateway, "Before the outage", 1);
    Instant then = gateway.clock().instant();

    LogScene.withoutDatabase(
        gateway,
        () -> {
          for (int i = 0; i < 50; i++) {
            assertThat(gateway.custom("\"name\":\"Outage " + i + "\"").status()).isEqualTo(202);
          }
          assertThat(gateway.custom("\"name\":\"Outage 1\",\"status\":\"resolved\"").status())
              .isEqualTo(202);
          Await.until(
              "the database to be missed",
              () -> gateway.get("/health/ready").json().at("/checks/database/status").asText(),
              "unreachable"::equals);
          assertThat(gateway.get("/health/ready").status()).isEqualTo(200);
          gateway.clock().move(Duration.ofMinutes(10));
        });

    LogScene.awaitAlerts(gateway, "Outage ", 50);
    Await.until("its recovery", () -> gateway.alert("Outage 1").firing(), firing -> !firing);
    assertThat(gateway.alerts("name LIKE 'Outage %'"))
        .allMatch(alert -> alert.fireCount() == 1 && alert.dedupCount() == 0);
    assertThat(
            gateway
                .database()
                .query(
                    "SELECT DISTINCT abs(extract(epoch FROM first_seen - timestamptz '"
                        + then
                        + "')) < 1 FROM alert WHERE name LIKE 'Outage %'"))
        .as("received when it was posted")
        .containsExactly("t");
  }

  @Test
  void whatOtherGatewaysAppendedIsReadAlsoOfASourceWithoutAKey() {
    UUID source = UUID.randomUUID();
    gateway.update(
        "INSERT INTO source (tenant_id, id, name, type, is_active) VALUES (?, ?, 'revoked',"
            + " 'CUSTOM', false)",
        gateway.tenant(),
        source);

    KAFKA.writeAs(
        scene.topic(),
        LogScene.headers(gateway, gateway.tenant(), source, "1"),
        TopicScene.bytes("{\"name\":\"Of a source without a key\"}"));

    LogScene.awaitAlerts(gateway, "Of a source without a key", 1);
  }

  @Test
  void whatIsOfNoSourceIsKeptAndWhatIsOfNoGatewayIsSkipped() {
    UUID foreign = gateway.addTenant("foreign");
    UUID theirs = gateway.addSource(foreign, "theirs", "CUSTOM").id();
    KAFKA.writeAs(scene.topic(), Map.of(), TopicScene.bytes("{\"name\":\"Of nobody\"}"));
    KAFKA.writeAs(
        scene.topic(),
        LogScene.headers(gateway, UUID.randomUUID(), theirs, "1"),
        TopicScene.bytes("{\"name\":\"Of no tenant\"}"));
    KAFKA.writeAs(
        scene.topic(),
        LogScene.headers(gateway, gateway.tenant(), theirs, "1"),
        TopicScene.bytes("{\"name\":\"Of another tenant's source\"}"));
    KAFKA.writeAs(
        scene.topic(),
        LogScene.headers(gateway, foreign, theirs, "1"),
        TopicScene.bytes("{\"name\":\"Of their source\"}"));

    LogScene.awaitAlerts(gateway, "Of their source", 1);
    assertThat(gateway.alerts("name IN ('Of nobody', 'Of no tenant')")).isEmpty();
    assertThat(gateway.alerts("name LIKE 'Of another tenant%'")).isEmpty();
    assertThat(
            gateway
                .database()
                .query(
                    "SELECT tenant_id || ' ' || counted || ' ' || (reason LIKE 'its source is"
                        + " gone%') FROM dead_letter"
                        + " WHERE convert_from(body, 'UTF8') LIKE '%another tenant%'"))
        .containsExactly(gateway.tenant() + " false true");
  }

  @Test
  void nothingExpiresWhileTheLogLags() {
    Instant ends = gateway.clock().instant().plusSeconds(60);
    gateway.custom("\"name\":\"Expires\",\"ends_at\":\"" + ends + "\"");
    LogScene.awaitAlerts(gateway, "Expires", 1);
    gateway.database().gatewaysListenSince(Instant.EPOCH);
    Instant later = gateway.clock().instant().plusSeconds(7_200);
    String expire = "SELECT expire_alerts('%s', interval '0 s', 100)".formatted(later);

    assertThat(gateway.database().query(expire)).containsExactly("0");

    gateway.update(
        "UPDATE kafka_offset SET read_up_at = ?::timestamptz WHERE topic = ?",
        later.toString(),
        scene.topic());
    gateway.database().query(expire);
    assertThat(gateway.alert("Expires").firing()).isFalse();
  }

  @Test
  void aLogThatIsOutOfUseHoldsBackNothing() {
    gateway.update(
        "INSERT INTO log_topic (tenant_id, topic, since, until) VALUES"
            + " ('00000000-0000-0000-0000-000000000000', 'of-old', now() - interval '2 days',"
            + " now() - interval '1 day')");

    assertThat(gateway.database().query("SELECT log_read_up_at() > now() - interval '1 hour'"))
        .containsExactly("t");
  }
}
