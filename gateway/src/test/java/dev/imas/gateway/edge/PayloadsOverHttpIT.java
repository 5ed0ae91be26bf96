package dev.imas.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import dev.imas.gateway.TestGateway.StoredAlert;
import java.io.File;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every payload of the first four senders, posted as its sender posts it, each to a new tenant. */
class PayloadsOverHttpIT {

  private static final Map<String, String> ROUTES =
      Map.of(
          "alertmanager-api-v2", TestGateway.API_V2,
          "alertmanager-webhook", TestGateway.ALERTMANAGER,
          "grafana-unified", TestGateway.GRAFANA,
          "grafana-legacy", TestGateway.GRAFANA,
          "datadog", TestGateway.DATADOG,
          "custom", TestGateway.CUSTOM);

  /** file | the answer's counts | the stored alerts: F firing, R resolved, and severity. */
  private static final String TABLE =
      """
      alertmanager-api-v2/post-ha-example-6-alerts.json | 6 opened=6 | F1 F2 F3 F3 F3 F3
      alertmanager-webhook/multi-two-hosts-firing.json | 2 opened=1 deduplicated=1 | F1
      alertmanager-webhook/single-firing.json | 1 stale=1 | R1
      alertmanager-webhook/v4-no-fingerprint.json | 1 opened=1 | F1
      alertmanager-webhook/v3-numeric-groupkey.json | 1 opened=1 | F1
      alertmanager-webhook/oncall-demo-multi.json | 2 opened=2 | F1 F1
      alertmanager-webhook/legacy-empty-common-labels.json | 1 opened=1 | F1
      alertmanager-webhook/prom2teams-all-ok.json | 1 stale=1 | R3
      alertmanager-webhook/prom2teams-all-ok-multiple.json | 2 stale=2 | R1 R3
      alertmanager-webhook/prom2teams-with-common-items.json | 1 stale=1 | R2
      alertmanager-webhook/prom2teams-without-fingerprint.json | 1 stale=1 | R3
      alertmanager-webhook/prom2teams-without-instance-field.json | 1 stale=1 | R3
      alertmanager-webhook/imas-firing.json | 1 opened=1 | F1
      alertmanager-webhook/imas-resolved.json | 1 stale=1 | R1
      grafana-unified/oncall-demo-multi.json | 3 opened=3 | F1 F1 F1
      grafana-unified/v9-mixed-2-resolved-1-firing.json | 3 opened=1 stale=2 | F3 R3 R3
      grafana-unified/v12-test-alert-relative-generator-url.json | 1 opened=1 | F3
      grafana-unified/imas-no-fingerprint.json | 1 opened=1 | F2
      grafana-legacy/alerting-zeta-cpu.json | 1 opened=1 | F3
      grafana-legacy/ok-zeta-cpu.json | 1 stale=1 | R3
      grafana-legacy/docs-example.json | 1 opened=1 | F3
      grafana-legacy/zulip-alerting.json | 1 opened=1 | F3
      grafana-legacy/zulip-no-message.json | 1 opened=1 | F3
      grafana-legacy/goalert-minimal.json | 1 opened=1 | F3
      grafana-legacy/imas-alerting.json | 1 opened=1 | F3
      grafana-legacy/imas-ok-same-title.json | 1 stale=1 | R3
      datadog/triggered-error-monitor-grafana-legacy.json | 1 opened=1 | F1
      datadog/recovered-error-monitor-grafana-legacy.json | 1 stale=1 | R3
      datadog/triggered-error-monitor-keep-api.json | 1 opened=1 | F1
      datadog/recovered-error-monitor-keep-api.json | 1 stale=1 | R3
      datadog/warn-p2-unauthorized.json | 1 opened=1 | F2
      datadog/recovered-p2-unauthorized.json | 1 stale=1 | R2
      datadog/triggered-p2-unauthorized.json | 1 opened=1 | F2
      datadog/triggered-database-id.json | 1 opened=1 | F1
      datadog/triggered-operationalerror-same-service.json | 1 opened=1 | F1
      datadog/custom-template-triggered.json | 1 opened=1 | F1
      datadog/custom-template-recovered.json | 1 stale=1 | R3
      datadog/custom-template-warning.json | 1 opened=1 | F2
      datadog/imas-alert-status-triggered.json | 1 opened=1 | F1
      datadog/imas-alert-status-recovered.json | 1 stale=1 | R3
      custom/imas-single.json | 1 opened=1 | F2
      """;

