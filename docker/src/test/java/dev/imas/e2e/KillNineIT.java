package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.TestPostgres;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The process ends, killed or told to, while alerts arrive. What was answered 2xx is there
 * afterwards, once, and paged.
 */
final class KillNineIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Vertx vertx = Vertx.vertx();
  private final Path folder = TestPostgres.newFolder();
  private final FakeReceiver receiver = FakeReceiver.start(vertx);
  private final ImasProcess imas =
      new ImasProcess(
          folder,
          Map.of(
              "IMAS_NOTIFIER_WEBHOOK_ALLOW", "127.0.0.1",
              "IMAS_NOTIFIER_RECEIVER_RATE", "0",
              "IMAS_NOTIFIER_WEBHOOK_TIMEOUT", "900ms",
              "IMAS_SMTP_TIMEOUT", "900ms",
              // What the killed process had in hand is delivered again once its lease is over.
              "IMAS_NOTIFIER_LEASE", "13s",
              "IMAS_NOTIFIER_RETRY_FIRST", "200ms"));

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
  void whatWasAnsweredIsThereAfterAKillAndEachIncidentIsPaged() throws InterruptedException {
    Storm storm = Storm.start(imas);
    Await.until("alerts acknowledged", PATIENCE, storm::acknowledgedPosts, n -> n >= 1_500);

    imas.kill();
    storm.join();
    imas.start();

    long counted = everyAcknowledgedAlertIsThere(storm);
    assertThat(counted).isBetween(storm.acknowledgedPosts(), storm.sent());
    everyIncidentIsThereOnceAndPaged();
  }

  @Test
  void toldToStopItAnswersWhatItReadAndRefusesNothing() throws InterruptedException {
    Storm storm = Storm.start(imas);
    Await.until("alerts acknowledged", PATIENCE, storm::acknowledgedPosts, n -> n >= 1_000);

    assertThat(imas.stop()).isIn(0, 143);
    storm.join();
    imas.start();

    assertThat(storm.statuses()).containsOnlyKeys(202);
    long counted = everyAcknowledgedAlertIsThere(storm);
    assertThat(counted).isEqualTo(storm.acknowledgedPosts());
    everyIncidentIsThereOnceAndPaged();
  }

  private long everyAcknowledgedAlertIsThere(Storm storm) {
    Map<String, Long> stored = new HashMap<>();
    for (JsonNode alert : imas.list("/api/v1/alerts")) {
      stored.put(alert.path("labels").path("instance").asText(), alert.path("count").asLong());
    }
    storm
        .acknowledged()
        .forEach(
            (instance, posts) ->
                assertThat(stored.getOrDefault(instance, 0L))
                    .as("count of %s, acknowledged %s times", instance, posts)
                    .isGreaterThanOrEqualTo(posts.get()));
    long counted = stored.values().stream().mapToLong(Long::longValue).sum();
    JsonNode ledger = imas.api("/api/v1/ledger");
    assertThat(ledger.path("accepted").asLong()).isEqualTo(counted);
    assertThat(ledger.path("imbalance").asLong(-1)).isZero();
    assertThat(imas.command("ledger", "verify")).isZero();
    return counted;
  }

  private void everyIncidentIsThereOnceAndPaged() {
    Await.until(
        "every alert in an incident",
        PATIENCE,
        () -> imas.list("/api/v1/alerts").stream().filter(a -> a.path("incident").isNull()).count(),
        without -> without == 0);
    List<JsonNode> incidents = imas.list("/api/v1/incidents");
    Set<String> groups = new HashSet<>();
    incidents.forEach(
        i -> assertThat(groups.add(i.path("group_key").asText())).as("%s twice", i).isTrue());
    assertThat(incidents).hasSize(Storm.NAMES);
    Await.until(
        "a page for every incident",
        PATIENCE,
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
}
