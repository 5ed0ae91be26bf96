package dev.imas.gateway.edge;

import static dev.imas.gateway.TestGateway.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.TransitionKind;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import dev.imas.gateway.decode.AlertLimits;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Opsgenie's documented requests, byte for byte but for the host, and the answers to them. */
class OpsgenieIT {

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "2");
    gateway.awaitLive(KEY);
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

  private static HttpRequest.Builder to(String path) {
    return gateway
        .to(path)
        .header("Content-Type", "application/json")
        .header("Authorization", "GenieKey " + KEY);
  }

  private static Reply post(String path, String body) {
    return TestGateway.send(to(path).POST(BodyPublishers.ofString(body)));
  }

  private static Reply create(String alias, String message) {
    return post(
        "/v2/alerts",
        "{\"message\":\"%s\",\"alias\":\"%s\",\"priority\":\"P2\"}".formatted(message, alias));
  }

  /** As the SDK asks after each request. */
  private static JsonNode became(Reply accepted) {
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    assertThat(accepted.json().get("result").asText()).isEqualTo("Request will be processed");
    assertThat(accepted.json().get("took").asDouble()).isPositive();
    String id = accepted.json().get("requestId").asText();
    Reply status = TestGateway.send(to("/v2/alerts/requests/" + id).GET());
    assertThat(status.status()).as(status.body()).isEqualTo(200);
    assertThat(status.json().get("requestId").asText()).isEqualTo(id);
    return status.json().get("data");
  }

  @Test
  void documentedRequestsOpenAndClose() {
    byte[] documented = TestGateway.payload("opsgenie-api-v2/create-from-documentation.json");
    Reply created = TestGateway.send(to("/v2/alerts").POST(BodyPublishers.ofByteArray(documented)));

    JsonNode became = became(created);
    assertThat(became.get("isSuccess").asBoolean()).isTrue();
    assertThat(became.get("action").asText()).isEqualTo("Create");
    assertThat(became.get("status").asText()).isEqualTo("Created alert");
    assertThat(became.get("alias").asText()).isEqualTo("Life is too short for no alias");
    assertThat(gateway.alert("An example alert message").firing()).isTrue();

    String alias = "/v2/alerts/Life%20is%20too%20short%20for%20no%20alias";
    String by =
        """
        {
            "user":"Monitoring Script",
            "source":"AWS Lambda",
            "note":"Action executed via Alert API"
        }\
        """;
    assertThat(became(post(alias + "/acknowledge?identifierType=alias", by)).get("action").asText())
        .isEqualTo("Acknowledge");
    assertThat(became(post(alias + "/notes?identifierType=alias", by)).get("isSuccess").asBoolean())
        .isTrue();
    assertThat(gateway.alert("An example alert message").firing()).isTrue();

    // By its id, as the documentation does it first, and below a key in the path.
    Reply closed =
        TestGateway.send(
            gateway
                .to(
                    "/am/"
                        + KEY
                        + "/v2/alerts/"
                        + became.get("alertId").asText()
                        + "/close?identifierType=id")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(by)));
    assertThat(became(closed).get("status").asText()).isEqualTo("Closed alert");
    assertThat(gateway.alerts("status = 1 AND name = 'An example alert message'")).isEmpty();
  }

  @Test
  void aliasIsReusableAfterItsClose() {
    JsonNode first = became(create("again", "Comes again"));
    became(post("/v2/alerts/again/close?identifierType=alias", "{\"source\":\"Grafana\"}"));
    assertThat(gateway.alerts("status = 1 AND name = 'Comes again'")).isEmpty();

    gateway.clock().move(Duration.ofSeconds(1));
    JsonNode second = became(create("again", "Comes again"));

    assertThat(gateway.alert("Comes again").firing()).isTrue();
    assertThat(second.get("alertId")).isEqualTo(first.get("alertId"));
  }

  @Test
  void repeatIsToldLikeTheFirst() {
    became(create("repeat", "Comes twice"));

    JsonNode repeated = became(create("repeat", "Comes twice"));

    assertThat(repeated.get("isSuccess").asBoolean()).isTrue();
    assertThat(repeated.get("alias").asText()).isEqualTo("repeat");
    assertThat(gateway.alerts("name = 'Comes twice'")).hasSize(1);
  }

  @Test
  void closeOfNoAlertIsAcceptedAndFailsInTheStatus() {
    for (String path :
        new String[] {
          "/v2/alerts/nobody/close?identifierType=alias",
          "/v2/alerts/70413a06-38d6-4c85-92b8-5ebc900d42e2/close?identifierType=id",
          "/v2/alerts/1791/close?identifierType=tiny"
        }) {
      JsonNode became = became(post(path, "{}"));

      assertThat(became.get("isSuccess").asBoolean()).as(path).isFalse();
      assertThat(became.get("status").asText()).isEqualTo("Alert does not exist");
    }
  }

  private static Reply put(String path, String body) {
    return TestGateway.send(to(path).PUT(BodyPublishers.ofString(body)));
  }

  /** Alertmanager does, with update_alerts. */
  @Test
  void textsAreChangedWithoutAChangeOfState() {
    became(create("texts", "Has texts"));
    String alert = "/v2/alerts/texts/";
    String alias = "?identifierType=alias";

    JsonNode message = became(put(alert + "message" + alias, "{\"message\":\"other\"}"));
    became(put(alert + "description" + alias, "{\"description\":\"more\"}"));
    became(post(alert + "details" + alias, "{\"details\":{\"region\":\"eu-1\"}}"));

    assertThat(message.get("action").asText()).isEqualTo("UpdateMessage");
    TestGateway.StoredAlert changed = gateway.alert("Has texts");
    assertThat(changed.firing()).isTrue();
    assertThat(changed.annotations()).containsEntry("summary", "other");
    assertThat(changed.annotations()).containsEntry("description", "more");
    assertThat(changed.labels()).containsEntry("region", "eu-1");
    assertThat(gateway.transitions("Has texts")).containsExactly(1);
  }

  /** Each post names others, and each of them fits by itself. */
  @Test
  void detailsThatAreAddedAgainAndAgainKeepTheAlertWithinItsLimits() {
    became(create("grows", "Grows"));
    String alert = "/v2/alerts/grows/";
    String alias = "?identifierType=alias";
    became(
        post(
            alert + "details" + alias,
            "{\"details\":{\"region\":\"eu-1\",\"alertname\":\"Other\"}}"));
    assertThat(gateway.alert("Grows").labels()).containsEntry("alertname", "Grows");

    became(post(alert + "details" + alias, details(64, "a", "1")));
    became(post(alert + "details" + alias, details(64, "b", "2")));
    became(post(alert + "details" + alias, "{\"details\":{\"region\":\"eu-2\",\"zone\":\"3\"}}"));
    became(put(alert + "message" + alias, "{\"message\":\"still readable\"}"));

    TestGateway.StoredAlert grown = gateway.alert("Grows");
    assertThat(grown.labels())
        .hasSize(AlertLimits.DEFAULT.maxLabels())
        .containsEntry("region", "eu-2")
        .containsEntry("alertname", "Grows")
        .containsKey("a0")
        .doesNotContainKeys("b0", "zone");
    assertThat(grown.annotations()).containsEntry("summary", "still readable");
    assertThat(grown.details()).containsEntry("flags", "truncated");
  }

  @Test
  void textsThatAreAddedAgainAndAgainKeepTheAlertWithinItsLimits() {
    became(create("long", "Long"));
    String alert = "/v2/alerts/long/";
    String alias = "?identifierType=alias";
    String value = "x".repeat(2000);

    became(put(alert + "description" + alias, "{\"description\":\"" + value.repeat(5) + "\"}"));
    became(post(alert + "details" + alias, details(40, "a", value)));
    assertThat(gateway.alert("Long").labels().get("a39"))
        .hasSize(AlertLimits.DEFAULT.maxValueLength());
    became(post(alert + "details" + alias, details(20, "b", value)));
    became(post(alert + "details" + alias, "{\"details\":{\"a0\":\"short\"}}"));

    TestGateway.StoredAlert full = gateway.alert("Long");
    assertThat(full.labels()).hasSize(42).containsEntry("a0", "short");
    assertThat(full.details()).containsEntry("flags", "truncated");
  }

  private static String details(int count, String prefix, String value) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"%s%d\":\"%s\"".formatted(prefix, i, value))
        .collect(Collectors.joining(",", "{\"details\":{", "}}"));
  }

  @Test
  void priorityIsAChangeOfTheAlertsStateThatRepeatsDoNotUndo() {
    create("urgent", "Gets worse");
    create("urgent", "Gets worse");

    became(put("/v2/alerts/urgent/priority?identifierType=alias", "{\"priority\":\"P1\"}"));

    TestGateway.StoredAlert raised = gateway.alert("Gets worse");
    assertThat(raised.severity()).isEqualTo(1);
    assertThat(raised.labels()).containsEntry("priority", "P1");
    assertThat(raised.fireCount()).isEqualTo(2);
    int changed = TransitionKind.SEVERITY_CHANGED.number();
    assertThat(gateway.transitions("Gets worse")).containsExactly(1, changed);

    became(put("/v2/alerts/urgent/priority?identifierType=alias", "{\"priority\":\"P1\"}"));
    became(put("/v2/alerts/nobody/priority?identifierType=alias", "{\"priority\":\"P1\"}"));
    assertThat(gateway.transitions("Gets worse")).containsExactly(1, changed);
    assertThat(put("/v2/alerts/urgent/priority?identifierType=alias", "{}").status())
        .isEqualTo(422);
    assertThat(
            put("/v2/alerts/urgent/priority?identifierType=alias", "{\"priority\":\"P9\"}")
                .status())
        .isEqualTo(422);
  }

  @Test
  void whatIsNotDoneIsRefusedAndNotAccepted() {
    became(create("never", "Is never snoozed"));
    for (String path :
        new String[] {"snooze", "assign", "escalate", "responders", "tags", "teams"}) {
      Reply refused = post("/v2/alerts/never/" + path + "?identifierType=alias", "{}");

      assertThat(refused.status()).as(path).isEqualTo(422);
      assertThat(refused.json().get("message").asText()).isNotEmpty();
    }
  }

  @Test
  void refusalsAreOpsgenies() {
    Reply empty = post("/v2/alerts", "{\"alias\":\"a\"}");
    assertThat(empty.status()).isEqualTo(422);
    assertThat(empty.json().get("errors").get("message").asText())
        .isEqualTo("Message can not be empty.");

    Reply broken = post("/v2/alerts/a/close?identifierType=alias", "{\"user\":");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.json().get("message").asText()).contains("not valid JSON");

    Reply noKey = TestGateway.send(gateway.to("/v2/alerts").POST(BodyPublishers.ofString("{}")));
    assertThat(noKey.status()).isEqualTo(401);
    assertThat(noKey.json().has("message")).isTrue();

    assertThat(post("/v2/alerts/a/b/close", "{}").status()).isEqualTo(404);
    assertThat(post("/v2/alerts//close", "{}").status()).isEqualTo(404);
  }

  @Test
  void requestThatNobodyMadeIsNotFound() {
    Reply status =
        TestGateway.send(to("/v2/alerts/requests/513085b8-caf3-4f91-aa23-be5fdefc3570").GET());

    assertThat(status.status()).isEqualTo(404);
    // On RequestNotProcessed the SDK would ask again and again.
    assertThat(status.header("X-Opsgenie-Errortype")).isEqualTo("RequestNotFound");
    assertThat(TestGateway.send(gateway.to("/v2/alerts/requests/513085b8").GET()).status())
        .isEqualTo(401);
  }

  /** A dead letter has all that its path said, so that it can be read again. */
  @Test
  void whatCannotBeReadIsKeptWithItsPath() {
    post("/v2/alerts/kept-one/notes?identifierType=alias&token=t", "{\"note\":\"\"}");

    assertThat(
            gateway
                .database()
                .count(
                    "SELECT count(*) FROM dead_letter WHERE dialect = 'opsgenie-note' AND"
                        + " convert_from(body, 'UTF8') LIKE '%\"identifier\":\"kept-one\"%'"))
        .isPositive();
  }
}