  private static TestGateway gateway;
  private static Iterator<Map.Entry<UUID, String>> tenants;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
    tenants = gateway.addTenants(2 * table().size() + 15).entrySet().iterator();
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  /** A tenant and the key of its one source. */
  private record Sender(UUID tenant, String key) {
    private Reply post(String file) {
      return gateway.post(
          key,
          Objects.requireNonNull(ROUTES.get(file.substring(0, file.indexOf('/')))),
          TestGateway.payload(file));
    }

    private List<StoredAlert> alerts() {
      return gateway.alerts("tenant_id = '" + tenant + "'");
    }

    private StoredAlert onlyAlert() {
      assertThat(alerts()).hasSize(1);
      return alerts().getFirst();
    }
  }

  private static Sender newSender() {
    Map.Entry<UUID, String> next = tenants.next();
    return new Sender(next.getKey(), next.getValue());
  }

  static List<String[]> table() {
    return TABLE.lines().map(line -> line.split(" \\| ")).toList();
  }

  @ParameterizedTest
  @MethodSource("table")
  void isAnsweredAndStoredAsItsSenderMeansIt(String file, String counts, String stored) {
    Sender sender = newSender();

    Reply reply = sender.post(file);

    String[] expected = counts.split(" ");
    if (file.startsWith("alertmanager-api-v2")) {
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEmpty();
    } else {
      assertThat(reply.status()).isEqualTo(202);
      assertThat(reply.header("content-type")).isEqualTo("application/json");
      assertThat(reply.json().get("status").asText()).isEqualTo("ok");
      assertThat(reply.json().get("processed").asText()).isEqualTo(expected[0]);
      assertThat(UUID.fromString(reply.json().get("receipt").asText()).version()).isEqualTo(7);
      List<String> said = new ArrayList<>();
      reply
          .json()
          .properties()
          .forEach(
              e -> {
                if (!Set.of("status", "processed", "receipt").contains(e.getKey())) {
                  said.add(e.getKey() + "=" + e.getValue());
                }
              });
      assertThat(said).containsExactlyElementsOf(List.of(expected).subList(1, expected.length));
    }
    assertThat(
            sender.alerts().stream()
                .map(a -> (a.firing() ? "F" : "R") + a.severity())
                .sorted()
                .collect(Collectors.joining(" ")))
        .isEqualTo(stored);
  }

  @Test
  void everyPayloadFileIsInTheTable() {
    Set<String> files = new TreeSet<>();
    for (String folder : ROUTES.keySet()) {
      URL url = Objects.requireNonNull(getClass().getResource("/payloads/" + folder), folder);
      for (String file : Objects.requireNonNull(new File(url.getPath()).list())) {
        files.add(folder + "/" + file);
      }
    }

    assertThat(table().stream().map(row -> row[0]).toList()).hasSameElementsAs(files);
  }

