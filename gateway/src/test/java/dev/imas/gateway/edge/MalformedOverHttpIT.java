package dev.imas.gateway.edge;

import static dev.imas.gateway.TestGateway.ALERTMANAGER;
import static dev.imas.gateway.TestGateway.API_V2;
import static dev.imas.gateway.TestGateway.CUSTOM;
import static dev.imas.gateway.TestGateway.GRAFANA;
import static dev.imas.gateway.TestGateway.KEY;
import static dev.imas.gateway.TestGateway.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be wrong with a body, and what its sender is answered. */
class MalformedOverHttpIT {

  private static final int MB = 1_000_000;

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "2", "gateway.max-batch", "1000");
  }

  @AfterEach
  void everythingIsLetGoOf() {
    gateway.awaitNothingInFlight();
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  private static byte[] malformed(String name) {
    return payload("malformed/" + name + ".json");
  }

  private static long deadLetters(String where) {
    return gateway.database().count("SELECT count(*) FROM dead_letter WHERE " + where);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "truncated",
        "trailing-garbage",
        "two-documents",
        "empty-body",
        "whitespace-only",
        "html-error-page",
        "string",
        "null",
        "form-encoded",
        "invalid-utf8",
        "utf16-with-bom",
        "nan-infinity"
      })
  void whatIsNotJsonIs400WithItsOffsetAndIsKeptWithItsBytes(String name) {
    byte[] body = malformed(name);
    long accepted = gateway.ledger("accepted");

    Reply reply = gateway.post(ALERTMANAGER, body);

    reply.assertProblem(400);
    assertThat(reply.json().get("detail").asText()).containsPattern("at byte \\d+");
    assertThat(
            deadLetters(
                "kind = 'body' AND NOT counted AND body_size = "
                    + body.length
                    + " AND md5(body) = '"
                    + md5(body)
                    + "' AND reason LIKE '%at byte%'"))
        .isEqualTo(1);
    assertThat(gateway.ledger("accepted")).isEqualTo(accepted);
  }

  private static String md5(byte[] bytes) {
    try {
      return java.util.HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("MD5").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "empty-object, /alerts",
    "alerts-is-object, /alerts",
    "labels-is-list, /alerts/0/labels"
  })
  void wrongShapeIs422NamingTheField(String name, String pointer) {
    for (String route : List.of(ALERTMANAGER, GRAFANA)) {
      Reply reply = gateway.post(route, malformed(name));

      reply.assertProblem(422);
      assertThat(reply.json().get("pointer").asText()).isEqualTo(pointer);
    }
  }

  @Test
  void emptyListIsProcessedAsNothing() {
    Reply custom = gateway.post(CUSTOM, malformed("empty-array"));
    assertThat(custom.status()).isEqualTo(202);
    assertThat(custom.json().get("processed").asInt()).isZero();

    assertThat(gateway.post(API_V2, malformed("empty-array")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "duplicate-keys",
        "utf8-bom-valid",
        "lone-surrogate",
        "nul-character",
        "label-values-not-strings",
        "status-is-number",
        "bad-timestamps",
        "empty-labels",
        "empty-and-odd-label-names",
        "unicode"
      })
  void whatCanBeReadIsStoredAndNeverAnErrorOfTheDatabase(String name) {
    double refused = gateway.metric("imas_ingest_rows_refused_total");

    Reply reply = gateway.post(ALERTMANAGER, malformed(name));

    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    assertThat(reply.json().has("dead_lettered")).isFalse();
    assertThat(gateway.metric("imas_ingest_rows_refused_total")).isEqualTo(refused);
  }

  @Test
  void numbersOutOfRangeAreTaken() {
    assertThat(gateway.post(CUSTOM, malformed("number-overflow")).status()).isEqualTo(202);
  }

  @Test
  void unicodeComesOutByteForByte() {
    gateway.post(ALERTMANAGER, malformed("unicode"));

    TestGateway.StoredAlert alert = gateway.alert("ディスク満杯 💥");
    assertThat(alert.labels())
        .containsEntry("combining", "e\u0301")
        .containsEntry("zwj", "👩‍👩‍👧‍👦");
    assertThat(alert.annotations().get("summary")).endsWith("\r\nX-Injected: 1");
  }

  @Test
  void goodNeighboursOfABrokenElementAreKeptInOrder() {
    Reply reply =
        TestGateway.send(
            gateway
                .json(KEY, ALERTMANAGER, malformed("one-bad-of-three"))
                .header("Prefer", "return=representation"));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("processed").asInt()).isEqualTo(2);
    assertThat(reply.json().get("dead_lettered").asInt()).isEqualTo(1);
    assertThat(reply.json().get("results").findValuesAsText("disposition"))
        .containsExactly("opened", "dead_lettered", "stale");
    assertThat(reply.json().get("results").get(1).get("pointer").asText()).isEqualTo("/alerts/1");
    assertThat(
            deadLetters(
                "kind = 'element' AND counted AND pointer = '/alerts/1'"
                    + " AND convert_from(body, 'UTF8') = '\"not an alert\"'"))
        .isEqualTo(1);
    assertThat(gateway.alert("Good1").firing()).isTrue();
  }

  @Test
  void apiOfAlertmanagerAnswersJsonStringsAndKeepsTheGoodAlerts() {
    Reply object = gateway.post(API_V2, malformed("v2-alerts-object-instead-of-array"));
    assertThat(object.status()).isEqualTo(400);
    assertThat(object.json().isTextual()).isTrue();

    Reply missing = gateway.post(API_V2, malformed("v2-alerts-missing-labels"));
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.json().isTextual()).isTrue();
    assertThat(missing.json().asText()).contains("/0");
    assertThat(gateway.alert("Good").firing()).isTrue();
    assertThat(deadLetters("dialect = 'alertmanager-api-v2' AND kind = 'element'")).isPositive();

    Reply badName = gateway.post(API_V2, malformed("v2-alerts-invalid-label-name"));
    assertThat(badName.status()).isEqualTo(400);
    assertThat(gateway.alert("Y").labels()).doesNotContainKey("empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/xml", "image/png", "application/x-www-form-urlencoded"})
  void otherMediaTypesAre415(String type) {
    Reply reply =
        TestGateway.send(
            gateway
                .withKey(ALERTMANAGER, KEY)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

    reply.assertProblem(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "application/json; charset=utf-8",
        "application/cloudevents+json",
        "Application/JSON"
      })
  void typesThatMeanJsonAreReadAsJson(String type) {
    HttpRequest.Builder request =
        gateway
            .withKey(CUSTOM, KEY)
            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"Typed\"}"));

    Reply reply = TestGateway.send(type.isEmpty() ? request : request.header("Content-Type", type));

    assertThat(reply.status()).isEqualTo(202);
  }

  @Test
  void datadogsFormIsRead() {
    Reply reply =
        TestGateway.send(
            gateway
                .withKey(TestGateway.DATADOG, KEY)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "alert_id=4711&alert_transition=Triggered&title=Form+of+Datadog")));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(gateway.alert("Form of Datadog").firing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{\"alerts\":[{\"labels\":{\"alertname\":\"D\"},\"annotations\":{\"x\":"})
  void nestingOfTenThousandIs400AtOnce(String before) {
    Reply reply = gateway.post(ALERTMANAGER, before + "[".repeat(10_000));

    reply.assertProblem(400);
  }

  @Test
  void tenThousandLabelsAreCutAndFlagged() {
    StringBuilder labels = new StringBuilder("\"alertname\":\"Wide\"");
    for (int i = 0; i < 10_000; i++) {
      labels.append(",\"l").append(i).append("\":\"v\"");
    }

    Reply reply = gateway.post(API_V2, "[{\"labels\":{" + labels + "}}]");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(gateway.alert("Wide").labels()).hasSize(64);
    assertThat(gateway.alert("Wide").details().get("flags")).contains("truncated");
  }

  @Test
  void longValuesThatDifferAtTheirEndStayTwoAlerts() {
    String value = "x".repeat(MB);
    for (String end : List.of("a", "b")) {
      gateway.custom("\"name\":\"Long\",\"labels\":{\"v\":\"" + value + end + "\"}");
    }
    gateway.custom("\"name\":\"Long\",\"labels\":{\"" + "n".repeat(10_000) + "\":\"v\"}");

    assertThat(gateway.alerts("name = 'Long'")).hasSize(3);
  }

  @Test
  void ofAHundredThousandBrokenElementsAThousandAreKeptAndOneLetterTellsOfTheRest() {
    double notKept = gateway.metric("imas_ingest_elements_not_kept_total");
    long before = deadLetters("true");
    long accepted = gateway.ledger("accepted");
    String list = "[{\"name\":\"OneOfMany\"}" + ",0".repeat(99_999) + "]";

    Reply reply = gateway.post(CUSTOM, list);

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("opened").asInt()).isEqualTo(1);
    assertThat(reply.json().get("dead_lettered").asInt()).isEqualTo(1_000);
    assertThat(reply.json().get("not_kept").asInt()).isEqualTo(98_999);
    assertThat(gateway.alert("OneOfMany").firing()).isTrue();
    assertThat(deadLetters("true") - before).isEqualTo(1_001);
    assertThat(
            deadLetters(
                "kind = 'body' AND NOT counted AND pointer = '/1001'"
                    + " AND reason LIKE '98999 more elements%'"))
        .isEqualTo(1);
    assertThat(gateway.ledger("accepted") - accepted).isEqualTo(1_001);
    assertThat(gateway.metric("imas_ingest_elements_not_kept_total") - notKept).isEqualTo(98_999);
  }

  @Test
  void bodyIdentifiedByAllOfItIsSaidToBe() {
    Reply reply =
        TestGateway.send(
            gateway
                .json(
                    KEY,
                    CUSTOM,
                    "[{\"summary\":\"pump leaks\"},{\"name\":\"N\"}]"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .header("Prefer", "return=representation"));

    assertThat(reply.json().get("weak_identity").asInt()).isEqualTo(1);
    assertThat(reply.json().get("results").get(0).get("flags").get(0).asText())
        .isEqualTo("weak_identity");
    assertThat(reply.json().get("results").get(1).has("flags")).isFalse();
    assertThat(gateway.alert("pump leaks").details().get("flags")).isEqualTo("weak_identity");
    assertThat(gateway.post(CUSTOM, "{\"severity\":\"high\",\"n\":7}").status()).isEqualTo(422);
  }
}
