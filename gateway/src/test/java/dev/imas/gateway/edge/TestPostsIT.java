package dev.imas.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import dev.imas.gateway.TestGateway.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is posted as a test is stored apart from what is real, and is refused where tests are not
 * taken.
 */
class TestPostsIT {

  private static final String TWO_STARTS =
      "{\"status\":\"%s\",\"labels\":{\"alertname\":\"%s\"},\"startsAt\":\"2026-01-02T03:04:05Z\"}";

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  private static Source source(String name, String mode) {
    Source source =
        gateway.addSource(
            gateway.tenant(), name, "ANY", "{\"test_mode\":\"" + mode + "\"}", true, null);
    gateway.awaitLive(source.key());
    return source;
  }

  private static Reply post(
      Source source, @Nullable String header, String name, String status, String... type) {
    byte[] body =
        ("{\"version\":\"4\",\"alerts\":[" + TWO_STARTS.formatted(status, name) + "]}")
            .getBytes(StandardCharsets.UTF_8);
    var request = gateway.json(source.key(), TestGateway.ALERTMANAGER, body);
    if (header != null) {
      request.header("X-IMAS-Test", header);
    }
    for (String one : type) {
      request.setHeader("Content-Type", one);
    }
    return gateway.send(request);
  }

  private static List<String> stored(String name) {
    return gateway
        .database()
        .query(
            "SELECT is_test || ' ' || status || ' ' || starts_with(group_key, 'test:') FROM"
                + " alert_state WHERE name = '"
                + name
                + "' ORDER BY is_test");
  }

  @Test
  void aTestAndWhatIsRealNeverMeet() {
    Source source = source("by header", "header");

    assertThat(post(source, null, "Both", "firing").json().path("test").isMissingNode()).isTrue();
    Reply test = post(source, "true", "Both", "firing");
    assertThat(test.status()).isEqualTo(202);
    assertThat(test.json().path("test").asBoolean()).isTrue();
    assertThat(test.json().path("opened").asInt()).as("a repeat of nothing").isEqualTo(1);
    assertThat(stored("Both")).containsExactly("false 1 false", "true 1 true");

    assertThat(post(source, "true", "Both", "resolved").json().path("resolved").asInt()).isOne();
    assertThat(stored("Both")).containsExactly("false 1 false", "true 2 true");
    assertThat(post(source, "false", "Both", "resolved").json().path("resolved").asInt()).isOne();
    assertThat(stored("Both")).containsExactly("false 2 false", "true 2 true");
  }

  @Test
  void aSourceMayTestAlways() {
    Source source = source("always", "always");
    assertThat(post(source, null, "Always", "firing").json().path("test").asBoolean()).isTrue();
    assertThat(stored("Always")).containsExactly("true 1 true");
  }

  @Test
  void aTestToAnotherSourceIsRefusedAndNotTakenForSomethingReal() {
    Source source = source("real", "off");
    Reply refused = post(source, "true", "Refused", "firing");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().path("detail").asText()).contains("takes no tests", "test_mode");
    assertThat(post(source, null, "Refused", "firing", "application/json; imas-test=true").status())
        .as("a type that says so of itself")
        .isEqualTo(403);
    assertThat(stored("Refused")).isEmpty();
    assertThat(post(source, "false", "Refused", "firing").status()).isEqualTo(202);
  }

  @Test
  void whatCannotBeReadOfATestStaysATest() {
    Source source = source("letters", "header");
    byte[] body = "{\"version\":\"4\",\"alerts\":[7]}".getBytes(StandardCharsets.UTF_8);
    gateway.send(
        gateway.json(source.key(), TestGateway.ALERTMANAGER, body).header("X-IMAS-Test", "true"));
    assertThat(
            gateway
                .database()
                .query(
                    "SELECT DISTINCT content_type FROM dead_letter WHERE source_id = '"
                        + source.id()
                        + "'"))
        .containsExactly("application/json; imas-test=true");
  }
}
