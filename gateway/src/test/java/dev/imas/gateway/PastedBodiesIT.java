package dev.imas.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.bus.BodyPasted;
import dev.imas.core.bus.BodyReading;
import dev.imas.core.bus.BodyReading.ReadAlert;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a gateway reads a body that somebody pasted: as if posted, and leaving nothing behind. */
class PastedBodiesIT {

  private static TestGateway gateway;
  private static TestGateway.Source prometheus;
  private static TestGateway.Source custom;
  private static TestGateway.Source kuma;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
    prometheus =
        gateway.addSource(
            gateway.tenant(),
            "prometheus eu-1",
            "PROMETHEUS",
            "{\"ignored_labels\":[\"replica\"]}",
            true,
            null);
    custom = gateway.addSource(gateway.tenant(), "scripts", "CUSTOM");
    kuma = gateway.addSource(gateway.tenant(), "kuma", "UPTIME_KUMA");
    gateway.awaitLive(prometheus.key());
    gateway.awaitLive(kuma.key());
    Await.until(
        "the sources",
        () -> ask(custom.id(), "", "", "{\"name\":\"x\"}"),
        read -> read instanceof BodyReading);
  }

  @AfterAll
  static void stop() {
    assertThat(gateway.database().count("SELECT count(*) FROM alert")).isZero();
    assertThat(gateway.database().count("SELECT count(*) FROM dead_letter")).isZero();
    assertThat(gateway.ledger("accepted")).isZero();
    gateway.ledgerBalances();
    gateway.close();
  }

  /** A {@link BodyReading}, else the {@link ReplyException}. */
  private static Object ask(UUID source, String path, String contentType, String body) {
    BodyPasted pasted =
        new BodyPasted(gateway.tenant(), source, path, contentType, Buffer.buffer(body));
    return Await.result(
        gateway
            .vertx()
            .eventBus()
            .<String>request(BodyPasted.ADDRESS, pasted)
            .<Object>map(reply -> Json.read(reply.body(), BodyReading.class))
            .recover(Future::succeededFuture));
  }

  private static BodyReading read(UUID source, String path, String contentType, String body) {
    Object answer = ask(source, path, contentType, body);
    assertThat(answer).isInstanceOf(BodyReading.class);
    return (BodyReading) answer;
  }

  @Test
  void theUsualPathOfTheSourcesTypeIsTaken() {
    BodyReading reading =
        read(
            prometheus.id(),
            "",
            "",
            "[{\"labels\":{\"alertname\":\"Down\",\"severity\":\"critical\",\"replica\":\"a\"},"
                + "\"startsAt\":\"2026-01-02T03:04:05Z\"},{\"labels\":7}]");

    assertThat(reading.path()).isEqualTo("/api/v2/alerts");
    assertThat(reading.alertCount()).isEqualTo(1);
    ReadAlert alert = reading.alerts().getFirst();
    assertThat(alert.name()).isEqualTo("Down");
    assertThat(alert.firing()).isTrue();
    assertThat(alert.severity()).isEqualTo(Severity.SEV1_CRITICAL);
    assertThat(alert.startsAt()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(reading.brokenCount()).isEqualTo(1);
    assertThat(reading.broken().getFirst().pointer()).startsWith("/1");
  }

  @Test
  void formIsUnpackedAsIfPosted() {
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n"
            + "{\"monitor\":{\"id\":1,\"name\":\"Site\"},\"heartbeat\":{\"status\":0}}\r\n--b--";

    assertThat(read(kuma.id(), "", "multipart/form-data; boundary=b", form).alerts())
        .extracting(ReadAlert::name)
        .containsExactly("Site");
    ReplyException refused =
        (ReplyException) ask(kuma.id(), "", "multipart/form-data; boundary=c", form);
    assertThat(refused.failureCode()).isEqualTo(422);
    assertThat(refused).hasMessageContaining("not a multipart form");
  }

  @Test
  void theSourcesOptionsCount() {
    String body = "[{\"labels\":{\"alertname\":\"Down\",\"replica\":\"%s\"}}]";

    assertThat(read(prometheus.id(), "", "", body.formatted("a")).alerts().getFirst().fingerprint())
        .isEqualTo(
            read(prometheus.id(), "", "", body.formatted("b")).alerts().getFirst().fingerprint());
  }

  @Test
  void aStormIsCountedAndTheFirstAreTold() {
    BodyReading reading =
        read(prometheus.id(), "/api/v1/webhooks/alertmanager", "", TestGateway.storm("Many", 500));

    assertThat(reading.alertCount()).isEqualTo(500);
    assertThat(reading.alerts()).hasSize(BodyReading.MOST);
  }

  @ParameterizedTest
  @CsvSource({
    "/nowhere, '', '{}', 404, no source of type CUSTOM posts to /nowhere",
    "/api/v1/webhooks/grafana, '', '{}', 404, no source of type CUSTOM posts to",
    "'', image/png, '{}', 415, such content is not read there",
    "'', '', '{', 422, the body cannot be read: not valid JSON",
  })
  void whatCannotBeReadIsSaid(
      String path, String contentType, String body, int status, String why) {
    Object answer = ask(custom.id(), path, contentType, body);

    assertThat(answer).isInstanceOf(ReplyException.class);
    ReplyException refused = (ReplyException) answer;
    assertThat(refused.failureCode()).isEqualTo(status);
    assertThat(refused).hasMessageContaining(why);
    assertThat(refused.getMessage()).as("said once").containsOnlyOnce(why);
    assertThat(String.valueOf(refused.getMessage()).split("at byte", -1))
        .as("its place is said once at most")
        .hasSizeLessThan(3);
  }

  @Test
  void aSourceWithoutAKeyCannotPost() {
    Object answer = ask(UUID.randomUUID(), "", "", "{}");

    assertThat(((ReplyException) answer).failureCode()).isEqualTo(409);
  }

  @Test
  void whatAnotherVersionWroteIsRefused() {
    assertThatThrownBy(() -> Json.read("{\"path\":7,\"new\":1}", BodyReading.class))
        .isInstanceOf(IllegalStateException.class);
  }
}
