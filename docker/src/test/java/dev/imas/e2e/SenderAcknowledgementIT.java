package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.e2e.CoreAndGateway.Reply;
import dev.imas.fixtures.Await;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Acknowledgements as clients of PagerDuty and Opsgenie post them, from the gateway to the
 * incident.
 */
class SenderAcknowledgementIT {

  private static final CoreAndGateway imas = new CoreAndGateway();
  private static String pagerDuty = "";
  private static String opsgenie = "";

  @BeforeAll
  static void sources() {
    pagerDuty = imas.key("{'name':'pd','type':'PAGERDUTY'}");
    opsgenie = imas.key("{'name':'og','type':'OPSGENIE'}");
    Await.until("the key to be known", () -> event("resolve", "none", "x"), s -> s == 202);
    Await.until("the key to be known", () -> create("warm", "up"), s -> s == 202);
  }

  @AfterAll
  static void stop() {
    imas.close();
  }

  @Test
  void theIncidentIsAcknowledgedWhenAllOfItsFiringAlertsAre() {
    String id = opens("Disk is full", "a1", "a2");

    event("acknowledge", "a1", "Disk is full");
    followed();
    assertThat(status(id)).isEqualTo("TRIGGERED");
    assertThat(lines(id)).contains("Disk is full was acknowledged where it comes from: pd");

    event("acknowledge", "a2", "Disk is full");
    Await.until("the acknowledgement", () -> status(id), "ACKNOWLEDGED"::equals);
    JsonNode incident = imas.api("GET", "/api/v1/incidents/" + id, null).json();
    assertThat(incident.get("lead").isNull()).as("nobody here took it on").isTrue();
    assertThat(lines(id)).contains("Acknowledged where its alerts come from: pd");
  }

  @Test
  void whatPeopleTakeBackIsNotAcknowledgedByTheSameWordAgain() {
    String id = opens("Queue is long", "b1");
    event("acknowledge", "b1", "Queue is long");
    Await.until("the acknowledgement", () -> status(id), "ACKNOWLEDGED"::equals);

    Reply taken = imas.api("POST", "/api/v1/incidents/" + id + "/unacknowledge", "{}");
    assertThat(taken.status()).as("%s", taken.json()).isEqualTo(200);
    event("acknowledge", "nobody knows it", "x");
    followed();
    assertThat(status(id)).isEqualTo("TRIGGERED");

    event("acknowledge", "b1", "Queue is long");
    Await.until("the next acknowledgement", () -> status(id), "ACKNOWLEDGED"::equals);
  }

  @Test
  void itIsAcknowledgedAlsoWhenTheOthersRecover() {
    String id = opens("Node is down", "c1", "c2");
    event("acknowledge", "c1", "Node is down");
    followed();
    assertThat(status(id)).isEqualTo("TRIGGERED");

    event("resolve", "c2", "Node is down");

    Await.until("the acknowledgement", () -> status(id), "ACKNOWLEDGED"::equals);
  }

  @Test
  void anotherEpisodeOfAnAlertIsNotAcknowledged() {
    String id = opens("Link flaps", "d1", "d2");
    event("acknowledge", "d1", "Link flaps");
    followed();
    event("resolve", "d1", "Link flaps");
    event("trigger", "d1", "Link flaps");
    event("acknowledge", "d2", "Link flaps");
    followed();
    assertThat(status(id)).isEqualTo("TRIGGERED");
  }

  @Test
  void opsgeniesAcknowledgementNamesWhoItWas() {
    create("e1", "Certificate ends");
    String id = incident("Certificate ends");

    Reply reply =
        imas.post(
            "/v2/alerts/e1/acknowledge?identifierType=alias",
            opsgenie,
            "{'user':'ann@example.org','note':'on it'}");
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(202);

    Await.until("the acknowledgement", () -> status(id), "ACKNOWLEDGED"::equals);
    assertThat(lines(id))
        .contains("Acknowledged where its alerts come from: ann@example.org, by og");
  }

