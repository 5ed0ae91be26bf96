package dev.imas.gateway.sender.prometheus;

import static dev.imas.gateway.decode.Bodies.WEBHOOK;
import static dev.imas.gateway.decode.Bodies.flags;
import static dev.imas.gateway.decode.Bodies.one;
import static dev.imas.gateway.decode.Bodies.refused;
import static dev.imas.gateway.decode.Bodies.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SourceOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AlertmanagerWebhookDecoderTest {

  private static IncomingAlert with(String config, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return Bodies.alerts(
            WEBHOOK.decode(bytes, bytes.length, Bodies.context(Bodies.options(config))))
        .getFirst();
  }

  @Test
  void commonLabelsAreMergedWhetherTheyComeFirstOrLast() {
    String alerts = "\"alerts\":[{\"labels\":{\"alertname\":\"X\",\"b\":\"own\"}}]";
    String common = "\"commonLabels\":{\"a\":\"1\",\"b\":\"common\",\"z\":\"2\"}";

    IncomingAlert first = one(WEBHOOK, "{" + common + "," + alerts + "}");
    IncomingAlert last = one(WEBHOOK, "{" + alerts + "," + common + "}");

    assertThat(first)
        .usingRecursiveComparison()
        .ignoringFields("bodyStart", "bodyEnd")
        .isEqualTo(last);
    assertThat(first.labels().toMap())
        .isEqualTo(Map.of("a", "1", "alertname", "X", "b", "own", "z", "2"));
  }

  @Test
  void statusOfTheEnvelopeCountsOnlyWhereTheEntryHasNone() {
    String body =
        "{\"status\":\"resolved\",\"alerts\":[{\"labels\":{\"alertname\":\"X\"},\"status\":%s}]}";

    assertThat(one(WEBHOOK, body.formatted("\"firing\"")).firing()).isTrue();
    assertThat(one(WEBHOOK, body.formatted("null")).firing()).isFalse();
    assertThat(one(WEBHOOK, body.formatted("\" Resolved \"")).firing()).isFalse();
  }

  @Test
  void recoveryKeepsItsEndAndFiringHasNone() {
    String entry =
        "{\"status\":\"%s\",\"labels\":{\"alertname\":\"X\"},"
            + "\"startsAt\":\"2026-08-01T08:00:00Z\",\"endsAt\":\"2026-08-01T09:00:00Z\"}";

    assertThat(one(WEBHOOK, webhook(entry.formatted("resolved"))).endsAtMicros())
        .isEqualTo(Bodies.micros("2026-08-01T09:00:00Z"));
    assertThat(one(WEBHOOK, webhook(entry.formatted("firing"))).endsAtMicros())
        .isEqualTo(IncomingAlert.NONE);
  }

  @Test
  void alertsThatTheSenderLeftOutAreCountedAndShown() {
    Decoding.Read read =
        (Decoding.Read)
            Bodies.decode(
                WEBHOOK, "{\"truncatedAlerts\":7,\"alerts\":[{\"labels\":{\"alertname\":\"X\"}}]}");

    assertThat(read.truncatedBySender()).isEqualTo(7);
    assertThat(Bodies.alerts(read).getFirst().details().get("truncated_alerts")).isEqualTo("7");
  }

  @Test
  void ignoredLabelsAreNoPartOfTheIdentity() {
    String body = webhook("{\"labels\":{\"alertname\":\"X\",\"replica\":\"%s\"}}");
    String config = "{\"ignored_labels\":[\"replica\"]}";

    assertThat(with(config, body.formatted("a")).fingerprint())
        .isEqualTo(with(config, body.formatted("b")).fingerprint())
        .isNotEqualTo(with("{}", body.formatted("a")).fingerprint());
    assertThat(with(config, body.formatted("a")).labels().get("replica")).isEqualTo("a");
  }

  @Test
  void identityLabelsThatAnAlertLacksLeaveItItsFullSet() {
    String config = "{\"identity_labels\":[\"cluster\"]}";

    assertThat(with(config, webhook("{\"labels\":{\"alertname\":\"X\"}}")).fingerprint())
        .isNotEqualTo(with(config, webhook("{\"labels\":{\"alertname\":\"Y\"}}")).fingerprint());
    assertThat(
            with(config, webhook("{\"labels\":{\"alertname\":\"X\",\"cluster\":\"c\"}}"))
                .fingerprint())
        .isEqualTo(
            with(config, webhook("{\"labels\":{\"alertname\":\"Y\",\"cluster\":\"c\"}}"))
                .fingerprint());
  }

  @Test
  void severityWordGoesThroughTheSourcesMappingFirst() {
    String body = webhook("{\"labels\":{\"alertname\":\"X\",\"severity\":\"Loud\"}}");

    IncomingAlert mapped = with("{\"severity_mapping\":{\"loud\":\"SEV1\"}}", body);
    IncomingAlert unmapped = with("{}", body);

    assertThat(mapped.severity()).isEqualTo(Severity.SEV1_CRITICAL);
    assertThat(unmapped.severity()).isNull();
    assertThat(unmapped.details().get("severity_text")).isEqualTo("Loud");
    assertThat(flags(unmapped)).containsExactly("unknown_severity");
  }

  @Test
  void annotationsOfTheWrongShapeCostNoAlert() {
    IncomingAlert alert =
        one(WEBHOOK, webhook("{\"labels\":{\"alertname\":\"X\"},\"annotations\":[\"a\"]}"));

    assertThat(alert.details().get("annotations")).isEqualTo("[\"a\"]");
    assertThat(flags(alert)).containsExactly("odd_annotations");
  }

  @Test
  void commonLabelsOfTheWrongShapeAreRefusedSinceTheyAreIdentity() {
    assertThat(refused(WEBHOOK, "{\"alerts\":[],\"commonLabels\":[]}").pointer())
        .isEqualTo("/commonLabels");
  }

  @Test
  void bodyWhoseAlertsAreAllBrokenNamesTheFirst() {
    assertThat(refused(WEBHOOK, webhook("1", "{\"labels\":[]}")).pointer()).isEqualTo("/alerts/0");
  }

  @Test
  void tenantsNeverShareAFingerprint() {
    byte[] body = webhook("{\"labels\":{\"alertname\":\"X\"}}").getBytes(StandardCharsets.UTF_8);
    DecodeContext other =
        Bodies.context(new TenantId(new UUID(7, 7)), new UUID(2, 2), SourceOptions.DEFAULT);

    assertThat(Bodies.alerts(WEBHOOK.decode(body, body.length, other)).getFirst().fingerprint())
        .isNotEqualTo(Bodies.alerts(WEBHOOK, body).getFirst().fingerprint());
  }

  @Test
  void bytesBehindTheLengthAreNotRead() {
    String body = webhook("{\"labels\":{\"alertname\":\"X\"}}");
    byte[] bytes = (body + "\u0000garbage").getBytes(StandardCharsets.UTF_8);

    assertThat(Bodies.alerts(WEBHOOK.decode(bytes, body.length(), Bodies.CONTEXT))).hasSize(1);
  }
}
