package dev.imas.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.demo.DemoPost;
import dev.imas.core.demo.DemoStorm;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.AlertLimits;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SourceOptions;
import dev.imas.gateway.decode.SourceProfile;
import dev.imas.gateway.sender.custom.CustomDecoder;
import dev.imas.gateway.sender.datadog.DatadogDecoder;
import dev.imas.gateway.sender.grafana.GrafanaDecoder;
import dev.imas.gateway.sender.prometheus.AlertmanagerApiV2Decoder;
import dev.imas.gateway.sender.prometheus.AlertmanagerWebhookDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The gateway can read what the demo posts. */
class DemoBodiesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void everyAlertOfTheStormIsReadAndOneIsBroken() {
    List<BrokenElement> broken = new ArrayList<>();
    for (DemoPost post : DemoStorm.of(300, "r1", NOW)) {
      List<Element> elements = read(post);
      assertThat(elements).as(post.body()).hasSize(post.alerts());
      elements.stream()
          .filter(BrokenElement.class::isInstance)
          .forEach(e -> broken.add((BrokenElement) e));
    }
    assertThat(broken).hasSize(1);
  }

  @Test
  void everyRecoveryFindsAnAlertThatFired() {
    List<IncomingAlert> alerts = new ArrayList<>();
    DemoStorm.of(300, "r1", NOW).stream()
        .flatMap(post -> read(post).stream())
        .filter(IncomingAlert.class::isInstance)
        .forEach(e -> alerts.add((IncomingAlert) e));
    var fired =
        alerts.stream()
            .filter(IncomingAlert::firing)
            .map(IncomingAlert::fingerprint)
            .collect(Collectors.toSet());

    List<IncomingAlert> recoveries = alerts.stream().filter(a -> !a.firing()).toList();
    assertThat(recoveries).hasSizeGreaterThan(25);
    assertThat(recoveries).allSatisfy(r -> assertThat(fired).contains(r.fingerprint()));
  }

  private static List<Element> read(DemoPost post) {
    byte[] body = post.body().getBytes(StandardCharsets.UTF_8);
    DecodeContext context =
        new DecodeContext(
            new TenantId(new UUID(0, 1)),
            SourceProfile.named(
                "a source", new UUID(0, 2), "ANY", Severity.SEV3_MEDIUM, SourceOptions.DEFAULT),
            NOW.toEpochMilli() * 1_000,
            AlertLimits.DEFAULT);
    Decoding decoding = decoder(post.path()).decode(body, body.length, context);
    assertThat(decoding).as(post.body()).isInstanceOf(Decoding.Read.class);
    return ((Decoding.Read) decoding).elements();
  }

  private static AlertDecoder decoder(String path) {
    return switch (path) {
      case "/api/v1/webhooks/alertmanager/" -> new AlertmanagerWebhookDecoder();
      case "/api/v2/alerts" -> new AlertmanagerApiV2Decoder();
      case "/api/v1/webhooks/datadog/" -> new DatadogDecoder();
      case "/api/v1/webhooks/grafana/" -> new GrafanaDecoder();
      case "/api/v1/webhooks/custom/" -> new CustomDecoder();
      default -> throw new IllegalArgumentException(path);
    };
  }
}
