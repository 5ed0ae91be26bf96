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
 * More than can be taken in, and a database that is slow or gone. Marks: soft 2 MiB, hard 6 MiB.
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

  /** Takes that much room until closed: a body that has been announced and does not come. */
  private static Socket occupy(int bytes) throws IOException {
    double before = gateway.inFlightBytes();
    Socket socket = gateway.socket();
    socket.getOutputStream().write(TestGateway.head(CUSTOM, "Content-Length: " + bytes));
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
    try (Socket one = occupy(4 * MIB);
        Socket two = occupy(MIB - 1000)) {
      assertThat(one.isConnected() && two.isConnected()).isTrue();

      assertShed(
          gateway.custom(
              "\"name\":\"Full\",\"severity\":\"critical\",\"description\":\""
                  + "x".repeat(2_000)
                  + "\""),
          "shed_hard",
          before);
      // The tenant's mark, not the process's: others go on.
      assertThat(
              gateway
                  .post(other.key(), CUSTOM, bytes("{\"name\":\"M2\",\"severity\":\"high\"}"))
                  .status())
          .isEqualTo(202);
    }
    assertThat(gateway.alerts("name = 'Full'")).isEmpty();
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
      statement.execute("LOCK TABLE alert IN ACCESS EXCLUSIVE MODE");
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
    try (dev.imas.fixtures.TestDatabase elsewhere = dev.imas.fixtures.TestDatabase.create()) {
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
      // An unreadable body cannot be kept now, so its sender must keep it.
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
