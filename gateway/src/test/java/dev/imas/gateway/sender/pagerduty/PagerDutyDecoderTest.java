package dev.imas.gateway.sender.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.AlertAction;
import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.Severity;
import dev.imas.core.model.SideEventKind;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.DeploymentFact;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SideEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagerDutyDecoderTest {

  private static final AlertDecoder V2 = new PagerDutyDecoder(PagerDutyVersion.V2);
  private static final AlertDecoder V1 = new PagerDutyDecoder(PagerDutyVersion.V1);
  private static final AlertDecoder CHANGES = new PagerDutyChangeDecoder();

  private static IncomingAlert payload(String file) {
    return Bodies.payload(file).getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "pagerduty-events-v2/trigger-docs-disk.json | SEV1_CRITICAL | srv01/mysql | mysql"
            + " | DISK at 99% on machine prod-datapipe03.example.com",
        "pagerduty-events-v2/trigger-from-grafana.json | SEV1_CRITICAL"
            + " | 6e3538104c14b583da237e9693b76debbc17f0f8058ef20492e5853096cf8733 | Grafana"
            + " | [FIRING:1]  (val1)",
        "pagerduty-events-v2/trigger-warning.json | SEV2_HIGH"
            + " | 00000000-0000-0000-0000-000000000000 | - | testing 123",
        "pagerduty-events-v1/trigger.json | - | srv01/HTTP | -"
            + " | FAILURE for production/HTTP on machine srv01.acme.com"
      })
  void triggerIsRead(String file, Severity severity, String key, String component, String title) {
    IncomingAlert alert = payload(file);

    assertThat(alert.firing()).isTrue();
    assertThat(alert.severity()).isEqualTo(severity);
    assertThat(alert.details().get("dedup_key")).isEqualTo(key);
    assertThat(alert.labels().get("component")).isEqualTo(component);
    assertThat(Bodies.title(alert)).isEqualTo(title);
    assertThat(alert.details().get("flags")).isNull();
  }

  @Test
  void detailsAreTextsAndLinksAreKept() {
    IncomingAlert alert = payload("pagerduty-events-v2/trigger-docs-disk.json");

    assertThat(alert.annotations().toMap())
        .containsEntry("free space", "1%")
        .containsEntry("load avg", "0.75")
        .containsEntry("links", "http://pagerduty.example.com");
    assertThat(alert.details().get("generator_url")).isEqualTo("https://monitoring.service.com");
    assertThat(alert.labels().toMap())
        .containsEntry("source", "prod-datapipe03.example.com")
        .containsEntry("class", "disk")
        .containsEntry("group", "prod-datapipe");
  }

  /** Its sender's clock orders nothing, as with PagerDuty. */
  @Test
  void timestampIsKeptAndOrdersNothing() {
    IncomingAlert alert = payload("pagerduty-events-v2/trigger-docs-disk.json");

    assertThat(alert.observedAtMicros()).isEqualTo(Bodies.RECEIVED);
    assertThat(alert.startsAtMicros()).isEqualTo(IncomingAlert.NONE);
    assertThat(alert.details().get("timestamp")).startsWith("2015-07-17");
  }

  /** The pair PD1. */
  @Test
  void acknowledgeAndResolveMeetTheirTriggerByTheKeyAlone() {
    IncomingAlert trigger =
        Bodies.one(
            V2,
            "{\"event_action\":\"trigger\",\"dedup_key\":\"abc123\",\"payload\":{\"summary\":\"x\"}}");
    IncomingAlert resolve = payload("pagerduty-events-v2/resolve.json");
    Element acknowledge =
        Bodies.elements(Bodies.decode(V2, Bodies.file("pagerduty-events-v2/acknowledge.json")))
            .getFirst();

    assertThat(resolve.firing()).isFalse();
    assertThat(resolve.fingerprint()).isEqualTo(trigger.fingerprint());
    assertThat(acknowledge).isInstanceOf(SideEvent.class);
    assertThat(((SideEvent) acknowledge).action()).isEqualTo(AlertAction.ACKNOWLEDGE);
    assertThat(((SideEvent) acknowledge).about()).isEqualTo(trigger.fingerprint());
  }

  @Test
  void bothVersionsMeetInOneKeyAndSourcesDoNot() {
    String body = "{\"event_type\":\"trigger\",\"incident_key\":\"k\",\"description\":\"d\"}";
    IncomingAlert first = Bodies.one(V1, body);
    IncomingAlert second =
        Bodies.one(
            V2, "{\"event_action\":\"trigger\",\"dedup_key\":\"k\",\"payload\":{\"summary\":1}}");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    IncomingAlert elsewhere =
        Bodies.alerts(
                V1.decode(
                    bytes,
                    bytes.length,
                    Bodies.context(
                        Bodies.TENANT, new UUID(7, 7), Bodies.CONTEXT.source().options())))
            .getFirst();

    assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
    assertThat(elsewhere.fingerprint()).isNotEqualTo(first.fingerprint());
  }

  @Test
  void triggerWithoutAKeyIsNamedByItsReceiptAndResolvedByIt() {
    UUID receipt = new UUID(5, 5);
    DecodeContext context =
        new DecodeContext(
            Bodies.TENANT,
            Bodies.CONTEXT.source(),
            Bodies.RECEIVED,
            Bodies.CONTEXT.limits(),
            receipt);
    byte[] body = Bodies.file("pagerduty-events-v2/trigger-warning.json");
    Decoding read = V2.decode(body, body.length, context);

    assertThat(((Decoding.Read) read).key()).isEqualTo(receipt.toString());
    assertThat(Bodies.alerts(read).getFirst().fingerprint())
        .isEqualTo(
            Bodies.one(V2, "{\"event_action\":\"resolve\",\"dedup_key\":\"" + receipt + "\"}")
                .fingerprint());
  }

  @ParameterizedTest
  @CsvSource({
    "malformed/pagerduty-v2-missing-action.json, event_action",
    "malformed/pagerduty-v2-resolve-without-dedup-key.json, dedup_key",
  })
  void whatIsMissingIsNamed(String file, String member) {
    Decoding.Refused refused = Bodies.refused(V2, Bodies.file(file));

    assertThat(refused.pointer()).isEqualTo("/" + member);
    assertThat(refused.detail()).isEqualTo("'" + member + "' is missing or blank");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"event_action\":\"trigger\"} | /payload/summary",
        "{\"event_action\":\"trigger\",\"payload\":[]} | /payload/summary",
        "{\"event_action\":\"snooze\",\"dedup_key\":\"k\"} | /event_action",
        "{\"event_action\":\"acknowledge\"} | /dedup_key",
        "[] | ''"
      })
  void whatPagerDutyRefusesIsRefused(String body, String pointer) {
    assertThat(Bodies.refused(V2, body).pointer()).isEqualTo(pointer);
  }

  @Test
  void secretsAmongTheDetailsAreWithheldAndTheKeyIsNowhere() {
    IncomingAlert alert =
        Bodies.one(
            V2,
            "{\"routing_key\":\"R\",\"event_action\":\"trigger\",\"payload\":{\"summary\":\"s\","
                + "\"custom_details\":{\"db_password\":\"hunter2\"}}}");

    assertThat(alert.annotations().get("db_password")).isEqualTo("***");
    assertThat(alert.toString()).doesNotContain("hunter2").doesNotContain("routing_key");
  }

  @Test
  void unknownSeverityIsAcceptedAndFlagged() {
    IncomingAlert alert =
        Bodies.one(
            V2,
            "{\"event_action\":\"trigger\",\"payload\":{\"summary\":\"s\",\"severity\":\"dire\"}}");

    assertThat(alert.severity()).isNull();
    assertThat(Bodies.flags(alert)).containsExactly("unknown_severity");
  }

  @Test
  void changeThatNamesItsEnvironmentIsADeploymentToo() {
    List<Element> read =
        Bodies.elements(
            Bodies.decode(
                CHANGES,
                "{\"payload\":{\"summary\":\"shop"
                    + " 1.4.2\",\"timestamp\":\"2026-05-01T10:00:00Z\",\"custom_details\":"
                    + "{\"environment\":\"prod\",\"state\":\"failed\",\"sha\":\"ABC123\",\"repository\":\"acme/shop\","
                    + "\"secret\":{\"a\":[1]}}}}"));

    assertThat(read).hasSize(2);
    DeploymentFact deployed = (DeploymentFact) read.getLast();
    assertThat(deployed.state()).isEqualTo(DeploymentState.FAILURE);
    assertThat(deployed.environment()).isEqualTo("prod");
    assertThat(deployed.sha()).isEqualTo("abc123");
    assertThat(deployed.atMicros()).isEqualTo(Bodies.micros("2026-05-01T10:00:00Z"));
  }

  @Test
  void changeIsNoAlert() {
    List<Element> read =
        Bodies.elements(
            Bodies.decode(CHANGES, Bodies.file("pagerduty-change-events/deployment.json")));

    assertThat(read).hasSize(1);
    SideEvent change = (SideEvent) read.getFirst();
    assertThat(change.kind()).isEqualTo(SideEventKind.CHANGE);
    assertThat(change.title()).startsWith("Build Success");
    assertThat(change.link()).isEqualTo("https://acme.pagerduty.dev/build/2");
    assertThat(change.happenedAtMicros()).isEqualTo(Bodies.micros("2020-07-17T08:42:58.315Z"));
  }
}
