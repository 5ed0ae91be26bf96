package dev.imas.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.CpuTime;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A tenant has rules that take half a second an alert, and seven minutes for all of them. That
 * tenant waits for them, and the others do not.
 */
class DearRulesIT {

  /** Of the one event loop. Each dear body that it routed would take half a second of it. */
  private static final Duration FEW_BODIES = Duration.ofSeconds(8);

  private static String dearRules() {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rules.add(
          "{\"name\":\"dear %d\",\"matchers\":[\"l=~\\\"(?:a*){0,%d}Z\\\"\"],\"severity\":\"P4\"}"
              .formatted(i, 398 - i));
    }
    return "[" + String.join(",", rules) + "]";
  }

  private static byte[] alerts(String name, int count) {
    List<String> alerts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      alerts.add(
          "{\"name\":\"%s\",\"labels\":{\"l\":\"%s\",\"n\":\"%d\"}}"
              .formatted(name, "a".repeat(1_000), i));
    }
    return ("[" + String.join(",", alerts) + "]").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void rulesOfOneTenantCostItselfAlone() {
    try (TestGateway gateway = TestGateway.start("gateway.event-loops", "1")) {
      Map<UUID, String> keys = gateway.addTenants(1);
      UUID dear = keys.keySet().iterator().next();
      String dearKey = Objects.requireNonNull(keys.get(dear));
      double before = gateway.metric("imas_routing_generation");
      gateway.activateRules(dear, dearRules());
      Await.until(
          "the rules to be live",
          () -> gateway.metric("imas_routing_generation"),
          now -> now > before);

      List<CompletableFuture<Reply>> posts = new ArrayList<>();
      CpuTime.ofEventLoopsWithin(
          FEW_BODIES,
          () -> {
            for (int i = 0; i < 40; i++) {
              posts.add(
                  TestGateway.sendAsync(
                      gateway.json(dearKey, TestGateway.CUSTOM, alerts("Dear " + i, 20))));
            }
            for (int i = 0; i < 5; i++) {
              assertThat(gateway.post(TestGateway.CUSTOM, alerts("Cheap " + i, 1)).status())
                  .isEqualTo(202);
            }
            assertThat(posts.stream().map(CompletableFuture::join).map(Reply::status))
                .containsOnly(503);
          });

      assertThat(gateway.metric("imas_ingest_shed_total", "shed_routing")).isPositive();
      assertThat(gateway.post(dearKey, TestGateway.CUSTOM, alerts("Dear", 1)).status())
          .as("one at a time it goes, however slowly")
          .isIn(202, 503);
    }
  }
}
