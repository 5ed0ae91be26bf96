package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.e2e.CoreAndGateway.Reply;
import dev.imas.fixtures.Await;
import dev.imas.gateway.Senders;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What clients of PagerDuty, Opsgenie and Zabbix do to alerts, from the gateway to the incident:
 * acknowledgements, notes, changes.
 */
class SenderAcknowledgementIT {

  private static final CoreAndGateway imas = new CoreAndGateway();
  private static String pagerDuty = "";
  private static String opsgenie = "";
  private static String zabbix = "";
  private static String alertmanager = "";

  @BeforeAll
  static void sources() {
    pagerDuty = imas.key("{'name':'pd','type':'PAGERDUTY'}");
    opsgenie = imas.key("{'name':'og','type':'OPSGENIE'}");
    Await.until("the key to be known", () -> event("resolve", "none", "x"), s -> s == 202);
    zabbix = imas.key("{'name':'zx','type':'ZABBIX'}");
    alertmanager = imas.key("{'name':'am','type':'PROMETHEUS'}");
    Await.until("the key to be known", () -> create("warm", "up"), s -> s == 202);
    Await.until(
        "the last key to be known",
        () -> imas.post("/api/v2/alerts", alertmanager, "[]").status(),
        s -> s == 200);
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

  @Test
  void notesAreReadInTheTimelineAlsoThoseOfAcknowledgementsAndCloses() {
    create("i1", "Pump is dry");
    String id = incident("Pump is dry");
    asked("/v2/alerts/i1/notes", "{'user':'ann@example.org','note':'seen'}");
    asked("/v2/alerts/i1/acknowledge", "{'source':'cron','note':'on \u202eit'}");
    Await.until("the acknowledgement", () -> status(id), "ACKNOWLEDGED"::equals);
    asked("/v2/alerts/i1/close", "{'user':'ann@example.org','note':'filled'}");
    followed();

    assertThat(lines(id))
        .contains(
            "ann@example.org, by og, wrote about Pump is dry: seen",
            "cron, by og, wrote about Pump is dry: on it",
            "ann@example.org, by og, wrote about Pump is dry: filled");
    asked("/v2/alerts/i1/notes", "{'note':'next time sooner'}");
    followed();
    assertThat(lines(id)).contains("og, wrote about Pump is dry: next time sooner");
  }

  @Test
  void titlesOfSendersHoldNoLettersThatShowAnotherTextAndKeepTheirScripts() {
    String family = "👩\u200d👩\u200d👧 שלום می\u200cخواهم";
    create("j1", "pay\u202egpj.exe\u200b " + family);
    String id = incident("paygpj.exe " + family);

    String shown = String.join("\n", lines(id));
    assertThat(shown).contains(family).doesNotContain("\u202e", "\u200b");
    assertThat(
            imas.database.query(
                "SELECT annotations::jsonb ->> 'summary' FROM alert_state WHERE name LIKE 'pay%'"))
        .as("labels and annotations stay as they were posted")
        .containsExactly("pay\u202egpj.exe\u200b " + family);
  }

  @Test
  void whatIsCommentedAndAcknowledgedInZabbixIsReadHere() {
    zabbix("PROBLEM", "", "");
    String id = incident("Disk fills");

    zabbix("PROBLEM", "commented", "cleaning up");
    zabbix("PROBLEM", "acknowledged, commented", "mine");

    Await.until("the acknowledgement", () -> status(id), "ACKNOWLEDGED"::equals);
    followed();
    assertThat(lines(id))
        .contains(
            "Admin, by zx, wrote about Disk fills: cleaning up",
            "Admin, by zx, wrote about Disk fills: mine");
  }

  @Test
  void raisedPriorityCallsPeopleAndALoweredOneDoesNot() {
    asked("/v2/alerts", "{'alias':'p4','message':'Slow','priority':'P4'}");
    asked("/v2/alerts", "{'alias':'p1','message':'Down','priority':'P1'}");
    String raised = incident("Slow");
    String lowered = incident("Down");
    followed();
    assertThat(calls(lowered, "event = 'incident.triggered'")).isPositive();
    assertThat(calls(raised, OF_THE_CHANGE)).isZero();

    assertThat(put("p4", "priority", "{'priority':'P1'}")).isEqualTo(202);
    assertThat(put("p1", "priority", "{'priority':'P4'}")).isEqualTo(202);

    Await.until("people to be called", () -> calls(raised, OF_THE_CHANGE), n -> n > 0);
    followed();
    assertThat(severity(raised)).isEqualTo("SEV1_CRITICAL");
    assertThat(severity(lowered))
        .as("incidents do not fall by themselves")
        .isEqualTo("SEV1_CRITICAL");
    assertThat(calls(lowered, OF_THE_CHANGE)).isZero();
    assertThat(
            imas.database.count(
                "SELECT count(*) FROM alert_state WHERE name = 'Down' AND severity = 4"))
        .isOne();
  }

  /**
   * Each path on which senders are answered as by another product, whose clients know nothing of
   * receipts: what is asked for there is done, or refused. A new path needs a line here.
   */
  @Test
  void whateverIsAnsweredAsDoneIsDone() {
    create("q1", "All is asked of it");
    String id = incident("All is asked of it");
    followed();
    List<Asked> all =
        List.of(
            Asked.of("/v2/alerts", "{'alias':'q2','message':'Made'}", alert("name = 'Made'")),
            Asked.of(Q1 + "acknowledge", "{}", line(id, "All is asked of it was acknowledged%")),
            Asked.of(Q1 + "unacknowledge", "{}", line(id, "%not acknowledged any more%")),
            Asked.of(Q1 + "notes", "{'note':'n1'}", line(id, "%: n1")),
            Asked.of(Q1 + "priority", "{'priority':'P2'}", alert(IS_ASKED + "severity = 2")),
            Asked.of(Q1 + "message", "{'message':'m1'}", alert(IS_ASKED + has("summary", "m1"))),
            Asked.of(
                Q1 + "description",
                "{'description':'d1'}",
                alert(IS_ASKED + has("description", "d1"))),
            Asked.of(
                Q1 + "details",
                "{'details':{'k1':'v1'}}",
                alert(IS_ASKED + "labels::jsonb ->> 'k1' = 'v1'")),
            Asked.refused(Q1 + "tags", "{'tags':['t']}"),
            Asked.refused(Q1 + "responders", "{'responder':{'name':'r','type':'team'}}"),
            Asked.refused(Q1 + "teams", "{'team':{'name':'t'}}"),
            Asked.refused(Q1 + "assign", "{'owner':{'username':'u'}}"),
            Asked.refused(Q1 + "escalate", "{'escalation':{'name':'e'}}"),
            Asked.refused(Q1 + "snooze", "{'endTime':'2030-01-01T00:00:00Z'}"),
            Asked.refused(Q1 + "attachments", "{}"),
            Asked.refused(Q1 + "actions/restart", "{}"),
            Asked.of(Q1 + "close", "{}", alert(IS_ASKED + "status = 2")),
            Asked.of(
                "/v2/enqueue",
                "{'event_action':'trigger','payload':{'summary':'Two','source':'s','severity':'info'}}",
                alert("name = 'Two'")),
            Asked.of(
                "/generic/2010-04-15/create_event.json",
                "{'event_type':'trigger','description':'One'}",
                alert("name = 'One'")),
            Asked.of(
                "/v2/change/enqueue",
                "{'payload':{'summary':'Deployed','source':'s'}}",
                "SELECT count(*) FROM side_event WHERE kind = 2 AND title = 'Deployed'"),
            Asked.of(
                "/api/v2/alerts", "[{'labels':{'alertname':'Three'}}]", alert("name = 'Three'")));

    assertThat(all).extracting(Asked::path).containsAll(pathsOfOtherProducts());
    for (Asked one : all) {
      int status =
          imas.post(one.path().replace("{identifier}", "q1") + ALIAS, key(one.path()), one.body())
              .status();
      String done = one.done();
      if (done == null) {
        assertThat(status).as(one.path()).isBetween(400, 499);
      } else {
        assertThat(status).as(one.path()).isBetween(200, 202);
        Await.until(one.path() + " to be done", () -> imas.database.count(done), n -> n > 0);
      }
    }
  }

  private static final String Q1 = "/v2/alerts/{identifier}/";
  private static final String ALIAS = "?identifierType=alias";
  private static final String IS_ASKED = "name = 'All is asked of it' AND ";

  /**
   * @param done counts what shows that it is done; null if it is refused
   */
  private record Asked(String path, String body, @Nullable String done) {
    static Asked of(String path, String body, String done) {
      return new Asked(path, body, done);
    }

    static Asked refused(String path, String body) {
      return new Asked(path, body, null);
    }
  }

  private static List<String> pathsOfOtherProducts() {
    return new Senders()
        .all().stream()
            .flatMap(sender -> sender.formats().stream())
            .flatMap(
                format -> Stream.concat(Stream.of(format.path()), format.otherPaths().stream()))
            .filter(path -> !path.startsWith("/api/v1/webhooks/"))
            .distinct()
            .toList();
  }

  private static String key(String path) {
    return path.startsWith("/v2/alerts")
        ? opsgenie
        : path.startsWith("/api/v2/") ? alertmanager : pagerDuty;
  }

  private static String alert(String condition) {
    return "SELECT count(*) FROM alert_state WHERE " + condition;
  }

  private static String has(String annotation, String text) {
    return "annotations::jsonb ->> '" + annotation + "' = '" + text + "'";
  }

  private static String line(String id, String like) {
    return "SELECT count(*) FROM timeline WHERE incident_id = '"
        + id
        + "' AND message LIKE '"
        + like
        + "'";
  }

  /** What its opening calls for by and by is not of the change. */
  private static final String OF_THE_CHANGE =
      "event NOT IN ('incident.triggered', 'incident.escalated', 'incident.reminded')";

  private static long calls(String id, String condition) {
    return imas.database.count(
        "SELECT count(*) FROM delivery WHERE incident_id = '" + id + "' AND " + condition);
  }

  private static String severity(String id) {
    return imas.api("GET", "/api/v1/incidents/" + id, null).json().get("severity").asText();
  }

  private static void asked(String path, String body) {
    Reply reply = imas.post(path + ALIAS, opsgenie, body);
    assertThat(reply.status()).as("%s: %s", path, reply.json()).isEqualTo(202);
  }

  private static int put(String alias, String what, String body) {
    return imas.put("/v2/alerts/" + alias + "/" + what + ALIAS, opsgenie, body).status();
  }

  private static void zabbix(String status, String action, String comment) {
    Reply reply =
        imas.post(
            "/api/v1/webhooks/zabbix/",
            zabbix,
            ("{'hostname':'db-1','severity':'High','status':'%s','item':'Free','trigger':'Disk"
                    + " fills','link':'https://z.example.org/tr_events.php?triggerid=77&eventid=1',"
                    + "'action':'%s','author':'Admin','comment':'%s'}")
                .formatted(status, action, comment));
    assertThat(reply.status()).as("%s", reply.json()).isBetween(200, 202);
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
                "SELECT (SELECT count(*) FROM sender_action) + (SELECT count(*) FROM sender_note)"
                    + " + (SELECT count(*) FROM outbox)"),
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
