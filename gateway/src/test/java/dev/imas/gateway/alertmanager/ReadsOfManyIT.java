package dev.imas.gateway.alertmanager;

import static dev.imas.gateway.TestGateway.API_V2;
import static dev.imas.gateway.TestGateway.CUSTOM;
import static dev.imas.gateway.TestGateway.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.RawHttp;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How reading a storm's alerts affects those who post alerts meanwhile. */
class ReadsOfManyIT {

  private static final int MANY = 21_000;
  private static final Duration SOON = Duration.ofSeconds(8);

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1", "gateway.longest-wait", "20s");
    for (int from = 0; from < MANY; from += 3_000) {
      StringBuilder body = new StringBuilder();
      for (int i = from; i < from + 3_000; i++) {
        body.append(body.isEmpty() ? "[" : ",")
            .append(
                "{\"labels\":{\"alertname\":\"Many\",\"i\":\"%d\",\"l\":\"%s\"}}"
                    .formatted(i, "a".repeat(200)));
      }
      assertThat(gateway.post(API_V2, body.append(']').toString()).status()).isEqualTo(200);
    }
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static CompletableFuture<Reply> asks(String path, String filter) {
    return TestGateway.sendAsync(
        gateway
            .withKey(path + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8), KEY)
            .GET());
  }

  private static void postsAreTakenIn(String name) {
    for (int i = 0; i < 10; i++) {
      long begun = System.nanoTime();
      assertThat(gateway.post(CUSTOM, "{\"name\":\"%s %d\"}".formatted(name, i)).status())
          .isEqualTo(202);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }
  }

  @Test
  void moreThanAnAnswerByGroupsHoldsIs400AndTheListIsStreamed() {
    CompletableFuture<Reply> groups = asks(API_V2 + "/groups", "alertname=Many");
    postsAreTakenIn("beside groups");

    assertThat(groups.join().status()).isEqualTo(400);
    assertThat(groups.join().json().isTextual()).isTrue();
    assertThat(groups.join().json().asText()).contains("more than 20000 alerts");
    assertThat(asks(API_V2, "alertname=Many").join().json()).hasSize(MANY);
    assertThat(asks(API_V2 + "/groups", "i=~\"7..\"").join().json().at("/0/alerts")).hasSize(100);
  }

  @Test
  void expressionThatIsDearOverSoManyAlertsIs400AndHoldsNobodyUp() {
    List<CompletableFuture<Reply>> dear = new ArrayList<>();
    for (String path : List.of(API_V2, API_V2 + "/groups")) {
      dear.add(asks(path, "l=~\"(?:a*){0,398}Z\""));
    }
    postsAreTakenIn("beside a dear filter");

    for (CompletableFuture<Reply> one : dear) {
      assertThat(one.join().status()).isEqualTo(400);
      assertThat(one.join().json().asText()).contains("takes too long");
    }
    assertThat(asks(API_V2, "i=7,l=~\"(?:a*){0,398}\"").join().json()).hasSize(1);
  }

  @Test
  void answerWhoseFilterGetsTooDearHalfwayIsNeverTakenForAWholeOne() {
    String path =
        API_V2 + "?filter=" + URLEncoder.encode("l=~\"(?:a*){0,60}\"", StandardCharsets.UTF_8);
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.send(
          "GET " + path + " HTTP/1.1\r\nHost: imas\r\nAuthorization: Bearer " + KEY + "\r\n\r\n");

      String answer = client.untilClosed(Duration.ofSeconds(60));

      assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("chunked");
      assertThat(answer).contains("\"alertname\":\"Many\"");
      assertThat(answer).doesNotEndWith("\r\n0\r\n\r\n").doesNotEndWith("]\r\n");
    }
  }

  @Test
  void crowdOfReadersIsServedInTurnOrToldToAskAgain() {
    List<CompletableFuture<Reply>> crowd = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      crowd.add(asks(API_V2, "i=~\"" + i + "..\""));
    }
    postsAreTakenIn("beside a crowd");

    for (CompletableFuture<Reply> one : crowd) {
      assertThat(one.join().status()).isIn(200, 503);
      if (one.join().status() == 503) {
        assertThat(one.join().header("retry-after")).isNotNull();
        assertThat(one.join().json().isTextual()).isTrue();
      }
    }
    assertThat(crowd.stream().map(one -> one.join().status())).contains(200);
  }
}
