package dev.imas.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import dev.imas.gateway.decode.Mutation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** PostgreSQL accepts whatever the gateway reads: no body makes a row that it refuses. */
class MutatedBodiesIT {

  private static final int ROUNDS = 60;

  /** A group key with every label, which an index must hold. */
  private static final String RULES = "[{\"name\":\"all\",\"matchers\":[],\"group_by\":[\"...\"]}]";

  private static final Map<String, List<String>> FILES =
      Map.of(
          TestGateway.ALERTMANAGER,
          List.of(
              "alertmanager-webhook/multi-two-hosts-firing.json",
              "malformed/lone-surrogate.json",
              "malformed/nul-character.json",
              "malformed/bad-timestamps.json",
              "malformed/label-values-not-strings.json"),
          TestGateway.API_V2,
          List.of("alertmanager-api-v2/post-ha-example-6-alerts.json"),
          TestGateway.GRAFANA,
          List.of(
              "grafana-unified/v12-test-alert-relative-generator-url.json",
              "grafana-legacy/alerting-zeta-cpu.json"),
          TestGateway.DATADOG,
          List.of("datadog/warn-p2-unauthorized.json", "datadog/triggered-database-id.json"),
          TestGateway.CUSTOM,
          List.of("custom/imas-single.json", "malformed/number-overflow.json"));

  @Test
  void whateverIsReadIsStored() {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    try (TestGateway gateway = TestGateway.start("gateway.event-loops", "2")) {
      gateway.activateRules(gateway.tenant(), RULES);
      AtomicInteger probes = new AtomicInteger();
      Await.until(
          "the rules to be live",
          () -> {
            String name = "Probe " + probes.incrementAndGet();
            gateway.custom("\"name\":\"" + name + "\"");
            return gateway.alert(name).ruleSetVersion();
          },
          version -> version == 1);
      int stored = 0;
      for (int round = 0; round < ROUNDS; round++) {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        FILES.forEach(
            (path, files) ->
                files.forEach(
                    file -> {
                      byte[] body = Mutation.of(TestGateway.payload(file), random);
                      replies.add(TestGateway.sendAsync(gateway.json(TestGateway.KEY, path, body)));
                    }));
        for (CompletableFuture<Reply> reply : replies) {
          int status = reply.join().status();
          assertThat(status).as("seed %d: %s", seed, reply.join().body()).isIn(200, 202, 400, 422);
          stored += status < 300 ? 1 : 0;
        }
      }

      // About one in eight survives its mutations; the rest of the test uses those.
      assertThat(stored).as("seed %d", seed).isGreaterThan(ROUNDS / 4);
      assertThat(gateway.metric("imas_ingest_rows_refused_total")).as("seed %d", seed).isZero();
      assertThat(gateway.metric("imas_ingest_batches_failed_total")).isZero();
      gateway.ledgerBalances();
      gateway.awaitNothingInFlight();
    }
  }
}