  @Test
  void whatIsTakenBackWhereItComesFromIsTakenBackHere() {
    create("f1", "Battery is low");
    String id = incident("Battery is low");
    opsgenie("f1", "acknowledge", "ann@example.org");
    Await.until("the acknowledgement", () -> status(id), "ACKNOWLEDGED"::equals);

    opsgenie("f1", "unacknowledge", "ann@example.org");

    Await.until("the end of the acknowledgement", () -> status(id), "TRIGGERED"::equals);
    assertThat(lines(id))
        .contains(
            "Battery is low is not acknowledged any more where it comes from: ann@example.org, by"
                + " og",
            "Not acknowledged any more where its alerts come from: ann@example.org, by og");
    assertThat(
            imas.database.count(
                "SELECT count(*) FROM delivery WHERE event = 'incident.unacknowledged' AND"
                    + " incident_id = '"
                    + id
                    + "'"))
        .as("pages that nobody works on it")
        .isPositive();
    opsgenie("f1", "acknowledge", "bob@example.org");
    Await.until("the next acknowledgement", () -> status(id), "ACKNOWLEDGED"::equals);
  }

  @Test
  void whatAPersonHasTakenOnHereIsNotTakenBackThere() {
    create("g1", "Fan is loud");
    String id = incident("Fan is loud");
    Reply taken = imas.api("POST", "/api/v1/incidents/" + id + "/acknowledge", "{}");
    assertThat(taken.status()).as("%s", taken.json()).isEqualTo(200);

    opsgenie("g1", "acknowledge", "ann@example.org");
    opsgenie("g1", "unacknowledge", "ann@example.org");
    followed();

    assertThat(status(id)).isEqualTo("ACKNOWLEDGED");
    assertThat(lines(id))
        .contains(
            "Fan is loud is not acknowledged any more where it comes from: ann@example.org, by og");
  }

  @Test
  void theLastWordOfOneSecondHolds() {
    create("h1", "Door is open");
    String id = incident("Door is open");
    Await.until(
        "the alert to fire in it",
        () -> imas.database.count("SELECT firing_count FROM incident WHERE id = '" + id + "'"),
        n -> n == 1);
    for (int i = 0; i < 3; i++) {
      opsgenie("h1", "acknowledge", "ann@example.org");
      opsgenie("h1", "unacknowledge", "ann@example.org");
    }
    followed();
    assertThat(status(id)).isEqualTo("TRIGGERED");
    assertThat(
            imas.database.count(
                "SELECT count(*) FROM alert_acknowledgement WHERE incident_id = '" + id + "'"))
        .isZero();
  }

  private static void opsgenie(String alias, String action, String user) {
    Reply reply =
        imas.post(
            "/v2/alerts/" + alias + "/" + action + "?identifierType=alias",
            opsgenie,
            "{'user':'%s'}".formatted(user));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(202);
  }

  /** All that waited has been looked at, and intake has nothing left. */
  private static void followed() {
    Await.until(
        "acknowledgements to be followed",
        () ->
            imas.database.count(
                "SELECT (SELECT count(*) FROM sender_action) + (SELECT count(*) FROM outbox)"),
        left -> left == 0);
  }

  private static String opens(String title, String... keys) {
    for (String key : keys) {
      assertThat(event("trigger", key, title)).isEqualTo(202);
    }
    String id = incident(title);
    Await.until(
        "all of its alerts",
        () -> imas.database.count("SELECT firing_count FROM incident WHERE id = '" + id + "'"),
        n -> n == keys.length);
    return id;
  }

  private static String incident(String title) {
    return Await.until(
            "the incident",
            () -> imas.database.query("SELECT id FROM incident WHERE title = '" + title + "'"),
            ids -> !ids.isEmpty())
        .getFirst();
  }

  private static int event(String action, String key, String summary) {
    return imas.post(
            "/v2/enqueue",
            pagerDuty,
            "{'event_action':'%s','dedup_key':'%s','payload':{'summary':'%s','source':'web-1','severity':'error'}}"
                .formatted(action, key, summary))
        .status();
  }

  private static int create(String alias, String message) {
    return imas.post(
            "/v2/alerts", opsgenie, "{'alias':'%s','message':'%s'}".formatted(alias, message))
        .status();
  }

  private static String status(String id) {
    return imas.api("GET", "/api/v1/incidents/" + id, null).json().get("status").asText();
  }

  private static List<String> lines(String id) {
    JsonNode items =
        imas.api("GET", "/api/v1/incidents/" + id + "/timeline", null).json().get("items");
    return StreamSupport.stream(items.spliterator(), false)
        .map(item -> item.get("message").asText())
        .toList();
  }
}
