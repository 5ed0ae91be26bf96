package dev.imas.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Disposition;
import dev.imas.core.platform.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The generator against real sockets, with servers that misbehave. */
@ExtendWith(VertxExtension.class)
class LoadGeneratorIT {

  private static final LoadGenerator.Progress SILENT = (since, counts, latencies, waiting) -> {};

  @Test
  void inAnOpenLoopOneStallIsFeltByAllPostsThatWereDueMeanwhile(Vertx timers) {
    AtomicInteger posts = new AtomicInteger();
    AtomicBoolean stalled = new AtomicBoolean();
    List<HttpServerResponse> held = new CopyOnWriteArrayList<>();
    try (StandIn server =
            StandIn.answering(
                (request, body) -> {
                  if (posts.incrementAndGet() == 100) {
                    stalled.set(true);
                    timers.setTimer(
                        500,
                        over -> {
                          stalled.set(false);
                          held.forEach(response -> response.setStatusCode(202).end());
                        });
                  }
                  if (stalled.get()) {
                    held.add(request.response());
                  } else {
                    request.response().setStatusCode(202).end();
                  }
                });
        LoadGenerator generator = generator(server.endpoint(), 4, "--distinct=40")) {
      generator.open();
      PhaseResult result =
          generator.run(new Phase(200, Duration.ofSeconds(2), Duration.ZERO), SILENT);

      assertThat(result.counts().sent).isEqualTo(400);
      assertThat(result.counts().successful()).isEqualTo(400);
      assertThat(result.notSent()).isZero();
      assertThat(result.longestQueue()).isGreaterThan(50);
      // Half a second at 200 posts a second: a closed loop would have seen four slow answers.
      long slow = result.latencies().getCountBetweenValues(50_000_000, LoadLoop.LONGEST_LATENCY);
      assertThat(slow).isGreaterThan(60);
    }
  }

  @Test
  void whatIsDueBeyondTheBoundIsCountedAsNotSent() {
    try (StandIn server = StandIn.answering((request, body) -> {});
        LoadGenerator generator =
            generator(server.endpoint(), 2, "--distinct=20", "--timeout=300ms")) {
      generator.open();
      PhaseResult result =
          generator.run(new Phase(2_000, Duration.ofSeconds(1), Duration.ZERO), SILENT);

      assertThat(result.counts().answered()).isZero();
      assertThat(result.counts().timedOut).isEqualTo(result.counts().sent).isGreaterThan(4);
      assertThat(result.notSent() + result.counts().sent).isEqualTo(2_000);
      Expectation sent = generator.expectation(0);
      assertThat(sent.sent()).isEqualTo(result.counts().sent);
      assertThat(sent.acknowledged()).isZero();
      assertThat(sent.least(Disposition.OPENED)).isZero();
      assertThat(sent.most(Disposition.OPENED)).isBetween(2L, 20L);
    }
  }

  @Test
  void everyEndOfAConnectionIsCountedAndAnotherIsMade() {
    AtomicInteger posts = new AtomicInteger();
    try (StandIn server =
            StandIn.answering(
                (request, body) -> {
                  switch (posts.incrementAndGet() % 5) {
                    case 0 -> request.connection().close();
                    case 1 ->
                        request
                            .response()
                            .setStatusCode(202)
                            .putHeader("connection", "close")
                            .end("gone");
                    case 2 -> request.response().setStatusCode(503).end("later");
                    case 3 -> request.response().setStatusCode(202).setChunked(true).end("well");
                    default -> request.response().setStatusCode(202).end();
                  }
                });
        LoadGenerator generator = generator(server.endpoint(), 3, "--distinct=30")) {
      generator.open();
      PhaseResult result = generator.run(Phase.saturation(Duration.ofSeconds(1)), SILENT);

      RequestCounts counts = result.counts();
      assertThat(counts.reset).isGreaterThan(3);
      assertThat(counts.byCode()).containsOnlyKeys(202, 503);
      assertThat(counts.sent).isEqualTo(posts.get());
      assertThat(counts.answered() + counts.reset).isEqualTo(counts.sent);
      assertThat(counts.reconnected).isGreaterThanOrEqualTo(counts.reset * 2 - 3);
      assertThat(generator.firstRefusal()).isEqualTo("503 later");
      Expectation sent = generator.expectation(0);
      assertThat(sent.sent()).isEqualTo(counts.sent);
      assertThat(sent.acknowledged()).isEqualTo(counts.successful());
    }
  }

  @Test
  void nobodyThereIsSaidAtOnce() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (LoadGenerator generator =
        generator(new Endpoint("127.0.0.1", free, ""), 2, "--distinct=20")) {
      assertThatThrownBy(generator::open)
          .isInstanceOfSatisfying(StormFailure.class, e -> assertThat(e.exitCode()).isEqualTo(5))
          .hasMessageContaining("127.0.0.1:" + free);
    }
  }

  @ParameterizedTest
  @EnumSource(AlertFormat.class)
  void bodiesAreJsonWhoseValuesDifferFromPostToPost(AlertFormat format) throws IOException {
    try (StandIn server =
            StandIn.answering((request, body) -> request.response().setStatusCode(202).end());
        LoadGenerator generator =
            generator(
                server.endpoint(),
                1,
                "--format=" + format,
                "--distinct=3",
                "--label=team=x",
                "--recoveries=0.2")) {
      generator.open();
      generator.run(new Phase(200, Duration.ofMillis(500), Duration.ZERO), SILENT);

      Map<String, Integer> seen = new HashMap<>();
      for (String body : server.bodies()) {
        JsonNode json = Json.MAPPER.readTree(body);
        assertThat(json.isMissingNode()).isFalse();
        assertThat(body).contains("team").doesNotContain("«", "‹", "\0");
        seen.merge(body, 1, Integer::sum);
      }
      assertThat(server.bodies()).hasSize(100);
      assertThat(seen.size()).isGreaterThan(95);
    }
  }

  @Test
  void aBareServerOfItsOwnIsStartedAndEnded() {
    long child;
    try (ChildServer floor = ChildServer.floor(2);
        LoadGenerator generator = generator(floor.endpoint(), 8, "--distinct=all")) {
      generator.open();
      PhaseResult result = generator.run(Phase.saturation(Duration.ofMillis(500)), SILENT);

      assertThat(result.counts().byCode()).containsOnlyKeys(202);
      assertThat(result.counts().errors()).isZero();
      child = floor.pid();
      assertThat(ProcessHandle.of(child)).isPresent();
      if (Listeners.find().withServersOf(floor.endpoint().port()).isEmpty()) {
        assertThat(Processors.read().total()).as("there is no /proc").isZero();
      } else {
        assertThat(Listeners.find().withServersOf(floor.endpoint().port())).containsExactly(child);
        assertThat(Processors.known(List.of(child))).containsKey(child);
      }
    }
    assertThat(ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }

  private static LoadGenerator generator(Endpoint target, int connections, String... options) {
    String[] all = new String[options.length + 2];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "--floor";
    all[options.length + 1] = "--connections=" + connections;
    LoadPlan plan = StormOptionsTest.plan(all);
    return new LoadGenerator(
        target, plan.shape(), plan.senders(), plan.settings(), "run", 1, plan.longest());
  }
}
