package dev.imas.gateway;

import static dev.imas.gateway.TestGateway.CUSTOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway.Reply;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GracefulStopIT {

  @Test
  void whatWasReadIsCommittedAndAnsweredAndNothingNewIsLetIn() throws Exception {
    TestGateway gateway =
        TestGateway.start("gateway.event-loops", "2", "gateway.longest-wait", "30s");
    List<CompletableFuture<Reply>> posts = new ArrayList<>();
    Future<Void> stopped;
    try (Connection lock = gateway.database().connect();
        Socket idle = gateway.socket()) {
      lock.setAutoCommit(false);
      try (Statement statement = lock.createStatement()) {
        statement.execute("LOCK TABLE alert_state, alert_repeat IN ACCESS EXCLUSIVE MODE");
      }
      for (int i = 0; i < 20; i++) {
        posts.add(gateway.postAsync(CUSTOM, "{\"name\":\"Last " + i + "\"}"));
      }
      Await.until("all posts to be read", gateway::inFlightBytes, bytes -> bytes >= 20 * 17);

      stopped = gateway.stop();

      Await.until("new connections to be refused", () -> refuses(gateway), refused -> refused);
      assertThat(stopped.isComplete()).isFalse();
      assertThat(idle.getInputStream().read()).as("idle connections are closed").isEqualTo(-1);
      lock.rollback();
    }

    for (CompletableFuture<Reply> post : posts) {
      assertThat(post.get().status()).isEqualTo(202);
    }
    Await.result(stopped.timeout(5, TimeUnit.SECONDS));
    assertThat(gateway.alerts("name LIKE 'Last %'")).hasSize(20);
    gateway.ledgerBalances();
    gateway.close();
  }

  private static boolean refuses(TestGateway gateway) {
    try (Socket socket = new Socket("localhost", gateway.port())) {
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  @Test
  void untilItStopsItServesOnAndSendsEverybodyElsewhere() {
    try (TestGateway gateway = TestGateway.start("gateway.event-loops", "2")) {
      Reply before = TestGateway.send(gateway.to("/health/accept").GET());
      assertThat(before.status()).isEqualTo(200);
      assertThat(before.json().path("status").asText()).isEqualTo("accepting");
      assertThat(before.headers()).doesNotContainKey("connection");

      gateway.announceStop();

      for (String path : List.of("/health/accept", "/health/ready")) {
        for (String method : List.of("GET", "HEAD", "OPTIONS")) {
          assertThat(
                  TestGateway.send(gateway.to(path).method(method, BodyPublishers.noBody()))
                      .status())
              .as(method + " " + path)
              .isEqualTo(503);
        }
      }
      assertThat(TestGateway.send(gateway.to("/health/accept").GET()).headers())
          .containsKey("retry-after");
      assertThat(TestGateway.send(gateway.to("/health/live").GET()).status()).isEqualTo(200);
      for (int i = 0; i < 20; i++) {
        Reply taken = gateway.custom("\"name\":\"Drained " + i + "\"");
        assertThat(taken.status()).isEqualTo(202);
        assertThat(taken.headers()).containsEntry("connection", "close");
      }
      assertThat(gateway.alerts("name LIKE 'Drained %'")).hasSize(20);
    }
  }

  @Test
  void stopIsBoundedWhenASenderNeverEndsItsBody() throws Exception {
    TestGateway gateway =
        TestGateway.start("gateway.event-loops", "1", "gateway.stop-timeout", "1s");
    try (Socket socket = gateway.socket()) {
      socket.getOutputStream().write(TestGateway.head(CUSTOM, "Content-Length: 1000"));
      socket.getOutputStream().flush();
      Await.until("the body to begin", gateway::inFlightBytes, bytes -> bytes > 0);

      Await.result(gateway.stop());
    }
    assertThatThrownBy(gateway::socket).hasCauseInstanceOf(IOException.class);
    gateway.ledgerBalances();
    gateway.close();
  }

  @Test
  void startedAgainOnTheSameDataItGoesOnWhereItWas() {
    try (TestGateway first = TestGateway.start("gateway.event-loops", "1")) {
      first.custom("\"name\":\"Kept\"");
      try (TestGateway second = first.startAnother("gateway.event-loops", "1")) {
        Reply reply = second.custom("\"name\":\"Kept\"");

        assertThat(reply.json().get("deduplicated").asInt()).isEqualTo(1);
      }
      first.ledgerBalances();
    }
  }
}
