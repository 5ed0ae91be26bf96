package dev.imas.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import dev.imas.gateway.TestGateway.Source;
import dev.imas.gateway.TestGateway.StoredAlert;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The same alerts end in the same state whether they come in one body, in many, or in another
 * order. The tests of the committer cover the order of events of one alert; here several alerts
 * share bodies and batches.
 */
class GroupingIT {

  private static final int ALERTS = 40;

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "2", "gateway.max-batch", "50");
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  /** An entry of a webhook, in which {@code RUN} is replaced by the run it belongs to. */
  private static String entry(int alert, boolean firing, Instant starts) {
    return "{\"status\":\"%s\",\"labels\":{\"alertname\":\"A%d\",\"run\":\"RUN\"},\"startsAt\":\"%s\"}"
        .formatted(firing ? "firing" : "resolved", alert, starts);
  }

  @Test
  void firingsAreCountedAlikeInAnyGroupsAndOrder() {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    List<String> entries = new ArrayList<>();
    Instant starts = gateway.clock().instant().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
    for (int alert = 0; alert < ALERTS; alert++) {
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        entries.add(entry(alert, true, starts));
      }
    }

    Run one = run(List.of(entries));
    for (int i = 0; i < 3; i++) {
      Run other = run(inPieces(entries, random));

      assertThat(other.states()).as("seed %d", seed).isEqualTo(one.states());
      assertThat(other.ledger()).as("seed %d", seed).isEqualTo(one.ledger());
    }
    assertThat(one.states()).hasSize(ALERTS);
  }

  @Test
  void episodesEndAlikeInAnyGroupsAndOrder() {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    List<String> entries = new ArrayList<>();
    Instant now = gateway.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    for (int alert = 0; alert < ALERTS; alert++) {
      int episodes = 1 + random.nextInt(3);
      for (int e = 0; e < episodes; e++) {
        Instant starts = now.minusSeconds(600L - 100 * e);
        entries.add(entry(alert, true, starts));
        if (random.nextBoolean()) {
          entries.add(entry(alert, true, starts));
        }
        if (e < episodes - 1 || random.nextBoolean()) {
          entries.add(entry(alert, false, starts));
        }
      }
    }

    Run one = run(List.of(entries));
    for (int i = 0; i < 3; i++) {
      Run other = run(inPieces(entries, random));

      assertThat(firing(other)).as("seed %d", seed).isEqualTo(firing(one));
      assertThat(other.ledger().get("accepted")).isEqualTo(entries.size());
    }
    assertThat(one.ledger().get("accepted")).isEqualTo(entries.size());
    assertThat(firing(one).values()).contains(true, false);
  }

  private static Map<String, Boolean> firing(Run run) {
    Map<String, Boolean> firing = new TreeMap<>();
    run.states().forEach((name, state) -> firing.put(name, state.startsWith("1 ")));
    return firing;
  }

  private static List<List<String>> inPieces(List<String> entries, Random random) {
    List<String> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, random);
    List<List<String>> bodies = new ArrayList<>();
    for (int at = 0; at < shuffled.size(); ) {
      int end = Math.min(shuffled.size(), at + 1 + random.nextInt(12));
      bodies.add(shuffled.subList(at, end));
      at = end;
    }
    return bodies;
  }

  /**
   * A stalled machine may refuse a request for overload, before anything of it is stored. Like a
   * sender, this posts it again a little later.
   */
  private static CompletableFuture<Reply> send(Source source, byte[] body, int tries) {
    return TestGateway.sendAsync(gateway.json(source.key(), TestGateway.ALERTMANAGER, body))
        .thenCompose(
            reply ->
                reply.status() == 503 && tries > 1
                    ? CompletableFuture.supplyAsync(
                            () -> tries - 1,
                            CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS))
                        .thenCompose(left -> send(source, body, left))
                    : CompletableFuture.completedFuture(reply));
  }

  /**
   * @return by name: status, times fired
   */
  private record Run(Map<String, String> states, Map<String, Long> ledger) {}

  /** Posts the bodies at the same time, to a source of their own; refused ones again. */
  private static Run run(List<List<String>> bodies) {
    String name = "run-" + UUID.randomUUID();
    Source source = gateway.addSource(gateway.tenant(), name, "ALERTMANAGER");
    gateway.awaitLive(source.key());
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (List<String> entries : bodies) {
      String body = "{\"alerts\":[" + String.join(",", entries) + "]}";
      replies.add(send(source, body.replace("RUN", name).getBytes(StandardCharsets.UTF_8), 100));
    }
    replies.forEach(reply -> assertThat(reply.join().status()).isEqualTo(202));
    Map<String, String> states = new TreeMap<>();
    for (StoredAlert alert : gateway.alerts()) {
      if (name.equals(alert.labels().get("run"))) {
        states.put(alert.name(), alert.status() + " " + alert.fireCount());
      }
    }
    Map<String, Long> ledger = new TreeMap<>();
    for (String column :
        List.of("accepted", "opened", "deduplicated", "resolved", "reopened", "stale")) {
      ledger.put(
          column,
          gateway
              .database()
              .count(
                  "SELECT coalesce(sum("
                      + column
                      + "), 0) FROM ledger WHERE source_id = '"
                      + source.id()
                      + "'"));
    }
    return new Run(states, ledger);
  }
}
