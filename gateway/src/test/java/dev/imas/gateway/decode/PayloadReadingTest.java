package dev.imas.gateway.decode;

import static dev.imas.gateway.decode.Bodies.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import java.io.File;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every payload of the known senders is read as that sender's users expect. */
class PayloadReadingTest {

  private static String words(List<String> words) {
    return String.join(" ", words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # file | F firing, R resolved | severities, - none said | title of the first | service | name of the first
          alertmanager-api-v2/post-ha-example-6-alerts.json | F F F F F F | - - - - 1 2 | please check the instance example1 | | DiskRunningFull
          alertmanager-webhook/multi-two-hosts-firing.json | F F | 1 1 | High CPU core temperature | | High CPU Temperature
          alertmanager-webhook/single-firing.json | R | 1 | High CPU core temperature | | High CPU Temperature
          alertmanager-webhook/v4-no-fingerprint.json | F | 1 | No things for over 10 minutes | | thing_dead
          alertmanager-webhook/v3-numeric-groupkey.json | F | 1 | Connect fail | System | failedConnect
          alertmanager-webhook/oncall-demo-multi.json | F F | 1 1 | Instance localhost:8081 down | | InstanceDown
          alertmanager-webhook/legacy-empty-common-labels.json | F | 1 | This is test alert | | TestAlert
          alertmanager-webhook/prom2teams-all-ok.json | R | - | Disk usage alert on CS30.evilcorp | | DiskSpace
          alertmanager-webhook/prom2teams-all-ok-multiple.json | R R | - 1 | Disk usage alert on CS30.evilcorp | | DiskSpace
          alertmanager-webhook/prom2teams-with-common-items.json | R | 2 | CPU throttling | | CPUThrottlingHigh
          alertmanager-webhook/prom2teams-without-fingerprint.json | R | - | Disk usage alert on CS30.evilcorp | | DiskSpace
          alertmanager-webhook/prom2teams-without-instance-field.json | R | - | Disk usage alert on CS30.evilcorp | | DiskSpace
          alertmanager-webhook/imas-firing.json | F | 1 | High error rate on API Gateway | api-gateway | HighErrorRate
          alertmanager-webhook/imas-resolved.json | R | 1 | High error rate on API Gateway | api-gateway | HighErrorRate
          grafana-unified/oncall-demo-multi.json | F F F | 1 1 1 | Instance localhost:8081 down | | InstanceDown
          grafana-unified/v9-mixed-2-resolved-1-firing.json | R R F | - - - | This is a summary field, failure on badhost.example.com | | Test alert
          grafana-unified/v12-test-alert-relative-generator-url.json | F | - | TEST | | TestAlert
          grafana-unified/imas-no-fingerprint.json | F | 2 | Memory usage is high | | HighMemoryUsage
          grafana-legacy/alerting-zeta-cpu.json | F | - | boom! | | Zeta CPU alert
          grafana-legacy/ok-zeta-cpu.json | R | - | boom! | | Zeta CPU alert
          grafana-legacy/docs-example.json | F | - | Load is peaking. Make sure the traffic is real and spin up more webfronts | | Load peaking!
          grafana-legacy/zulip-alerting.json | F | - | Someone is testing the alert notification within grafana. | | Test rule
          grafana-legacy/zulip-no-message.json | F | - | No Message alert | | No Message alert
          grafana-legacy/goalert-minimal.json | F | - | test | | bob
          grafana-legacy/imas-alerting.json | F | - | Memory usage is above threshold | | High Memory Alert
          grafana-legacy/imas-ok-same-title.json | R | - | Memory usage is above threshold | | High Memory Alert
          datadog/triggered-error-monitor-grafana-legacy.json | F | 1 | Error monitor | keep-api-feature-grafana-legacy | Error monitor
          datadog/recovered-error-monitor-grafana-legacy.json | R | - | Error monitor | keep-api-feature-grafana-legacy | Error monitor
          datadog/triggered-error-monitor-keep-api.json | F | 1 | Error monitor | keep-api | Error monitor
          datadog/recovered-error-monitor-keep-api.json | R | - | Error monitor | keep-api | Error monitor
          datadog/warn-p2-unauthorized.json | F | 2 | Unauthorized access to API keep-api | keep-api | Unauthorized access to API keep-api
          datadog/recovered-p2-unauthorized.json | R | 2 | Unauthorized access to API | keep-api | Unauthorized access to API
          datadog/triggered-p2-unauthorized.json | F | 2 | Unauthorized access to API keep-api | keep-api | Unauthorized access to API keep-api
          datadog/triggered-database-id.json | F | 1 | Somethine weird in DB | | Somethine weird in DB
          datadog/triggered-operationalerror-same-service.json | F | 1 | OperationalError DB | keep-api-feature-grafana-legacy | OperationalError DB
          datadog/custom-template-triggered.json | F | 1 | High CPU on web-1 | nginx | High CPU on web-1
          datadog/custom-template-recovered.json | R | - | High CPU on web-1 | nginx | High CPU on web-1
          datadog/custom-template-warning.json | F | 2 | Disk usage warning | | Disk usage warning
          datadog/imas-alert-status-triggered.json | F | 1 | High CPU Usage | web-app | High CPU Usage
          datadog/imas-alert-status-recovered.json | R | - | High CPU Usage | web-app | High CPU Usage
          custom/imas-single.json | F | 2 | Custom monitoring alert | | CustomAlert
          """)
  void readsAsItsSenderMeansIt(
      String file, String states, String severities, String title, String service, String name) {
    List<IncomingAlert> alerts = payload(file);

    assertThat(words(alerts.stream().map(a -> a.firing() ? "F" : "R").toList())).isEqualTo(states);
    assertThat(words(alerts.stream().map(PayloadReadingTest::severity).toList()))
        .isEqualTo(severities);
    assertThat(Bodies.title(alerts.getFirst())).isEqualTo(title);
    assertThat(alerts.getFirst().labels().get("service")).isEqualTo(service);
    assertThat(alerts.getFirst().name()).isEqualTo(name);
    assertThat(alerts).allMatch(a -> a.name().equals(a.labels().get("alertname")));
  }

  private static String severity(IncomingAlert alert) {
    Severity severity = alert.severity();
    return severity == null ? "-" : Integer.toString(severity.number());
  }

  private static List<Fingerprint> fingerprints(String file) {
    return payload(file).stream().map(IncomingAlert::fingerprint).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "A1, alertmanager-webhook/multi-two-hosts-firing.json, alertmanager-webhook/single-firing.json",
    "A2, alertmanager-webhook/prom2teams-all-ok.json,"
        + " alertmanager-webhook/prom2teams-without-fingerprint.json",
    "A3, alertmanager-webhook/imas-firing.json, alertmanager-webhook/imas-resolved.json",
    "D1, datadog/triggered-error-monitor-grafana-legacy.json,"
        + " datadog/recovered-error-monitor-grafana-legacy.json",
    "D2, datadog/triggered-error-monitor-keep-api.json,"
        + " datadog/recovered-error-monitor-keep-api.json",
    "D3, datadog/warn-p2-unauthorized.json, datadog/recovered-p2-unauthorized.json",
    "D3, datadog/warn-p2-unauthorized.json, datadog/triggered-p2-unauthorized.json",
    "D4, datadog/custom-template-triggered.json, datadog/custom-template-recovered.json",
    "D5, datadog/imas-alert-status-triggered.json, datadog/imas-alert-status-recovered.json",
    "G1, grafana-legacy/alerting-zeta-cpu.json, grafana-legacy/ok-zeta-cpu.json",
    "G2, grafana-legacy/imas-alerting.json, grafana-legacy/imas-ok-same-title.json",
  })
  void bothOfAPairAreOneAlert(String pair, String first, String second) {
    assertThat(fingerprints(first).getFirst()).as(pair).isEqualTo(fingerprints(second).getFirst());
  }

  @Test
  void everythingThatIsNoPairStaysApart() {
    List<Fingerprint> all =
        List.of(
                "alertmanager-api-v2/post-ha-example-6-alerts.json",
                "alertmanager-webhook/single-firing.json",
                "alertmanager-webhook/v4-no-fingerprint.json",
                "alertmanager-webhook/v3-numeric-groupkey.json",
                "alertmanager-webhook/oncall-demo-multi.json",
                "alertmanager-webhook/legacy-empty-common-labels.json",
                "alertmanager-webhook/prom2teams-all-ok-multiple.json",
                "alertmanager-webhook/prom2teams-with-common-items.json",
                "alertmanager-webhook/prom2teams-without-instance-field.json",
                "alertmanager-webhook/imas-firing.json",
                "grafana-unified/oncall-demo-multi.json",
                "grafana-unified/v9-mixed-2-resolved-1-firing.json",
                "grafana-unified/v12-test-alert-relative-generator-url.json",
                "grafana-unified/imas-no-fingerprint.json",
                "grafana-legacy/alerting-zeta-cpu.json",
                "grafana-legacy/docs-example.json",
                "grafana-legacy/zulip-alerting.json",
                "grafana-legacy/zulip-no-message.json",
                "grafana-legacy/imas-alerting.json",
                "datadog/triggered-error-monitor-grafana-legacy.json",
                "datadog/triggered-error-monitor-keep-api.json",
                "datadog/warn-p2-unauthorized.json",
                "datadog/triggered-database-id.json",
                "datadog/triggered-operationalerror-same-service.json",
                "datadog/custom-template-triggered.json",
                "datadog/custom-template-warning.json",
                "datadog/imas-alert-status-triggered.json",
                "custom/imas-single.json")
            .stream()
            .flatMap(file -> fingerprints(file).stream())
            .toList();

    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void equalLabelsAreOneAlertWhateverTheSendersFingerprintSays() {
    assertThat(fingerprints("alertmanager-webhook/multi-two-hosts-firing.json"))
        .hasSize(2)
        .allMatch(fingerprints("alertmanager-webhook/single-firing.json").getFirst()::equals);
  }

  @Test
  void webhookAndApiOfOneAlertmanagerMeetInOneFingerprint() {
    String entry = "{\"labels\":{\"alertname\":\"X\",\"instance\":\"a\"}}";

    assertThat(Bodies.one(Bodies.WEBHOOK, Bodies.webhook(entry)).fingerprint())
        .isEqualTo(Bodies.one(Bodies.API_V2, "[" + entry + "]").fingerprint());
  }

  @Test
  void everyPayloadFileOfTheseSendersIsInTheTable() {
    List<String> folders = Arrays.asList("alertmanager-webhook", "datadog", "grafana-legacy");
    for (String folder : folders) {
      URL url = Objects.requireNonNull(getClass().getResource("/payloads/" + folder), folder);
      for (String file : Objects.requireNonNull(new File(url.getPath()).list())) {
        assertThat(payload(folder + "/" + file)).as(file).isNotEmpty();
      }
    }
  }

  @Test
  void alertmanagersFactsAreKeptAsDetails() {
    IncomingAlert alert = payload("alertmanager-webhook/single-firing.json").getFirst();

    assertThat(alert.details().get("sender_fingerprint")).isEqualTo("a1bc48475b20e73d");
    assertThat(alert.details().get("group_key")).isEqualTo("{}/{}:{}");
    assertThat(alert.details().get("generator_url")).startsWith("http://cobalt:9090/graph");
    assertThat(alert.startsAtMicros()).isEqualTo(Bodies.micros("2020-02-06T00:17:58.432911Z"));
    assertThat(alert.endsAtMicros()).isEqualTo(IncomingAlert.NONE);
    assertThat(alert.observedAtMicros()).isEqualTo(Bodies.RECEIVED);
    assertThat(alert.details().get("flags")).isNull();
  }

  @Test
  void groupKeyBeyondTheRangeOfDoublesKeepsItsDigits() {
    assertThat(
            payload("alertmanager-webhook/v3-numeric-groupkey.json")
                .getFirst()
                .details()
                .get("group_key"))
        .isEqualTo("5615590933959184469");
  }

  @Test
  void grafanasCommonLabelsAreMergedBelowTheEntrys() {
    IncomingAlert alert = payload("grafana-unified/imas-no-fingerprint.json").getFirst();

    assertThat(alert.labels().get("team")).isEqualTo("sre");
    assertThat(alert.labels().get("grafana_folder")).isEqualTo("Infrastructure");
  }

  @Test
  void grafanasLinkWithoutHostGivesWayToTheDashboard() {
    IncomingAlert alert =
        payload("grafana-unified/v12-test-alert-relative-generator-url.json").getFirst();

    assertThat(alert.details().get("generator_url"))
        .isEqualTo("https://grafana.example.com/d/dashboard_uid");
    assertThat(alert.details().get("values")).isEqualTo("{\"B\":22,\"C\":1}");
  }

  @Test
  void datadogsEventTimeIsReadInSecondsAndMilliseconds() {
    assertThat(payload("datadog/imas-alert-status-triggered.json").getFirst().observedAtMicros())
        .isEqualTo(1_704_110_400_000_000L);
    assertThat(payload("datadog/custom-template-triggered.json").getFirst().observedAtMicros())
        .isEqualTo(1_716_800_000_000_000L);
    assertThat(payload("datadog/custom-template-triggered.json").getFirst().startsAtMicros())
        .isEqualTo(IncomingAlert.NONE);
  }

  @Test
  void datadogsTagsAndScopeBecomeLabels() {
    IncomingAlert alert = payload("datadog/triggered-database-id.json").getFirst();

    assertThat(alert.labels().get("database_id")).isEqualTo("keephq-sandbox:keep");
    assertThat(alert.labels().get("monitor")).isEqualTo("true");
  }
}
