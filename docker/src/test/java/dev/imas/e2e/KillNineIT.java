package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.TestPostgres;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The process is killed while alerts arrive. What was answered 2xx must be there afterwards, once,
 * and paged.
 */
final class KillNineIT {

  private static final int SENDERS = 8;
  private static final int NAMES = 12;

  private final Vertx vertx = Vertx.vertx();
  private final Path folder = TestPostgres.newFolder();
  private final FakeReceiver receiver = FakeReceiver.start(vertx);
  private final ImasProcess imas =
      new ImasProcess(
          folder,
          Map.of(
              "IMAS_NOTIFIER_WEBHOOK_ALLOW", "127.0.0.1",
              "IMAS_NOTIFIER_RECEIVER_RATE", "0",
              "IMAS_NOTIFIER_LEASE", "2s",
              "IMAS_NOTIFIER_RETRY_FIRST", "200ms"));

  /** Acknowledged posts by the alert's instance label. */
  private final Map<String, AtomicInteger> acknowledged = new ConcurrentHashMap<>();

  private final AtomicLong sent = new AtomicLong();

  @BeforeEach
  void start() {
    imas.start();
    imas.page(receiver.url("/page"));
  }

  @AfterEach
  void stop() {
    imas.close();
    receiver.close();
    Await.result(vertx.close());
    TestPostgres.delete(folder);
  }

  @Test
  void whatWasAnsweredIsThereAfterAKillAndEachIncidentIsPagedOnce() throws InterruptedException {
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      int number = i;
      senders.add(Thread.ofVirtual().start(() -> post(number)));
    }
    Await.until(
        "alerts acknowledged", Duration.ofSeconds(30), this::acknowledgedPosts, n -> n >= 1_500);

    imas.kill();
    for (Thread sender : senders) {
      sender.join();
    }
    imas.start();

    Map<String, Long> stored = new HashMap<>();
    for (JsonNode alert : imas.list("/api/v1/alerts")) {
      stored.put(alert.path("labels").path("instance").asText(), alert.path("count").asLong());
    }
    acknowledged.forEach(
        (instance, posts) ->
            assertThat(stored.getOrDefault(instance, 0L))
                .as("count of %s, acknowledged %s times", instance, posts)
                .isGreaterThanOrEqualTo(posts.get()));
    long counted = stored.values().stream().mapToLong(Long::longValue).sum();
    assertThat(counted).isBetween(acknowledgedPosts(), sent.get());
    assertThat(imas.api("/api/v1/ledger").path("accepted").asLong()).isEqualTo(counted);
    assertThat(imas.command("ledger", "verify")).isZero();

    // Core follows a moment later: an incident per alert name, none twice, each paged.
    Await.until(
        "every alert in an incident",
        Duration.ofSeconds(30),
        () -> imas.list("/api/v1/alerts").stream().filter(a -> a.path("incident").isNull()).count(),
        without -> without == 0);
    List<JsonNode> incidents = imas.list("/api/v1/incidents");
    Set<String> groups = new HashSet<>();
    incidents.forEach(i -> assertThat(groups.add(i.path("group_key").asText())).isTrue());
    assertThat(incidents).hasSize(NAMES);
    Await.until(
        "a page for every incident",
        Duration.ofSeconds(30),
        () -> incidents.stream().filter(i -> pagesOf(i) == 0).count(),
        unpaged -> unpaged == 0);
  }

  private long pagesOf(JsonNode incident) {
    return receiver.requests().stream()
        .filter(
            r ->
                r.body().contains(incident.path("id").asText())
                    && r.body().contains("incident.triggered"))
        .count();
  }

  private long acknowledgedPosts() {
    return acknowledged.values().stream().mapToLong(AtomicInteger::get).sum();
  }

  /**
   * Posts until it gets no answer: each alert several times, so that repeats are on their way too.
   */
  private void post(int sender) {
    for (int i = 0; ; i++) {
      String instance = sender + "-" + i / 3;
      String body =
          """
          {"version":"4","alerts":[{"status":"firing","labels":{"alertname":"Storm%d","severity":"critical","instance":"%s"},
          "annotations":{"value":"%d"},"startsAt":"2026-11-20T08:00:00Z"}]}\
          """
              .formatted((i / 3) % NAMES, instance, i);
      sent.incrementAndGet();
      int status = imas.post("/api/v1/webhooks/alertmanager/", body);
      if (status == -1) {
        return;
      }
      if (status / 100 == 2) {
        acknowledged.computeIfAbsent(instance, key -> new AtomicInteger()).incrementAndGet();
      }
    }
  }
}