  @ParameterizedTest
  @CsvSource({
    "D1, datadog/triggered-error-monitor-grafana-legacy.json,"
        + " datadog/recovered-error-monitor-grafana-legacy.json",
    "D2, datadog/triggered-error-monitor-keep-api.json,"
        + " datadog/recovered-error-monitor-keep-api.json",
    "D4, datadog/custom-template-triggered.json, datadog/custom-template-recovered.json",
    "D5, datadog/imas-alert-status-triggered.json, datadog/imas-alert-status-recovered.json",
    "G1, grafana-legacy/alerting-zeta-cpu.json, grafana-legacy/ok-zeta-cpu.json",
    "G2, grafana-legacy/imas-alerting.json, grafana-legacy/imas-ok-same-title.json",
    "A3, alertmanager-webhook/imas-firing.json, alertmanager-webhook/imas-resolved.json",
  })
  void recoveryOfAPairEndsItsAlert(String pair, String firing, String recovery) {
    Sender sender = newSender();
    sender.post(firing);

    Reply reply = sender.post(recovery);

    assertThat(reply.json().get("resolved").asInt()).isEqualTo(1);
    StoredAlert alert = sender.onlyAlert();
    assertThat(alert.firing()).isFalse();
    assertThat(alert.episode()).isEqualTo(1);
  }

  @Test
  void d3BeginsASecondEpisodeOfTheSameAlertAndKeepsItsSeverity() {
    Sender sender = newSender();
    sender.post("datadog/warn-p2-unauthorized.json");
    sender.post("datadog/recovered-p2-unauthorized.json");
    assertThat(sender.onlyAlert().firing()).isFalse();

    Reply again = sender.post("datadog/triggered-p2-unauthorized.json");

    assertThat(again.json().get("reopened").asInt()).isEqualTo(1);
    assertThat(sender.onlyAlert().firing()).isTrue();
    assertThat(sender.onlyAlert().episode()).isEqualTo(2);
    assertThat(sender.onlyAlert().severity()).isEqualTo(2);
  }

  @Test
  void a1IsOneAlertByItsLabelsAndItsRecoveryEndsIt() {
    Sender sender = newSender();
    sender.post("alertmanager-webhook/multi-two-hosts-firing.json");

    Reply reply = sender.post("alertmanager-webhook/single-firing.json");

    assertThat(reply.json().get("resolved").asInt()).isEqualTo(1);
    assertThat(sender.onlyAlert().firing()).isFalse();
  }

  @Test
  void a2IsOneAlertWithAndWithoutTheSendersFingerprint() {
    Sender sender = newSender();
    sender.post("alertmanager-webhook/prom2teams-all-ok.json");

    sender.post("alertmanager-webhook/prom2teams-without-fingerprint.json");

    assertThat(sender.onlyAlert().firing()).isFalse();
  }

  @Test
  void twoMonitorsOfOneScopeStayTwoAlerts() {
    Sender sender = newSender();

    sender.post("datadog/triggered-error-monitor-grafana-legacy.json");
    sender.post("datadog/triggered-operationalerror-same-service.json");

    assertThat(sender.alerts()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("table")
  void theSameDeliveryTwiceChangesCountsAlone(String file, String counts, String stored) {
    Sender sender = newSender();
    sender.post(file);
    List<StoredAlert> once = sender.alerts();

    sender.post(file);

    List<StoredAlert> twice = sender.alerts();
    assertThat(states(twice)).isEqualTo(states(once));
  }

  private static Set<String> states(List<StoredAlert> alerts) {
    Set<String> states = new HashSet<>();
    alerts.forEach(
        a ->
            states.add(
                a.fingerprint() + " " + a.status() + a.severity() + a.episode() + " " + a.seq()));
    return states;
  }

  @Test
  void representationNamesEachAlertInTheOrderOfTheBody() {
    Sender sender = newSender();

    Reply reply =
        TestGateway.send(
            gateway
                .json(
                    sender.key(),
                    TestGateway.GRAFANA,
                    TestGateway.payload("grafana-unified/v9-mixed-2-resolved-1-firing.json"))
                .header("Prefer", "return=representation"));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("results").findValuesAsText("disposition"))
        .containsExactly("stale", "stale", "opened");
    assertThat(reply.json().get("results").findValuesAsText("fingerprint"))
        .allMatch(fingerprint -> fingerprint.matches("[0-9a-f]{32}"));
    assertThat(reply.json().get("results").get(2).get("incident_id").isNull()).isTrue();
    assertThat(reply.json().get("results").get(2).get("fire_count").asInt()).isEqualTo(1);
  }
}
