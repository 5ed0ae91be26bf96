package dev.imas.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** NTF-17: other systems subscribe to what happens to incidents. */
class EventWebhookIT {

  private static final String BASE = "/api/v1/webhooks/outgoing";
  private static final String ALL =
      "['incident.created','incident.acknowledged','incident.unacknowledged','incident.mitigated','incident.resolved',"
          + "'incident.reopened','incident.escalated','comment.added']";

  private static RunningCore core;
  private static int made;

  @BeforeAll
  static void start() {
    core = RunningCore.start();
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Reply register(String name, String more) {
    return core.post(
        BASE + "/register",
        ("{'name':'" + name + "','url':'http://hooks.example/" + name + "?key=hidden'" + more + "}")
            .replace('\'', '"'));
  }

  private static String subscription(String more) {
    Reply reply = register("hook-" + ++made, more);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private static String incident(UUID service, String severity) {
    Reply reply =
        core.post(
            "/api/v1/incidents",
            "{\"title\":\"Trouble %d\",\"service\":\"%s\",\"severity\":\"%s\"}"
                .formatted(++made, service, severity));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private static void act(String incident, String action) {
    Reply done =
        core.post("/api/v1/incidents/" + incident + "/" + action, "{\"message\":\"as said\"}");
    assertThat(done.status()).as("%s", done.json()).isIn(200, 201);
  }

  /** What waits for it, in order: event and whether it is its turn. */
  private static List<String> queued(String webhook) {
    return core.database.query(
        "SELECT event || CASE WHEN is_head THEN ' head' ELSE '' END FROM event_delivery"
            + " WHERE webhook_id = '%s' ORDER BY position".formatted(webhook));
  }

  @Test
  void whatHappensToAnIncidentIsQueuedInOrderAndOnlyTheFirstIsInTurn() {
    String hook = subscription(",'events':" + ALL);
    String incident = incident(core.service("of " + hook), "SEV3");
    act(incident, "acknowledge");
    act(incident, "unacknowledge");
    act(incident, "comments");
    act(incident, "mitigate");
    act(incident, "resolve");
    act(incident, "reopen");

    assertThat(queued(hook))
        .containsExactly(
            "incident.created head",
            "incident.acknowledged",
            "incident.unacknowledged",
            "comment.added",
            "incident.mitigated",
            "incident.resolved",
            "incident.reopened");
    JsonNode first = body(hook, "incident.acknowledged");
    assertThat(first.get("event").asText()).isEqualTo("incident.acknowledged");
    assertThat(first.get("timestamp").asText()).isEqualTo(core.clock.instant().toString());
    assertThat(first.at("/data/id").asText()).isEqualTo(incident);
    assertThat(first.at("/data/status").asText()).as("as it was then").isEqualTo("ACKNOWLEDGED");
    assertThat(first.at("/data/service/name").asText()).isEqualTo("of " + hook);
    assertThat(first.at("/data/message").asText()).isEqualTo("as said");
    assertThat(first.at("/data/tenant").asText()).isEqualTo(core.tenant.toString());
  }

  /** G50: other systems learn of deployment windows, freezes and refusals of the gate. */
  @Test
  void whatHappensToChangesIsSentToWhomItConcerns() {
    UUID service = core.service("deployed");
    UUID another = core.service("not deployed");
    String events =
        ",'events':['window.planned','window.started','window.ended','freeze.created','gate.denied']";
    String all = subscription(events);
    String concerned = subscription(events + ",'services':['" + service + "']");
    String unconcerned = subscription(events + ",'services':['" + another + "']");
    LocalDateTime now =
        LocalDateTime.ofInstant(core.now(), ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
    String times =
        ",'starts_at':'%s','ends_at':'%s','time_zone':'UTC'"
            .formatted(now.minusMinutes(1), now.plusHours(1));
    String window =
        changed(
                "/deployment-windows",
                "{'title':'Release','environment':'staging','services':['deployed']" + times + "}")
            .get("id")
            .asText();
    changed("/deployment-windows/" + window + "/start", "{}");
    changed("/deployment-windows/" + window + "/finish", "{'outcome':'failed','comment':'slow'}");
    changed(
        "/freezes",
        "{'name':'Inventory','services':['deployed'],'starts_at':'%s','ends_at':'%s','time_zone':'UTC'}"
            .formatted(now.minusMinutes(1), now.plusDays(3)));
    changed("/gate", "{'service':'deployed','environment':'prod'}");

    List<String> sent =
        List.of(
            "window.planned head",
            "window.started",
            "window.ended",
            "freeze.created head",
            "gate.denied head");
    assertThat(queued(all)).isEqualTo(sent);
    assertThat(queued(concerned)).isEqualTo(sent);
    assertThat(queued(unconcerned)).isEmpty();
    JsonNode ended = body(all, "window.ended");
    assertThat(ended.at("/data/status").asText()).isEqualTo("failed");
    assertThat(ended.at("/data/message").asText()).isEqualTo("slow");
    assertThat(ended.at("/data/path").asText()).isEqualTo("/api/v1/deployment-windows/" + window);
    JsonNode denied = body(all, "gate.denied");
    assertThat(denied.at("/data/reasons/0").asText()).contains("Inventory");
    assertThat(core.get(denied.at("/data/path").asText()).status()).isEqualTo(200);
    assertThat(core.get(ended.at("/data/path").asText()).status()).isEqualTo(200);
  }

  private static JsonNode changed(String path, String json) {
    Reply reply = core.post("/api/v1" + path, json.replace('\'', '"'));
    assertThat(reply.status()).as("%s", reply.http().body()).isIn(200, 201);
    return reply.json();
  }

  /** C41: whoever follows incidents learns where one has gone. */
  @Test
  void aMergeSaysIntoWhichIncident() {
    String hook = subscription(",'events':['incident.merged','incident.resolved']");
    UUID service = core.service("of " + hook);
    String source = incident(service, "SEV3");
    String target = incident(service, "SEV3");
    Reply merged =
        core.post("/api/v1/incidents/" + target + "/merge", "{\"sources\":[\"" + source + "\"]}");
    assertThat(merged.status()).isEqualTo(200);
    assertThat(queued(hook)).containsExactly("incident.merged head");
    assertThat(body(hook, "incident.merged").at("/data/merged_into").asText()).isEqualTo(target);
  }

  /** What IMAS notes, and what it notes of what somebody did, is nobody's comment. */
  @Test
  void whatIsNoPersonsCommentIsNotSentAsOne() {
    String hook = subscription(",'events':" + ALL);
    core.post(Event.firing("of " + hook, 3, core.service("of " + hook), core.now()).inGroup(hook));
    core.follow();
    String incident =
        core.database.query("SELECT id FROM incident WHERE group_key = '" + hook + "'").getFirst();
    core.database.query(
        ("SELECT id FROM put_silence('%s', NULL, gen_random_uuid(), '[\"alertname=\\\"of"
                + " %s\\\"\"]', '%s', '%s', false, 'ana', 'test', 'because', '%3$s', 100)")
            .formatted(core.tenant, hook, core.now(), core.now().plus(Duration.ofDays(1))));
    core.sweep("hiding");
    core.follow();
    core.sweep("hidden-incidents");
    assertThat(
            core.database.query(
                "SELECT author FROM timeline WHERE type = 'NOTE' AND incident_id = '%s'"
                    .formatted(incident)))
        .containsExactly("system");
    act(incident, "comments");

    assertThat(queued(hook)).containsExactly("incident.created head", "comment.added");
    assertThat(body(hook, "comment.added").at("/data/message").asText()).isEqualTo("as said");
  }

  private static JsonNode body(String webhook, String event) {
    return Json.read(
        core.database
            .query(
                "SELECT payload FROM event_delivery WHERE webhook_id = '%s' AND event = '%s'"
                    .formatted(webhook, event))
            .get(0),
        JsonNode.class);
  }

  @Test
  void onlyWhatASubscriptionAsksForIsQueued() {
    UUID mine = core.service("mine");
    UUID other = core.service("other");
    String bySeverity = subscription(",'events':['incident.created'],'severities':['P1','SEV2']");
    String byService = subscription(",'events':['incident.created'],'services':['mine']");
    String byTeam = subscription(",'events':['incident.created'],'teams':['team of other']");
    String either =
        subscription(
            ",'events':['incident.created'],'services':['mine'],'teams':['team of other']");
    incident(mine, "SEV3");
    incident(other, "SEV2");

    assertThat(queued(bySeverity)).hasSize(1);
    assertThat(queued(byService)).hasSize(1);
    assertThat(queued(byTeam)).hasSize(1);
    assertThat(queued(either)).hasSize(2);
    String switchedOff = subscription(",'events':['incident.created'],'is_active':false");
    incident(mine, "SEV1");
    assertThat(queued(switchedOff)).isEmpty();
  }

  @Test
  void whatIsRolledBackIsNotQueuedAndWhatIsQueuedTwiceIsThereOnce() {
    String hook = subscription(",'events':" + ALL);
    String incident = incident(core.service("of " + hook), "SEV3");
    Reply refused = core.post("/api/v1/incidents/" + incident + "/reopen", "{\"message\":\"no\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(queued(hook)).hasSize(1);

    core.database.execute(
        """
        BEGIN;
        SELECT set_config('imas.tenant', '%1$s', true);
        SELECT queue_events(ARRAY [gen_random_uuid()], ARRAY [webhook_id], ARRAY [about_id], ARRAY [event_key], ARRAY [event],
                            ARRAY ['{}'])
          FROM event_delivery WHERE webhook_id = '%2$s';
        COMMIT\
        """
            .formatted(core.tenant, hook));
    assertThat(queued(hook)).containsExactly("incident.created head");
  }

  @Test
  void theSecretIsToldOnceAndStoredSealedAndTheAddressIsShownToWhoMayChangeIt() {
    Reply given = register("given", ",'events':['incident.created'],'secret':'sixteen letters!'");
    assertThat(given.json().has("secret")).isFalse();
    Reply generated = register("generated", ",'events':['incident.created']");
    String secret = generated.json().get("secret").asText();
    assertThat(secret).startsWith("imas_whs_").hasSizeGreaterThan(40);
    assertThat(generated.json().get("secret_hint").asText())
        .isEqualTo("…" + secret.substring(secret.length() - 4));
    assertThat(core.get(BASE + "/generated").http().body()).doesNotContain(secret);
    assertThat(core.database.query("SELECT w::text FROM event_webhook w"))
        .noneMatch(row -> row.contains(secret) || row.contains("sixteen letters!"));
    assertThat(
            core.database.query(
                "SELECT a::text FROM audit_entry a WHERE subject_kind = 'event_webhook'"))
        .isNotEmpty()
        .noneMatch(row -> row.contains(secret) || row.contains("hidden"));

    String viewer = core.tokenWith("viewer " + ++made, "read");
    assertThat(core.get(BASE + "/generated").json().get("url").asText()).endsWith("key=hidden");
    assertThat(core.send(viewer, "GET", BASE + "/generated", null).json().get("url").asText())
        .isEqualTo("http://hooks.example/…");
  }

  @Test
  void faultsAreToldAtOnceEachWithItsPlace() {
    Reply refused =
        register(
            "faulty",
            ",'events':['incident.exploded'],'severities':['loud'],'teams':['nobody'],'secret':'short'");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("details").properties())
        .extracting(java.util.Map.Entry::getKey)
        .containsExactlyInAnyOrder("/events/0", "/severities/0", "/teams/0", "/secret");
    assertThat(refused.json().at("/details/~1events~10/0").asText())
        .contains("must be one of incident.created");
    assertThat(register("faulty", "").json().at("/pointer").asText()).isEqualTo("/events");
    assertThat(register("faulty", ",'events':[]").json().at("/pointer").asText())
        .isEqualTo("/events");
    Reply elsewhere =
        core.post(
            BASE + "/register",
            "{\"name\":\"x\",\"url\":\"ftp://x\",\"events\":[\"comment.added\"]}");
    assertThat(elsewhere.json().at("/pointer").asText()).isEqualTo("/url");
  }

  @Test
  void whatHasEndedIsPostedAgainBeforeWhatWaitsOfItsIncident() {
    String hook = subscription(",'events':" + ALL);
    String incident = incident(core.service("of " + hook), "SEV3");
    act(incident, "acknowledge");
    core.database.execute(
        "UPDATE event_delivery SET status = 'dead', finished_at = now(), is_head = false WHERE webhook_id = '%s' AND event = 'incident.created'"
            .formatted(hook));
    core.database.execute(
        "UPDATE event_delivery SET is_head = true WHERE webhook_id = '%s' AND event = 'incident.acknowledged'"
            .formatted(hook));
    JsonNode dead = core.get(BASE + "/" + hook + "/deliveries?status=dead").json().at("/items/0");
    assertThat(dead.get("incident").asText()).isEqualTo(incident);
    String path = BASE + "/" + hook + "/deliveries/" + dead.get("id").asText();

    Reply again = core.post(path + "/redeliver", "{}");

    assertThat(again.status()).as("%s", again.json()).isEqualTo(202);
    assertThat(again.json().get("id")).as("the same key").isEqualTo(dead.get("id"));
    assertThat(queued(hook)).containsExactly("incident.created head", "incident.acknowledged");
    assertThat(core.post(path + "/redeliver", "{}").status()).as("it waits").isEqualTo(409);
    assertThat(core.get(BASE + "/" + hook + "/deliveries?incident=" + incident).json().get("items"))
        .hasSize(2);
  }

  @Test
  void aTestIsQueuedAndManyAreRefused() {
    String hook = subscription(",'events':['comment.added']");
    String path = BASE + "/" + hook + "/test?wait=0";
    Reply test = core.post(path, "{}");
    assertThat(test.status()).as("%s", test.json()).isEqualTo(202);
    assertThat(test.json().get("event").asText()).isEqualTo("webhook.test");
    assertThat(test.json().get("incident").isNull()).isTrue();
    core.post(path, "{}");
    core.post(path, "{}");
    assertThat(core.post(path, "{}").status()).isEqualTo(429);
  }

  @Test
  void oneThatHasFailedForDaysIsSwitchedOffAndSaysSo() {
    String hook = subscription(",'events':['incident.created']");
    String well = subscription(",'events':['incident.created']");
    UUID service = core.service("of " + hook);
    incident(service, "SEV3");
    core.database.execute(
        "UPDATE event_webhook SET failing_since = now() - interval '73 hours', failures = 90 WHERE id = '%s'"
            .formatted(hook));
    core.database.execute(
        "UPDATE event_webhook SET failing_since = now() - interval '71 hours', failures = 90 WHERE id = '%s'"
            .formatted(well));
    core.sweep("event-webhooks");

    JsonNode shown = core.get(BASE + "/" + hook).json();
    assertThat(shown.get("is_active").asBoolean()).isFalse();
    assertThat(shown.at("/switched_off/why").asText()).startsWith("nothing was accepted since 20");
    assertThat(shown.get("waiting").asInt()).isZero();
    assertThat(core.get(BASE + "/" + well).json().get("is_active").asBoolean()).isTrue();
    assertThat(core.get(BASE + "/" + hook + "/deliveries").json().at("/items/0/status").asText())
        .isEqualTo("cancelled");
    assertThat(
            core.database.query(
                "SELECT action || ' ' || actor_kind FROM audit_entry WHERE subject_id = '%s' AND action = 'event_webhook.switch_off'"
                    .formatted(hook)))
        .containsExactly("event_webhook.switch_off system");
    assertThat(
            core.database.query(
                "SELECT event || ' to ' || channel || ': ' || (payload #>> '{incident,title}') FROM delivery WHERE about_id = '%s'"
                    .formatted(hook)))
        .singleElement()
        .asString()
        .startsWith("notice.event_webhook to console: The event webhook hook-")
        .endsWith("was disabled");
    incident(service, "SEV2");
    assertThat(core.get(BASE + "/" + hook + "/deliveries").json().get("items")).hasSize(1);
    assertThat(core.post(BASE + "/" + hook + "/test?wait=0", "{}").status()).isEqualTo(409);

    Reply on =
        core.send(
            core.token,
            "PUT",
            BASE + "/" + hook,
            "{\"name\":\"on again "
                + hook
                + "\",\"url\":\"http://hooks.example/x\",\"secret\":\"another one of"
                + " sixteen\",\"events\":[\"incident.created\"]}",
            "if-match",
            shown.get("version").asText().replaceAll("(.*)", "\"$1\"").substring(0, 3));
    assertThat(on.status()).as("%s", on.json()).isEqualTo(200);
    assertThat(on.json().get("switched_off").isNull()).isTrue();
    assertThat(on.json().at("/health/failing_since").isNull()).isTrue();
  }
}
