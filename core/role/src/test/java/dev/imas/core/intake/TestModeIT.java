package dev.imas.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.TestSpace;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An incident of a test takes every step, tells nobody, and never meets what is real. */
class TestModeIT {

  private static final RunningCore core = RunningCore.start(Map.of());
  private static UUID shop;

  @BeforeAll
  static void furnish() {
    core.holdHousekeeping();
    String team = made("/api/v1/teams", "{\"name\":\"Shop\"}");
    made(
        "/api/v1/teams/" + team + "/contacts",
        """
        {"name": "Chat", "channel": "webhook", "address": "https://hooks.example/shop"}\
        """);
    shop =
        UUID.fromString(
            made("/api/v1/services", "{\"name\":\"shop\",\"owner_team\":\"" + team + "\"}"));
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static String made(String path, String json) {
    Reply reply = core.post(path, json);
    assertThat(reply.status()).as(reply.http().body()).isIn(200, 201);
    return reply.json().path("id").asText();
  }

  private static Event real(String name, int severity) {
    return Event.firing(name, severity, shop, core.now());
  }

  /** As the gateway stores it: another fingerprint, and the group apart. */
  private static Event test(String name, int severity) {
    Event as = real(name, severity);
    Event apart = Event.firing("test " + name, severity, shop, core.now());
    return apart.labelled(as.labels()).inGroup(TestSpace.key(as.groupKey()));
  }

  private static void fires(Event... alerts) {
    core.post(alerts);
    core.follow();
  }

  private static JsonNode incident(String search, boolean isTest) {
    Reply found =
        core.get("/api/v1/incidents?is_test=" + isTest + "&search=" + search.replace(" ", "%20"));
    assertThat(found.json().get("items")).as(found.http().body()).hasSize(1);
    return found.json().at("/items/0");
  }

  private static List<String> deliveries(String incident) {
    return core.database.query(
        "SELECT event || ' ' || channel || ' ' || status || ' ' || is_test || ' ' ||"
            + " coalesce(last_error, '-') FROM delivery WHERE incident_id = '"
            + incident
            + "' ORDER BY event_seq");
  }

  @Test
  void nobodyIsToldAndTheDeliveryIsSeen() {
    fires(test("Disk", 1));

    JsonNode incident = incident("Disk", true);
    assertThat(incident.get("is_test").asBoolean()).isTrue();
    String id = incident.get("id").asText();
    assertThat(deliveries(id))
        .containsExactly("incident.triggered webhook sent true test: not sent");
    JsonNode delivery = core.get("/api/v1/deliveries?incident=" + id).json().at("/items/0");
    assertThat(delivery.get("is_test").asBoolean()).isTrue();
    assertThat(delivery.get("last_error").asText()).isEqualTo("test: not sent");

    assertThat(core.post("/api/v1/incidents/" + id + "/acknowledge", "{}").status()).isEqualTo(200);
    assertThat(core.post("/api/v1/incidents/" + id + "/resolve", "{}").status()).isEqualTo(200);
    assertThat(deliveries(id)).isNotEmpty().allMatch(one -> one.endsWith("true test: not sent"));
    assertThat(
            core.database.count(
                "SELECT count(*) FROM action_link WHERE incident_id = '" + id + "'"))
        .isZero();
  }

  @Test
  void aTestAndWhatIsRealHaveIncidentsOfTheirOwn() {
    fires(real("Queue", 2), test("Queue", 2));
    String test = incident("Queue", true).get("id").asText();
    String real = incident("Queue", false).get("id").asText();
    assertThat(test).isNotEqualTo(real);
    assertThat(deliveries(real)).containsExactly("incident.triggered webhook pending false -");

    fires(real("Queue", 2).resolved());
    assertThat(incident("Queue", false).get("status").asText()).isEqualTo("RESOLVED");
    assertThat(incident("Queue", true).get("status").asText()).isEqualTo("TRIGGERED");
    fires(test("Queue", 2).startedAt(core.now()));
    assertThat(incident("Queue", false).get("status").asText())
        .as("not reopened")
        .isEqualTo("RESOLVED");
  }

  @Test
  void aTestIsMergedWithTestsAlone() {
    fires(real("Merge", 3), test("Merge", 3));
    Reply refused =
        core.post(
            "/api/v1/incidents/" + incident("Merge", false).get("short_id").asText() + "/merge",
            "{\"sources\":[\"" + incident("Merge", true).get("short_id").asText() + "\"]}");
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText()).contains("tests are merged with tests alone");
  }

