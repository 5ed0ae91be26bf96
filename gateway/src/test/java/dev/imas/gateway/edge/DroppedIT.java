package dev.imas.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import dev.imas.gateway.TestGateway.Source;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a rule drops is accepted, counted and kept, and opens nothing. */
class DroppedIT {

  private static final String RULES =
      """
      [{"name":"no tests","matchers":["env=\\"test\\""],"drop":"nobody works on it"},
       {"name":"s","matchers":["service=\\"by-rule\\""],"service":"ruled"}]\
      """;

  private static TestGateway gateway;
  private static int probes;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  private static void activate(String rules) {
    gateway.activateRules(gateway.tenant(), rules);
  }

  private static UUID serviceOfProbe() {
    String name = "probe " + ++probes;
    gateway.custom("\"name\":\"" + name + "\",\"labels\":{\"service\":\"by-rule\"}");
    return gateway.alert(name).service();
  }

  private static long rows(String of) {
    return gateway.database().count("SELECT count(*) FROM " + of);
  }

  private static Reply alertmanager(Source source, String... alerts) {
    String body = "{\"version\":\"4\",\"alerts\":[" + String.join(",", alerts) + "]}";
    return gateway.send(
        gateway
            .json(
                source.key(),
                "/api/v1/webhooks/alertmanager/",
                body.getBytes(StandardCharsets.UTF_8))
            .header("Prefer", "return=representation"));
  }

  private static String alert(String name, String env, String status) {
    return "{\"status\":\"%s\",\"labels\":{\"alertname\":\"%s\",\"env\":\"%s\"},\"startsAt\":\"2026-01-02T03:04:05Z\"}"
        .formatted(status, name, env);
  }

  @Test
  void aDroppedAlertIsCountedAndKeptWithItsRuleAndARecoveryIsApplied() {
    Source source = gateway.addSource(gateway.tenant(), "tests", "ANY");
    gateway.awaitLive(source.key());
    alertmanager(source, alert("Before", "test", "firing"));
    assertThat(gateway.alert("Before").status()).isEqualTo(1);
    UUID service = gateway.addService(gateway.tenant(), "ruled");
    activate(RULES);
    Await.until("the rules to be live", DroppedIT::serviceOfProbe, service::equals);

    Reply reply =
        alertmanager(
            source,
            alert("Dropped", "test", "firing"),
            alert("Kept", "prod", "firing"),
            alert("Dropped", "test", "firing"));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().at("/results/0/disposition").asText()).isEqualTo("dropped");
    assertThat(reply.json().at("/results/0/fingerprint").asText()).hasSize(32);
    assertThat(reply.json().at("/results/1/disposition").asText()).isEqualTo("opened");
    assertThat(gateway.ledger("dropped")).isEqualTo(2);
    assertThat(rows("alert WHERE name = 'Dropped'")).isZero();
    assertThat(
            rows("side_event WHERE fingerprint IS NOT NULL AND labels::jsonb ->> 'env' = 'test'"))
        .isEqualTo(2);
    assertThat(gateway.database().query("SELECT DISTINCT note FROM side_event"))
        .containsExactly("by rule no tests: nobody works on it");

    assertThat(alertmanager(source, alert("Before", "test", "resolved")).status()).isEqualTo(202);
    assertThat(gateway.alert("Before").status()).isEqualTo(2);
  }
}
