package dev.imas.gateway.sender.datadog;

import static dev.imas.gateway.decode.Bodies.DATADOG;
import static dev.imas.gateway.decode.Bodies.flags;
import static dev.imas.gateway.decode.Bodies.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.FormFields;
import dev.imas.gateway.decode.IncomingAlert;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatadogDecoderTest {

  @ParameterizedTest
  @CsvSource({
    "Triggered, true",
    "Re-Triggered, true",
    "Warn, true",
    "Re-Warn, true",
    "No Data, true",
    "Re-No Data, true",
    "Renotify, true",
    "Recovered, false"
  })
  void transitionIsTheState(String transition, boolean firing) {
    IncomingAlert alert =
        one(DATADOG, "{\"alert_id\":1,\"alert_transition\":\"" + transition + "\"}");

    assertThat(alert.firing()).isEqualTo(firing);
    assertThat(flags(alert)).isEmpty();
  }

  @Test
  void typeSuccessIsARecoveryUnlessTheStatusSaysOtherwise() {
    assertThat(one(DATADOG, "{\"alert_id\":1,\"alert_type\":\"success\"}").firing()).isFalse();
    assertThat(
            one(
                    DATADOG,
                    "{\"alert_id\":1,\"alert_type\":\"success\",\"alert_transition\":\"Warn\"}")
                .firing())
        .isTrue();
  }

  @Test
  void defaultTemplateTellsItsStateInTheTitleOnly() {
    String body = "{\"id\":\"9\",\"title\":\"[%s on {host:a}] Disk\",\"org\":{\"id\":\"5\"}}";

    IncomingAlert fired = one(DATADOG, body.formatted("Triggered"));
    IncomingAlert recovered = one(DATADOG, body.formatted("Recovered"));

    assertThat(fired.firing()).isTrue();
    assertThat(recovered.firing()).isFalse();
    assertThat(recovered.fingerprint()).isEqualTo(fired.fingerprint());
    assertThat(fired.labels().get("host")).isEqualTo("a");
    assertThat(fired.details().get("org_id")).isEqualTo("5");
  }

  @Test
  void statusThatIsASentenceIsFlaggedAndFires() {
    IncomingAlert alert = one(DATADOG, "{\"alert_id\":1,\"alert_status\":\"cpu was > 5\"}");

    assertThat(alert.firing()).isTrue();
    assertThat(flags(alert)).containsExactly("unknown_status");
    assertThat(alert.details().get("status_text")).isEqualTo("cpu was > 5");
    assertThat(alert.name()).isEqualTo("monitor 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"alert_scope\":\"host:a,service:b\"",
        "\"scopes\":\"service:b, host:a\"",
        "\"scope\":[\"host:a\",\"service:b\",\"*\"]",
        "\"alert_scope\":\"host:a,service:b\",\"hostname\":\"other\"",
        "\"title\":\"[Triggered on {host:a,service:b}] x\"",
        "\"title\":\"[P1] [No Data on {service:b,host:a}] y\",\"hostname\":\"z\""
      })
  void scopeIdentifiesWhateverItsOrderAndPlace(String fields) {
    assertThat(one(DATADOG, "{\"monitor_id\":\"1\"," + fields + "}").fingerprint())
        .isEqualTo(one(DATADOG, "{\"alert_id\":1,\"scopes\":\"host:a,service:b\"}").fingerprint());
  }

  @Test
  void hostIdentifiesOnlyWhereTheTemplateHasNoScope() {
    assertThat(one(DATADOG, "{\"alert_id\":1,\"hostname\":\"a\"}").fingerprint())
        .isNotEqualTo(one(DATADOG, "{\"alert_id\":1,\"hostname\":\"b\"}").fingerprint());
    assertThat(one(DATADOG, "{\"alert_id\":1,\"scopes\":\"*\",\"hostname\":\"a\"}").fingerprint())
        .isEqualTo(
            one(DATADOG, "{\"alert_id\":1,\"scopes\":\"\",\"hostname\":\"b\"}").fingerprint());
  }

  @Test
  void withoutAMonitorTheCycleThenTheAggregateThenTheTitleIdentify() {
    assertThat(one(DATADOG, "{\"alert_cycle_key\":\"c\",\"title\":\"[Warn] a\"}").fingerprint())
        .isEqualTo(one(DATADOG, "{\"alert_cycle_key\":\"c\",\"monitor_id\":0}").fingerprint());
    assertThat(one(DATADOG, "{\"aggreg_key\":\"c\",\"title\":\"a\"}").fingerprint())
        .isEqualTo(one(DATADOG, "{\"aggreg_key\":\"c\",\"title\":\"b\"}").fingerprint());
    assertThat(one(DATADOG, "{\"title\":\"[Triggered] a\"}").fingerprint())
        .isEqualTo(one(DATADOG, "{\"title\":\"[P1] [Recovered] a\"}").fingerprint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"alert_type\":\"error\" | SEV1_CRITICAL",
        "\"alert_type\":\"warning\" | SEV2_HIGH",
        "\"alert_type\":\"info\" | SEV3_MEDIUM",
        "\"alert_type\":\"error\",\"title\":\"[P4] [Warn] x\" | SEV4_LOW",
        "\"alert_type\":\"error\",\"priority\":\"P3\" | SEV3_MEDIUM",
        "\"alert_type\":\"error\",\"priority\":\"low\" | SEV1_CRITICAL",
        "\"alert_type\":\"error\",\"tags\":\"severity:low\" | SEV4_LOW",
        "\"alert_type\":\"user_update\" | ",
        "\"alert_type\":\"error\",\"priority\":3 | SEV3_MEDIUM",
        "\"alert_type\":\"error\",\"alert_priority\":\"1\" | SEV1_CRITICAL",
        "\"alert_type\":\"error\",\"priority\":5 | SEV4_LOW",
        "\"alert_type\":\"error\",\"severity\":\"2\" | SEV2_HIGH",
        "\"alert_type\":\"error\",\"tags\":\"priority:4\" | SEV4_LOW",
        "\"alert_type\":\"error\",\"priority\":\"normal\" | SEV1_CRITICAL",
        "\"alert\":{\"type\":\"warning\"} | SEV2_HIGH",
        "\"event\":{\"alert_type\":\"error\"} | SEV1_CRITICAL",
        "\"event\":{\"alert_type\":\"error\"},\"alert_type\":\"info\" | SEV3_MEDIUM"
      })
  void severityIsTheMostExplicitOne(String fields, Severity severity) {
    assertThat(one(DATADOG, "{\"alert_id\":1," + fields + "}").severity()).isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[Triggered] High CPU | High CPU",
        "[Triggered on {service:a]b}] x | x",
        "[P2] [Warn] x [y] | x [y]",
        "[prod] down | [prod] down",
        "[Re-No Data on {a:b,c:d}] z | z",
        "[Triggered | [Triggered",
        "[Triggered] | monitor 1"
      })
  void onlyPrefixesThatTellTheStateAreTakenFromTheTitle(String title, String name) {
    assertThat(one(DATADOG, "{\"alert_id\":1,\"title\":\"" + title + "\"}").name()).isEqualTo(name);
  }

  @Test
  void fieldsOfTheUsersOwnAreKeptAsAnnotations() {
    IncomingAlert alert =
        one(DATADOG, "{\"alert_id\":1,\"query\":\"avg(x)\",\"n\":{\"a\":[1.50]},\"body\":\"b\"}");

    assertThat(alert.annotations().get("query")).isEqualTo("avg(x)");
    assertThat(alert.annotations().get("n")).isEqualTo("{\"a\":[1.50]}");
    assertThat(alert.annotations().get("description")).isEqualTo("b");
  }

  @Test
  void formIsReadAsItsFields() {
    byte[] form =
        "alert_id=7&&title=%5BTriggered%5D+caf%C3%A9+%22a%5Cb%22%0a&alert_transition=Triggered&x&p=5%"
            .getBytes(StandardCharsets.UTF_8);

    IncomingAlert alert =
        Bodies.alerts(DATADOG, new FormFields(form, form.length).toJson()).getFirst();

    assertThat(alert.name()).isEqualTo("caf\u00e9 \"a\\b\"");
    assertThat(alert.details().get("monitor_id")).isEqualTo("7");
    assertThat(alert.annotations().get("p")).isEqualTo("5%");
  }

  @Test
  void formThatIsNotUtf8IsRefused() {
    byte[] form = "alert_id=7&title=%ff".getBytes(StandardCharsets.UTF_8);

    assertThat(Bodies.refused(DATADOG, new FormFields(form, form.length).toJson()).status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Alert_ID\":1,\"Alert_Scope\":\"host:a\"",
        "\"alertId\":\"1\",\"alertScope\":\"host:a\"",
        "\"ALERT_ID\":1,\"SCOPES\":[\"host:a\"]",
        "\"monitor-id\":1,\"Host\":\"a\"",
        "\"alert\":{\"id\":1,\"scope\":\"host:a\"}",
        "\"Monitor\":{\"ID\":1},\"data\":{\"scopes\":[\"host:a\"]}"
      })
  void fieldsSpelledInAnotherWayAreOurs(String fields) {
    IncomingAlert alert =
        one(DATADOG, "{\"ALERT_TRANSITION\":\"Recovered\",\"AlertTitle\":\"T\"," + fields + "}");

    assertThat(alert.firing()).isFalse();
    assertThat(alert.name()).isEqualTo("T");
    assertThat(alert.fingerprint())
        .isEqualTo(one(DATADOG, "{\"alert_id\":1,\"alert_scope\":\"host:a\"}").fingerprint());
  }

  @Test
  void ofTwoSpellingsNoneIsOurs() {
    IncomingAlert alert =
        one(DATADOG, "{\"title\":\"T\",\"alertId\":1,\"ALERT_ID\":2,\"Title\":\"U\"}");

    assertThat(alert.name()).isEqualTo("T");
    assertThat(alert.fingerprint()).isEqualTo(one(DATADOG, "{\"title\":\"T\"}").fingerprint());
    assertThat(alert.annotations().toMap()).containsKeys("alertId", "ALERT_ID", "Title");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.datadoghq.com/monitors/1234",
        "https://app.datadoghq.eu/monitors/1234?from_ts=1&to_ts=2",
        "https://app.datadoghq.com/monitors#1234?to_ts=2",
        "https://app.datadoghq.com/monitors#status/1234",
        "https://app.datadoghq.com/monitors/1234/edit"
      })
  void monitorOfTheLinkIdentifiesWhereNoFieldHasIt(String link) {
    String body = "{\"link\":\"" + link + "\",\"title\":\"%s\",\"monitor_id\":\"\"}";
    IncomingAlert fired = one(DATADOG, body.formatted("[Triggered] CPU at 95"));

    assertThat(fired.details().get("monitor_id")).isEqualTo("1234");
    assertThat(fired.fingerprint())
        .isEqualTo(one(DATADOG, body.formatted("[Recovered] CPU at 40")).fingerprint())
        .isEqualTo(one(DATADOG, "{\"alert_id\":1234}").fingerprint());
    assertThat(one(DATADOG, "{\"aggreg_key\":\"k\",\"link\":\"" + link + "\"}").fingerprint())
        .isEqualTo(one(DATADOG, "{\"aggreg_key\":\"k\"}").fingerprint());
  }

  @Test
  void groupOfTheLinkIsTheScope() {
    String link = "https://app.datadoghq.com/monitors/7?group=host%3Aa%2Cservice%3Ab&x=y";

    assertThat(one(DATADOG, "{\"url\":\"" + link + "\"}").fingerprint())
        .isEqualTo(one(DATADOG, "{\"alert_id\":7,\"scopes\":\"service:b,host:a\"}").fingerprint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.datadoghq.com/monitors/",
        "https://app.datadoghq.com/monitors/manage",
        "https://app.datadoghq.com/monitors/12x",
        "https://app.datadoghq.com/monitors/0",
        "https://app.datadoghq.com/event/1234"
      })
  void linkToSomethingElseIdentifiesNothing(String link) {
    assertThat(one(DATADOG, "{\"link\":\"" + link + "\",\"title\":\"T\"}").fingerprint())
        .isEqualTo(one(DATADOG, "{\"title\":\"T\"}").fingerprint());
  }

  /** Every later version must find a stored fingerprint. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8c2cb5509a5b27756a5a61bcb53d593d | {\"alert_id\":1,\"scopes\":\"host:a,service:b\"}",
        "aaa45f105edbfd41234a56a4e48a343d | {\"alert_cycle_key\":\"c\","
            + "\"link\":\"https://app.datadoghq.com/monitors/1\"}",
        "e9a4cc8526ae62fe3c126a18de6683b6 | {\"aggreg_key\":\"k\",\"hostname\":\"h\","
            + "\"alert\":{\"type\":\"x\"}}",
        "a6b1d85cde5ca1d03a7b27769a229bef | {\"title\":\"[Triggered on {host:a}] T\"}"
      })
  void storedFingerprintsAreFoundAgain(String fingerprint, String body) {
    assertThat(one(DATADOG, body).fingerprint()).hasToString(fingerprint);
  }
}