  @Test
  void aTestCountsInNoFigureAndTakesNoRoom() {
    long open = open();
    fires(test("Figure", 1));
    assertThat(open()).isEqualTo(open);
    fires(real("Figure", 1));
    assertThat(open()).isEqualTo(open + 1);
    assertThat(core.get("/api/v1/incidents?counted=true&search=Figure").json().get("items"))
        .hasSize(1);
  }

  private static long open() {
    return core.get("/api/v1/metrics/summary?period=30d").json().at("/open").asLong();
  }

  @Test
  void aTestInhibitsTestsAlone() {
    made(
        "/api/v1/inhibit-rules",
        """
        {"name": "down hides slow", "source_matchers": ["alertname=\\"Down\\""],
         "target_matchers": ["alertname=\\"Slow\\""], "wait": "PT0S"}\
        """);
    fires(test("Down", 2));
    fires(real("Slow", 3), test("Slow", 3));

    assertThat(core.get("/api/v1/incidents?search=Slow&is_test=false").json().get("items"))
        .hasSize(1);
    assertThat(core.get("/api/v1/incidents?search=Slow&is_test=true").json().get("items"))
        .isEmpty();
  }

  @Test
  void aTestIsNoBeat() {
    made(
        "/api/v1/heartbeats",
        """
        {"name": "watchdog", "service": "shop", "severity": "SEV2", "beats_by": "alert", "interval": "PT5M", "grace": "PT1M",
         "matchers": ["alertname=\\"Watchdog\\""]}\
        """);
    core.clock.move(Duration.ofSeconds(5)); // For so long core keeps what it knows of heartbeats.
    fires(test("Watchdog", 4));
    assertThat(core.database.count("SELECT count(*) FROM heartbeat_alert")).isZero();
    fires(real("Watchdog", 4));
    assertThat(core.database.count("SELECT count(*) FROM heartbeat_alert")).isOne();
  }

  @Test
  void nothingOfATestLeavesByOtherWays() {
    made(
        "/api/v1/webhooks/outgoing/register",
        """
        {"name": "all", "url": "http://hooks.example/events", "events": ["incident.created"]}\
        """);
    fires(test("Leaves", 1));
    assertThat(core.database.count("SELECT count(*) FROM event_delivery")).isZero();
    String id = incident("Leaves", true).get("id").asText();
    assertThat(core.database.query("SELECT kind FROM timer WHERE subject LIKE '" + id + "%'"))
        .as("but its escalation, nothing waits for it")
        .allMatch(kind -> kind.startsWith("escalation"));
    assertThat(core.post("/api/v1/incidents/" + id + "/rooms", "{}").status()).isEqualTo(409);
    fires(real("Leaves", 1));
    assertThat(core.database.count("SELECT count(*) FROM event_delivery")).isPositive();
  }

  @Test
  void whatPeopleDoAboutATestIsKeptAndNobodyHears() {
    core.database.execute(
        """
        INSERT INTO imas.provider (tenant_id, id, name, type, channel, config, priority, concurrency)
        VALUES ('%s', gen_random_uuid(), 'github', 'github_issues', 'tracker', '{"repository":"example/shop"}', 1, 4)
        """
            .formatted(core.tenant));
    fires(test("Talked of", 2), real("Talked of", 2));
    int told = told();
    String task = talks(incident("Talked of", true).get("id").asText());
    assertThat(told()).isEqualTo(told);
    String tracker = "/api/v1/items/" + task + "/tracker";
    Reply reply = core.post(tracker, "{\"provider\":\"github\"}");
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.json().get("detail").asText()).contains("is a test");
    talks(incident("Talked of", false).get("id").asText());
    assertThat(told()).isEqualTo(told + 2);
  }

  private static int told() {
    return (int)
        core.database.count(
            "SELECT count(*) FROM delivery WHERE about_kind IN ('mention', 'task_assigned')");
  }

  private static String talks(String incident) {
    made("/api/v1/incidents/" + incident + "/comments", "{\"message\":\"@Shop look\"}");
    return made(
        "/api/v1/incidents/" + incident + "/items", "{\"title\":\"Look\",\"owner_team\":\"Shop\"}");
  }
}
