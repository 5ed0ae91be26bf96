package dev.imas.notifier.channel.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.Secret;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.HttpAnswer;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.egress.Signature;
import dev.imas.notifier.egress.WebAddress;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookPartsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Outcome answer(int status, @Nullable String retryAfter) {
    return HttpAnswer.read(status, retryAfter, null, NOW);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void successIsAcceptance(int status) {
    assertThat(answer(status, null)).isEqualTo(new Outcome.Accepted(null, status));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
  void passingTroubleIsTriedAgain(int status) {
    assertThat(answer(status, null))
        .isEqualTo(new Outcome.Retry("HTTP " + status, status, null, status >= 500));
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308, 404, 409, 421, 423})
  void whatAnotherDeployMayMendIsWorthAFewTries(int status) {
    assertThat(answer(status, "5")).isInstanceOf(Outcome.MayHeal.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 402, 403, 405, 406, 410, 411, 413, 415, 422, 431, 451})
  void theRestIsRefused(int status) {
    assertThat(answer(status, "5")).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void retryAfterIsReadAsSecondsOrAsADate() {
    assertThat(answer(503, "120"))
        .isEqualTo(new Outcome.Retry("HTTP 503", 503, Duration.ofMinutes(2)));
    assertThat(answer(503, "Thu, 01 Jan 2026 00:01:00 GMT"))
        .isEqualTo(new Outcome.Retry("HTTP 503", 503, Duration.ofMinutes(1)));
    assertThat(answer(503, "soon")).isEqualTo(new Outcome.Retry("HTTP 503", 503, null));
    assertThat(answer(503, "99999999999999999999"))
        .isEqualTo(new Outcome.Retry("HTTP 503", 503, null));
  }

  @Test
  void aTargetPrintsNothingThatCouldBeASecret() {
    WebAddress target =
        WebAddress.parse("https://user:pw@hooks.example/services/T0/secret?token=abc", Set.of());
    assertThat(target.toString()).isEqualTo("https://hooks.example:443");
    assertThat(target.path()).isEqualTo("/services/T0/secret?token=abc");
    assertThat(target.authorization()).isEqualTo("Basic dXNlcjpwdw==");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "gopher://x/",
        "ftp://x/",
        "//x/y",
        "http:///x",
        "not a url",
        "http://x:0/",
        "http://x:99999/",
        "http://a\r\nX: y/"
      })
  void whatIsNoWebAddressIsNoTarget(String address) {
    assertThatThrownBy(() -> WebAddress.parse(address, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void portsCanBeLimited() {
    assertThat(WebAddress.parse("https://x.example/", Set.of(443)).port()).isEqualTo(443);
    assertThatThrownBy(() -> WebAddress.parse("http://x.example:22/", Set.of(80, 443)))
        .hasMessageContaining("22");
  }

  @Test
  void theSignatureCoversTimeAndBody() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    // printf '1767225600.{}' | openssl dgst -sha256 -hmac topsecret
    assertThat(Signature.of(new Secret("topsecret"), "1767225600", body))
        .isEqualTo("sha256=b7b414de1c27ce9eba69c2010ceb11cbc90f95418f0e36de63ac5c7d20950a34");
  }

  @Test
  void theBodyHasTheWordsOfTheAlertAsFields() {
    PageContent page = Pages.group("incident.resolved", "RESOLVED", 12_000, 0);
    JsonObject body =
        new JsonObject(
            new String(
                WebhookBody.of(Pages.to("https://x.example/", page, null)),
                StandardCharsets.UTF_8));
    assertThat(body.getJsonObject("labels").getString("cluster")).isEqualTo("eu");
    assertThat(body.getJsonObject("annotations").getString("summary")).isEqualTo("node-17 is down");
    assertThat(body.getJsonObject("links").getString("runbook"))
        .isEqualTo("https://runbooks.example/node");
    assertThat(body.getJsonObject("links").getString("monitoring"))
        .startsWith("https://prometheus.example/");
    assertThat(body.getString("alert_name")).isEqualTo("NodeDown");
    assertThat(body.getInteger("alert_count")).isEqualTo(12_000);
    assertThat(body.getInteger("firing_count")).isZero();
    assertThat(body.getString("color")).isEqualTo("#2e7d32");
    assertThat(body.getString("headline")).startsWith("✅ RESOLVED SEV1 INC-7F3K NodeDown");
  }

  @Test
  void theBodyHasTheEventFormAndTheFlatMembers() {
    JsonObject body =
        new JsonObject(
            new String(WebhookBody.of(Pages.to("https://x.example/")), StandardCharsets.UTF_8));
    assertThat(body.getString("event")).isEqualTo("incident.triggered");
    assertThat(body.getString("timestamp")).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(body.getString("delivery_id")).isEqualTo(Pages.DELIVERY.toString());
    assertThat(body.getString("source")).isEqualTo("imas-manager");
    assertThat(body.getString("event_type")).isEqualTo("incident");
    assertThat(body.getString("title")).isEqualTo("Database is down");
    assertThat(body.getString("description")).isEqualTo("no answer for 5 min");
    assertThat(body.getString("severity")).isEqualTo("SEV1_CRITICAL");
    assertThat(body.getString("status")).isEqualTo("TRIGGERED");
    assertThat(body.getString("service")).isEqualTo("orders-db");
    assertThat(body.getString("incident_id")).isEqualTo(Pages.INCIDENT.toString());
    assertThat(body.getJsonObject("links").getString("incident")).endsWith("/incidents/INC-7F3K");
    JsonObject incident = body.getJsonObject("data").getJsonObject("incident");
    assertThat(incident.getString("id")).isEqualTo(Pages.INCIDENT.toString());
    assertThat(incident.getString("short_id")).isEqualTo("7F3K");
    assertThat(incident.getString("url")).endsWith("/incidents/INC-7F3K");
    assertThat(incident.getJsonObject("service").getString("name")).isEqualTo("orders-db");
  }
}
