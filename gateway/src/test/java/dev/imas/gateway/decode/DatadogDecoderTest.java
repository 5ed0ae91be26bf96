package dev.imas.gateway.decode;

import static dev.imas.gateway.decode.Bodies.DATADOG;
import static dev.imas.gateway.decode.Bodies.flags;
import static dev.imas.gateway.decode.Bodies.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
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
        "\"alert_type\":\"user_update\" | "
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
        Bodies.alerts(DATADOG, DatadogDecoder.jsonOfForm(form, form.length)).getFirst();

    assertThat(alert.name()).isEqualTo("caf\u00e9 \"a\\b\"");
    assertThat(alert.details().get("monitor_id")).isEqualTo("7");
    assertThat(alert.annotations().get("p")).isEqualTo("5%");
  }

  @Test
  void formThatIsNotUtf8IsRefused() {
    byte[] form = "alert_id=7&title=%ff".getBytes(StandardCharsets.UTF_8);

    assertThat(Bodies.refused(DATADOG, DatadogDecoder.jsonOfForm(form, form.length)).status())
        .isEqualTo(400);
  }
}
