package dev.imas.gateway.edge;

import static dev.imas.gateway.TestGateway.CUSTOM;
import static dev.imas.gateway.TestGateway.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * More posts than can be accepted, and a database that is slow or gone. Marks: soft 2 MiB, hard 6
 * MiB, of which 1.5 MiB are reserved for two tenants of equal weight. Backlogs: soft 1,000, hard
 * 2,000.
 */
class OverloadIT {

  private static final int MIB = 1 << 20;

  private static TestGateway gateway;
  private static TestGateway.Source other;

  @BeforeAll
  static void start() {
    gateway =
        TestGateway.start(
            "gateway.event-loops", "1",
            "gateway.max-body", "4MiB",
            "gateway.in-flight.soft", "2MiB",
            "gateway.in-flight.hard", "6MiB",
            "gateway.in-flight.tenant", "5MiB",
            "gateway.backlog.soft", "1000",
            "gateway.backlog.hard", "2000",
            "gateway.expected-wait", "300ms",
            "gateway.longest-wait", "300ms");
    other = gateway.addSource(gateway.addTenant("other"), "other", "ANY");
    gateway.awaitLive(other.key());
  }

  @AfterEach
  void everythingIsLetGoOf() {
    gateway.awaitNothingInFlight();
    gateway.ledgerBalances();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  /** Holds that much room until closed, by a body that is announced and never comes. */
  private static Socket occupy(int bytes) throws IOException {
    return occupy(KEY, bytes);
  }

  private static Socket occupy(String key, int bytes) throws IOException {
    double before = gateway.inFlightBytes();
    Socket socket = gateway.socket();
    socket.getOutputStream().write(TestGateway.head(key, CUSTOM, "Content-Length: " + bytes));
    socket.getOutputStream().flush();
    Await.until("room to be taken", gateway::inFlightBytes, now -> now >= before + bytes);
    return socket;
  }

  private static void assertShed(Reply reply, String reason, double before) {
    assertThat(reply.status()).isEqualTo(503);
    assertThat(Integer.parseInt(String.valueOf(reply.header("retry-after")))).isPositive();
    assertThat(gateway.metric("imas_ingest_refused_total", reason)).isEqualTo(before + 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aboveTheSoftMarkOnlyTheSevereAreTakenIn() throws Exception {
    double before = gateway.metric("imas_ingest_refused_total", "shed_soft");
    try (Socket occupied = occupy(3 * MIB)) {
      assertThat(occupied.isConnected()).isTrue();

      assertShed(gateway.custom("\"name\":\"Mild\",\"severity\":\"low\""), "shed_soft", before);
      assertThat(gateway.custom("\"name\":\"Severe\",\"severity\":\"high\"").status())
          .isEqualTo(202);
      Reply mixed =
          gateway.post(
              CUSTOM, "[{\"name\":\"With\"},{\"name\":\"Severe\",\"severity\":\"critical\"}]");
      assertThat(mixed.status()).isEqualTo(202);
    }
    assertThat(gateway.alerts("name = 'Mild'")).isEmpty();
    assertThat(gateway.alerts("name = 'With'")).hasSize(1);
  }

  @Test
  void aboveTheSoftMarkATenantBelowItsShareIsTakenIn() throws Exception {
    try (Socket occupied = occupy(3 * MIB)) {
      assertThat(occupied.isConnected()).isTrue();

      Reply reply = gateway.post(other.key(), CUSTOM, bytes("{\"name\":\"Modest\"}"));

      assertThat(reply.status()).isEqualTo(202);
    }
  }

  @Test
  void aboveTheHardMarkEvenTheSevereAreRefusedUnread() throws Exception {
    double before = gateway.metric("imas_ingest_refused_total", "shed_hard");
    try (Socket one = occupy(3 * MIB);
        Socket two = occupy(MIB - 1000)) {
      assertThat(one.isConnected() && two.isConnected()).isTrue();

      assertShed(
          gateway.custom(
              "\"name\":\"Full\",\"severity\":\"critical\",\"description\":\""
                  + "x".repeat(2_000)
                  + "\""),
          "shed_hard",
          before);
      // This is the tenant's bound, not the process's. Other tenants go on, with mild and large
      // posts too.
      assertThat(gateway.post(other.key(), CUSTOM, bytes("{\"name\":\"M2\"}")).status())
          .isEqualTo(202);
      assertThat(
              gateway
                  .post(other.key(), CUSTOM, bytes("{\"name\":\"M3\"}" + " ".repeat(MIB / 2)))
                  .status())
          .isEqualTo(202);
    }
    assertThat(gateway.alerts("name = 'Full'")).isEmpty();
  }

  @Test
  void halfReadBodiesOfOneTenantPushNoOtherOut() throws Exception {
    List<Socket> half = new ArrayList<>();
    try {
      for (int i = 0; i < 15; i++) {
        half.add(occupy(MIB / 4));
      }
      for (int i = 0; i < 100; i++) {
        // Refused or not, these post as much as they can.
        Socket socket = gateway.socket();
        socket.getOutputStream().write(TestGateway.head(KEY, CUSTOM, "Content-Length: " + MIB));
        half.add(socket);
      }
      for (int i = 0; i < 20; i++) {
        assertThat(gateway.post(other.key(), CUSTOM, bytes("{\"name\":\"Quiet\"}")).status())
            .isEqualTo(202);
      }
    } finally {
      for (Socket socket : half) {
        socket.close();
      }
    }
  }

  @Test
  void aWeightCountsWithinSeconds() throws Exception {
    try (Socket mine = occupy(MIB * 19 / 10);
        Socket others = occupy(other.key(), MIB / 2)) {
      assertThat(mine.isConnected() && others.isConnected()).isTrue();
      assertThat(gateway.custom("\"name\":\"Even\"").status()).isEqualTo(503);

      weigh(99);
      Await.until(
          "the weight to count",
          Duration.ofSeconds(5),
          () -> gateway.custom("\"name\":\"Weighty\"").status(),
          status -> status == 202);

      assertThat(gateway.post(other.key(), CUSTOM, bytes("{\"name\":\"Light\"}")).status())
          .isEqualTo(503);
    } finally {
      weigh(1);
    }
    Await.until(
        "even weights",
        () -> {
          try (Socket mine = occupy(MIB * 19 / 10);
              Socket others = occupy(other.key(), MIB / 2)) {
            assertThat(mine.isConnected() && others.isConnected()).isTrue();
            return gateway.custom("\"name\":\"Even\"").status();
          } finally {
            gateway.awaitNothingInFlight();
          }
        },
        status -> status == 503);
  }

  private static void weigh(int weight) {
    gateway.update("UPDATE tenant SET weight = ? WHERE tenant_id = ?", weight, gateway.tenant());
  }

  @Test
  void aBacklogStopsNewsOfItsTenantButNeitherRepeatsNorTheSevereNorOthers() {
    assertThat(gateway.custom("\"name\":\"Known\"").status()).isEqualTo(202);
    double before = gateway.metric("imas_ingest_refused_total", "shed_backlog");
    backlogOf(1_500);

    assertShed(gateway.custom("\"name\":\"News\""), "shed_backlog", before);
    assertThat(gateway.custom("\"name\":\"Known\"").status()).isEqualTo(202);
    assertThat(gateway.custom("\"name\":\"Urgent\",\"severity\":\"P1\"").status()).isEqualTo(202);
    assertThat(gateway.post(other.key(), CUSTOM, bytes("{\"name\":\"Elsewhere\"}")).status())
        .isEqualTo(202);

    backlogOf(2_500);

    assertShed(
        gateway.custom("\"name\":\"Urgent 2\",\"severity\":\"P1\""), "shed_backlog", before + 1);
    assertThat(gateway.custom("\"name\":\"Known\"").status()).isEqualTo(202);
    assertThat(gateway.post(other.key(), CUSTOM, bytes("{\"name\":\"Elsewhere 2\"}")).status())
        .isEqualTo(202);
    assertThat(gateway.metric("imas_ingest_shed_total", gateway.tenant().toString()))
        .isGreaterThanOrEqualTo(2);

    gateway.database().execute("DELETE FROM outbox WHERE group_key = 'backlog'");
    Await.until(
        "news to be taken again",
        Duration.ofSeconds(10),
        () -> gateway.custom("\"name\":\"News\"").status(),
        status -> status == 202);
  }

  /** Pretends that core is behind by that much, and waits until the gateway knows. */
  private static void backlogOf(int rows) {
    gateway
        .database()
        .execute(
            """
            DELETE FROM outbox;
            INSERT INTO outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id, service_id,
                                received_at, starts_at, decision, group_key)
            SELECT '%s', gen_random_uuid(), 1, 1, 1, 3, gen_random_uuid(), gen_random_uuid(), now(), now(), 0, 'backlog'
              FROM generate_series(1, %d)\
            """
                .formatted(gateway.tenant(), rows));
    Await.until(
        "the gateway to see it", () -> gateway.metric("imas_ingest_backlog"), n -> n >= rows);
  }

  @Test
  void apiOfAlertmanagerIsShedInItsOwnWords() throws Exception {
    try (Socket occupied = occupy(3 * MIB)) {
      assertThat(occupied.isConnected()).isTrue();

      Reply reply = gateway.post(TestGateway.API_V2, "[{\"labels\":{\"alertname\":\"ShedV2\"}}]");

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.json().isTextual()).isTrue();
      assertThat(reply.header("retry-after")).isNotNull();
    }
  }

  @Test
  void roomIsGivenBackAfterEveryEnding() {
    assertThat(gateway.custom("\"name\":\"Fine\"").status()).isEqualTo(202);
    assertThat(gateway.post(CUSTOM, "{").status()).isEqualTo(400);
    assertThat(gateway.post(CUSTOM, " ".repeat(5 * MIB)).status()).isEqualTo(413);
    assertThat(gateway.post(TestGateway.ALERTMANAGER, "{}").status()).isEqualTo(422);
    assertThat(gateway.inFlightBytes()).isZero();
  }

  private static Connection lockAlerts() throws Exception {
    Connection lock = gateway.database().connect();
    lock.setAutoCommit(false);
    try (Statement statement = lock.createStatement()) {
      statement.execute("LOCK TABLE alert_state, alert_repeat IN ACCESS EXCLUSIVE MODE");
    }
    return lock;
  }

  @Test
  void whatWaitsTooLongIs503AndWhatIsInFlightIsAnsweredWithTheTruth() throws Exception {
    CompletableFuture<Reply> inFlight;
    List<CompletableFuture<Reply>> waiting = new ArrayList<>();
    try (Connection lock = lockAlerts()) {
      inFlight = gateway.postAsync(CUSTOM, "{\"name\":\"InFlight\"}");
      Await.until(
          "a commit to wait",
          () ->
              gateway
                  .database()
                  .count(
                      "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                          + " AND datname = current_database()"),
          n -> n > 0);
      for (int i = 0; i < 10; i++) {
        waiting.add(gateway.postAsync(CUSTOM, "{\"name\":\"Waits\"}"));
      }
      for (CompletableFuture<Reply> reply : waiting) {
        assertThat(reply.get().status()).isEqualTo(503);
        assertThat(reply.get().header("retry-after")).isEqualTo("1");
      }
      assertThat(inFlight).isNotDone();
      lock.rollback();
    }
    assertThat(inFlight.get().status()).isEqualTo(202);
    assertThat(gateway.alerts("name = 'Waits'")).isEmpty();
    assertThat(gateway.metric("imas_ingest_refused_total", "waited_too_long"))
        .isGreaterThanOrEqualTo(10);
  }

  @Test
  void senderThatGoesAwayWhileItsAlertIsCommittedLeavesNoRoomTaken() throws Exception {
    byte[] body = bytes("{\"name\":\"Impatient\"}");
    try (Connection lock = lockAlerts()) {
      try (Socket socket = gateway.socket()) {
        socket.getOutputStream().write(TestGateway.head(CUSTOM, "Content-Length: " + body.length));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
        Await.until("the post to be read", gateway::inFlightBytes, now -> now > 0);
      }
      lock.rollback();
    }
    gateway.awaitNothingInFlight();
    Await.until("it to be stored", () -> gateway.alerts("name = 'Impatient'"), a -> !a.isEmpty());
  }

  @Test
  void databaseThatIsGoneIs503WithinASecondAndNothingElseThenAllIsWellAgain() {
    String name = gateway.database().config().database();
    long acknowledged = 0;
    String onServer = "ALTER DATABASE " + name + " ALLOW_CONNECTIONS ";
    try (dev.imas.fixtures.database.TestDatabase elsewhere =
        dev.imas.fixtures.database.TestDatabase.create()) {
      elsewhere.execute(onServer + "false");
      elsewhere.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
      for (int i = 0; i < 20; i++) {
        long begun = System.nanoTime();
        Reply reply = gateway.custom("\"name\":\"Down " + i + "\"");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("retry-after")).isEqualTo("1");
      }
      // An unreadable body cannot be stored now, so its sender must keep it.
      assertThat(gateway.post(CUSTOM, "{").status()).isEqualTo(503);
      assertThat(TestGateway.send(gateway.to("/health/ready").GET()).status()).isEqualTo(503);
      assertThat(TestGateway.send(gateway.to("/health/live").GET()).status()).isEqualTo(200);
      elsewhere.execute(onServer + "true");
    }

    Predicate<Reply> stored = reply -> reply.status() == 202;
    Reply back = Await.until("posts again", () -> gateway.custom("\"name\":\"Back\""), stored);
    acknowledged += back.json().get("processed").asInt();
    assertThat(gateway.alert("Back").fireCount()).isEqualTo(acknowledged);
    assertThat(gateway.alerts("name LIKE 'Down %'")).isEmpty();
    assertThat(gateway.get("/api/v2/receivers").status()).isEqualTo(200);
    assertThat(gateway.post(KEY, CUSTOM, bytes("{\"name\":\"Back\"}")).status()).isEqualTo(202);
  }
}
