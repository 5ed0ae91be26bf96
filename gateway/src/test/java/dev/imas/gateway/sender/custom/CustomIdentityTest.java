package dev.imas.gateway.sender.custom;

import static dev.imas.gateway.decode.Bodies.CUSTOM;
import static dev.imas.gateway.decode.Bodies.elements;
import static dev.imas.gateway.decode.Bodies.flags;
import static dev.imas.gateway.decode.Bodies.one;
import static dev.imas.gateway.decode.Bodies.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Fingerprint;
import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.IncomingAlert;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Custom bodies that name no alert: their names, and what tells two of them apart. */
class CustomIdentityTest {

  private static Fingerprint print(String fields) {
    return one(CUSTOM, "{" + fields + "}").fingerprint();
  }

  private static Fingerprint printOf(UUID source, String fields) {
    byte[] body = ("{" + fields + "}").getBytes(StandardCharsets.UTF_8);
    DecodeContext context = Bodies.context(Bodies.TENANT, source, Bodies.SHARED);
    return Bodies.alerts(CUSTOM.decode(body, body.length, context)).getFirst().fingerprint();
  }

  @Test
  void strangersAreNotOneAlert() {
    List<Fingerprint> all =
        Stream.of(
                "\"summary\":\"disk full\"",
                "\"summary\":\"payments down\"",
                "\"summary\":\"payments down\",\"service\":\"shop\"",
                "\"summary\":\"disk full\",\"service\":\"shop\",\"severity\":\"critical\"",
                "\"summary\":\"disk full\",\"labels\":{\"env\":\"prod\"}",
                "\"summary\":\"payments down\",\"labels\":{\"env\":\"prod\"}",
                "\"message\":\"disk full\"",
                "\"alert\":\"DiskFull\",\"machine\":\"a\"",
                "\"alert\":\"DiskFull\",\"machine\":\"b\"",
                "\"alert\":\"CpuHigh\",\"machine\":\"a\"",
                "\"alert\":\"CpuHigh\",\"labels\":{\"host\":\"a\"}",
                "\"alert\":\"DiskFull\",\"labels\":{\"host\":\"a\"}",
                "\"description\":\"d\"",
                "\"event\":{\"host\":{\"id\":7,\"region\":\"eu\"}}",
                "\"event\":{\"host\":{\"id\":8,\"region\":\"eu\"}}",
                "\"monitors\":[\"a\",\"b\"]",
                "\"monitors\":[\"b\",\"a\"]",
                "\"monitors\":[\"a:b\"]")
            .map(CustomIdentityTest::print)
            .toList();

    assertThat(all).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"summary\":\"disk full\"",
        "\"alert\":\"DiskFull\",\"machine\":\"a\"",
        "\"machine\":{\"name\":\"a\"}"
      })
  void strangersOfTwoSourcesAreTwoAlerts(String fields) {
    assertThat(printOf(new UUID(2, 2), fields)).isNotEqualTo(printOf(new UUID(2, 3), fields));
  }

  @Test
  void whatIsNamedOrLabelledIsOneAlertOfAllSourcesAsBefore() {
    for (String fields :
        List.of(
            "\"title\":\"t\"",
            "\"dedup_key\":\"k\"",
            "\"labels\":{\"host\":\"a\"}",
            "\"alert\":\"A\",\"labels\":{\"host\":\"a\"}")) {
      assertThat(printOf(new UUID(2, 2), fields)).isEqualTo(printOf(new UUID(2, 3), fields));
    }
  }

  /** Every later version must find a stored fingerprint. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "873cd615e6315bfc60a71b644c7d74e5 | {\"dedup_key\":\"cpu/web-3\"}",
        "6f895d930b03d9f39ef72356dddc19d2 | {\"name\":\"A\",\"machine\":\"b\"}",
        "dcb78f1c2211b07573a1936b521b1b96 | {\"title\":\"T\",\"summary\":\"s\",\"service\":\"web\","
            + "\"severity\":\"high\"}",
        "89897ec05f9f3022efaf6916336ba08b | {\"labels\":{\"host\":\"a\",\"severity\":\"low\"},"
            + "\"summary\":\"95 %\"}",
        "1bbcd374ec61965c9a125a0ea5eafdeb | {\"labels\":{\"alertname\":\"L\",\"env\":\"e\"},"
            + "\"source\":\"nagios\",\"Service\":\"x\"}",
        "5bab56bec1fef87414e2e35734bdb782 | {\"labels\":{\"env\":\"e\"},\"description\":\"d\"}"
      })
  void storedFingerprintsAreFoundAgain(String fingerprint, String body) {
    assertThat(one(CUSTOM, body).fingerprint()).hasToString(fingerprint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"name\":\"A\",\"machine\":\"a\"|\"name\":\"A\",\"machine\":\"b\",\"summary\":\"s\"",
        "\"title\":\"A\",\"summary\":\"s\"|\"name\":\"A\"",
        "\"labels\":{\"host\":\"a\"}|\"labels\":{\"host\":\"a\"},\"summary\":\"95"
            + " %\",\"Service\":\"x\"",
        "\"labels\":{\"env\":\"e\"}|\"labels\":{\"env\":\"e\"},\"description\":\"x\"",
        "\"labels\":{\"host\":\"a\"}|\"labels\":{\"host\":\"a\"},\"name\":\"custom_alert\"",
        "\"name\":\"A\",\"Labels\":{\"host\":\"a\"}|\"name\":\"A\"",
      })
  void identitiesOfBodiesWithANameOrLabelsAreWhatTheyWere(String first, String second) {
    assertThat(print(first)).isEqualTo(print(second));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"summary\":\"disk full\" | disk full",
        "\"message\":\"\\n disk full \\nof node a\" | disk full",
        "\"alert\":\"DiskFull\",\"summary\":\"s\" | DiskFull",
        "\"alert\":\"firing\",\"check\":\"disk\" | disk",
        "\"alert\":{\"id\":1},\"subject\":\"s\" | s",
        "\"check_name\":\"disk\",\"message\":\"m\" | disk",
        "\"CheckName\":\"disk\",\"message\":\"m\" | disk",
        "\"Summary\":\"disk full\" | disk full",
        "\"alertName\":\"A\" | A",
        "\"alertname\":\"A\" | A",
        "\"alert\":7,\"event\":\"e\" | e",
        "\"annotations\":{\"summary\":\"s\"} | s",
        "\"summary\":\"Down\" | Down",
        "\"labels\":{\"host\":\"a\"},\"summary\":\"s\" | s",
        "\"incident\":{\"id\":7,\"title\":\"Outage\",\"name\":\"n\"} | Outage",
        "\"data\":{\"name\":\"n\",\"essentials\":{\"alertRule\":\"WCPU\"}} | WCPU",
        "\"b\":{\"name\":\"two\"},\"a\":{\"name\":\"one\"} | one",
        "\"b\":[{\"name\":\"deep\"}],\"a\":{\"message\":\"m\",\"title\":\"OK\"} | deep",
        "\"machine\":\"a\" | custom_alert"
      })
  void aBodyWithoutANameIsCalledByWhatSaysTheMost(String fields, String name) {
    assertThat(one(CUSTOM, "{" + fields + "}").name()).isEqualTo(name);
  }

  @Test
  void aNameSpelledInAnotherWayIsTheName() {
    assertThat(print("\"AlertName\":\"A\"")).isEqualTo(print("\"alert_name\":\"A\""));
    assertThat(print("\"DedupKey\":\"k\"")).isEqualTo(print("\"dedup_key\":\"k\""));
    IncomingAlert both = one(CUSTOM, "{\"AlertName\":\"A\",\"ALERT-NAME\":\"B\"}");
    assertThat(both.name()).isEqualTo("custom_alert");
    assertThat(both.annotations().toMap()).containsKeys("AlertName", "ALERT-NAME");
  }

  @Test
  void statusAndTimesMayBeSpelledInAnotherWay() {
    IncomingAlert alert =
        one(
            CUSTOM,
            "{\"name\":\"A\",\"Status\":\"RESOLVED\",\"Severity\":\"P1\","
                + "\"StartsAt\":\"2026-07-01T00:00:00Z\",\"Description\":\"d\"}");

    assertThat(alert.firing()).isFalse();
    assertThat(alert.severity()).isNotNull();
    assertThat(alert.startsAtMicros()).isEqualTo(Bodies.micros("2026-07-01T00:00:00Z"));
    assertThat(alert.annotations().toMap()).containsOnlyKeys("description");
  }

  /** The fields that are known to say how and when an alert is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"status\":\"resolved\"",
        "\"Status\":\"ok\"",
        "\"state\":\"OK\"",
        "\"severity\":\"low\",\"level\":\"info\"",
        "\"kind\":\"RECOVERY\"",
        "\"timestamp\":1785000000,\"created_at\":\"x\",\"sentTime\":5,\"@timestamp\":\"2026\"",
        "\"since\":\"2026-07-01T10:00:00+02:00\",\"day\":\"2026-07-01\"",
        "\"cpu\":97.5,\"mem\":\"12.5\",\"disk\":\"97 %\",\"heap\":\"97%\",\"value\":3,\"count\":4",
        "\"acked\":true,\"note\":null,\"more\":{},\"list\":[],\"deep\":{\"x\":{\"y\":[1.5]}}",
        "\"event_id\":\"e-1\",\"requestId\":\"r\",\"pid\":4711",
        "\"auth_token\":\"t\",\"details\":{\"password\":\"p\"}"
      })
  void whatSaysHowAndWhenItIsIdentifiesNothing(String changing) {
    assertThat(print("\"alert\":\"DiskFull\",\"machine\":\"a\"," + changing))
        .isEqualTo(print("\"alert\":\"DiskFull\",\"machine\":\"a\""));
  }

  @Test
  void recoveryOfABodyIdentifiedByAllOfItFindsItsAlert() {
    IncomingAlert fired =
        one(
            CUSTOM,
            "{\"tool\":\"cron\",\"job\":{\"name\":\"backup\",\"host\":\"a\"},\"exit_code\":1,"
                + "\"status\":\"firing\",\"at\":\"2026-08-01T09:00:00Z\",\"took\":12.25}");
    IncomingAlert over =
        one(
            CUSTOM,
            "{\"took\":8.5,\"job\":{\"host\":\"a\",\"name\":\"backup\"},\"exit_code\":1,"
                + "\"at\":\"2026-08-01T10:00:00Z\",\"status\":\"resolved\",\"tool\":\"cron\"}");

    assertThat(over.firing()).isFalse();
    assertThat(over.fingerprint()).isEqualTo(fired.fingerprint());
    assertThat(flags(fired)).containsExactly("weak_identity");
  }

  @Test
  void wordsOfTheMappingAreStatesToo() {
    DecodeContext context =
        Bodies.context(
            Bodies.options(
                "{\"mapping\":{\"status\":\"/event/situation\",\"starts_at\":\"/event/begun/0\","
                    + "\"resolved_values\":[\"fixed\"]}}"));
    String body = "{\"event\":{\"what\":\"pump\",\"situation\":\"%s\",\"begun\":[\"%s\",\"x\"]}}";
    byte[] broken = body.formatted("leaks", "noon").getBytes(StandardCharsets.UTF_8);
    byte[] fixed = body.formatted("fixed", "one").getBytes(StandardCharsets.UTF_8);

    IncomingAlert over = Bodies.alerts(CUSTOM.decode(fixed, fixed.length, context)).getFirst();

    assertThat(over.firing()).isFalse();
    assertThat(over.fingerprint())
        .isEqualTo(
            Bodies.alerts(CUSTOM.decode(broken, broken.length, context)).getFirst().fingerprint());
  }

  @ParameterizedTest
  @CsvSource({"OK, false", "Recovered, false", "closed, true", "inactive, true", "anything, true"})
  void stateIsBelievedWhereItMeansOneThing(String state, boolean firing) {
    IncomingAlert alert = one(CUSTOM, "{\"name\":\"a\",\"state\":\"" + state + "\"}");

    assertThat(alert.firing()).isEqualTo(firing);
    assertThat(flags(alert)).isEmpty();
    assertThat(one(CUSTOM, "{\"name\":\"a\",\"state\":\"ok\",\"status\":\"firing\"}").firing())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"status\":\"resolved\"}",
        "{\"severity\":\"critical\",\"status\":\"firing\",\"timestamp\":\"2026-07-01T10:00:00Z\"}",
        "{\"machine\":7,\"code\":[12,true,null,1.5]}",
        "{\"a\":\"\",\"b\":\" \",\"c\":\"17\",\"d\":{\"e\":{}}}",
        "{\"password\":\"abc\"}"
      })
  void aBodyWithoutAWordIsRefused(String body) {
    Decoding.Refused refused = refused(CUSTOM, body);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(elements(Bodies.decode(CUSTOM, "[{\"name\":\"a\"}," + body + "]")).get(1))
        .isInstanceOf(BrokenElement.class);
  }

  @Test
  void elementsOfEveryShapeOfBodyAreIdentifiedByTheirOwnBytes() {
    List<String> bodies =
        List.of(
            "[{\"summary\":\"a\"},{\"summary\":\"b\"}]",
            "{\"x\":1,\"alerts\":[ {\"summary\":\"a\"} ,{\"summary\":\"b\"}]}",
            "{\"summary\":\"a\"}\n {\"summary\":\"b\"}");
    List<List<Fingerprint>> prints = new ArrayList<>();
    for (String body : bodies) {
      prints.add(Bodies.alerts(CUSTOM, body).stream().map(IncomingAlert::fingerprint).toList());
    }

    assertThat(prints)
        .containsOnly(List.of(print("\"summary\":\"a\""), print("\"summary\":\"b\"")));
  }
}
